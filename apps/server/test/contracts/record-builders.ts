import { asId, type Event, type EventBody, type StepId } from "@patchbay/core";
import type { ContentWrite, MessageRow } from "../../src/center/content.js";
import type { JournalEntry } from "../../src/center/journal.js";

/** Numbers the events of a story and keeps their time: one second each, from a Monday morning on. */
export class Pen {
  seq = 0;
  at = Date.UTC(2026, 2, 2, 9, 0, 0);

  events(...bodies: readonly EventBody[]): Event[] {
    return bodies.map((body) => {
      this.seq += 1;
      this.at += 1_000;
      return { ...body, seq: this.seq, at: this.at };
    });
  }

  /** One accepted submission. */
  entry(
    bodies: readonly EventBody[],
    content: readonly ContentWrite[] = [],
    idempotency: JournalEntry["idempotency"] = null,
  ): JournalEntry {
    return { events: this.events(...bodies), content, idempotency };
  }

  /** Content alone: a draft. */
  aside(...content: readonly ContentWrite[]): JournalEntry {
    return { events: [], content, idempotency: null };
  }
}

export const started = (
  interactionId: string,
  given: {
    readonly contactId?: string;
    readonly clientKey?: string;
    readonly caseNumber?: number;
    readonly channel?: "chat" | "voice";
  } = {},
): EventBody => ({
  type: "InteractionStarted",
  interactionId: asId(interactionId),
  channel: given.channel ?? "chat",
  entryId: asId("demo-app"),
  serviceId: asId("auto-claims"),
  contactId: asId(given.contactId ?? "contact-jane"),
  clientKey: asId(given.clientKey ?? "phone-of-jane"),
  caseNumber: given.caseNumber ?? 10_000,
  caseOpened: true,
  priority: 50,
  enqueuedAt: 1,
});

export const scenarioConfigured = (id: string, version: number, by: string | null): EventBody => ({
  type: "ScenarioConfigured",
  scenario: {
    id: asId(id),
    version,
    start: asId("bye"),
    steps: { [asId<StepId>("bye")]: { type: "hang_up", prompts: [] } },
  },
  by: by === null ? null : asId(by),
});

export const received = (interactionId: string, messageId: string): EventBody => ({
  type: "MessageReceived",
  interactionId: asId(interactionId),
  messageId: asId(messageId),
  kind: "text",
});

export const sent = (interactionId: string, messageId: string, agentId: string): EventBody => ({
  type: "MessageSent",
  interactionId: asId(interactionId),
  messageId: asId(messageId),
  kind: "text",
  agentId: asId(agentId),
  partyId: asId(`${interactionId}-1`),
  audience: "all",
});

export const receipt = (
  interactionId: string,
  messageId: string,
  reader: string,
  kind: "delivered" | "read",
): EventBody => ({
  type: "MessageReceiptReported",
  interactionId: asId(interactionId),
  messageId: asId(messageId),
  reader: reader === "customer" ? "customer" : asId(reader),
  receipt: kind,
});

export const joined = (
  interactionId: string,
  agentId: string,
  kind: "first" | "transfer" | "invite" = "first",
): EventBody => ({
  type: "AgentJoined",
  interactionId: asId(interactionId),
  agentId: asId(agentId),
  partyId: asId(`${interactionId}-${agentId}`),
  kind,
});

export const transferAsked = (interactionId: string, serviceId: string, by: string): EventBody => ({
  type: "AgentRequested",
  interactionId: asId(interactionId),
  kind: "transfer",
  serviceId: asId(serviceId),
  agentId: null,
  by: asId(by),
  enqueuedAt: 1,
  priority: 50,
  preferred: null,
});

export const requestClosed = (interactionId: string): EventBody => ({
  type: "AgentRequestClosed",
  interactionId: asId(interactionId),
  kind: "transfer",
  by: null,
  cause: "accepted",
});

export const ended = (interactionId: string): EventBody => ({
  type: "InteractionEnded",
  interactionId: asId(interactionId),
  cause: "agent",
  agentId: asId("sofia"),
});

export const completed = (interactionId: string): EventBody => ({
  type: "InteractionCompleted",
  interactionId: asId(interactionId),
});

export const disposition = (interactionId: string, dispositionId: string | null): EventBody => ({
  type: "DispositionSet",
  interactionId: asId(interactionId),
  agentId: asId("sofia"),
  dispositionId: dispositionId === null ? null : asId(dispositionId),
});

export const noteSaved = (interactionId: string, agentId: string): EventBody => ({
  type: "NoteSaved",
  interactionId: asId(interactionId),
  agentId: asId(agentId),
});

export const message = (
  interactionId: string,
  messageId: string,
  text: string,
  given: Partial<MessageRow> = {},
): ContentWrite => ({
  table: "message",
  row: {
    messageId,
    interactionId,
    from: "customer",
    partyId: null,
    audience: "all",
    body: { kind: "text", text },
    clientMessageId: null,
    ...given,
  },
});

export const contact = (contactId: string, phones: readonly string[], firstName = "Jane"): ContentWrite => ({
  table: "contact",
  row: { contactId, firstName, lastName: "Doe", phones, emails: [], account: "PL-1", createdAt: 7 },
});

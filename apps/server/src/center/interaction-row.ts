import type { Event } from "@patchbay/core";
import type { InteractionRow } from "./records.js";

/** The row, and what has to be remembered between two appends to keep it right. */
export interface InteractionProjection extends InteractionRow {
  /** The service of the transfer that is under way: the interaction's own as soon as somebody joins by it. */
  readonly requestedServiceId: string | null;
}

/** What the events of one append do to one interaction's row. What is absent stays as it is. */
export interface InteractionChange {
  readonly interactionId: string;
  /** The whole first row, when the interaction began in this append; the rest of the change is then in it. */
  started: InteractionProjection | null;
  /** Place of the beginning in the journal; 0 when it is not in this append. */
  startedSeq: number;
  contactId?: string;
  serviceId?: string;
  /** Somebody joined by a transfer that an earlier append asked for. */
  takesRequestedService?: true;
  requestedServiceId?: string | null;
  status?: InteractionRow["status"];
  /** Only the first answer counts. */
  answeredAt?: number;
  endedAt?: number;
  endCause?: string;
  /** `null` takes the disposition away again. */
  dispositionId?: string | null;
  readonly joined: string[];
  messages: number;
}

/** The interaction that an event is about, for the journal's index. */
export function interactionOf(event: Event): string | null {
  return "interactionId" in event ? event.interactionId : null;
}

/** Folds events, in order, into one change for each interaction whose row they touch. */
export function changesOf(events: readonly Event[]): InteractionChange[] {
  const changes = new Map<string, InteractionChange>();
  for (const event of events) {
    const interactionId = interactionOf(event);
    if (interactionId === null || !touchesRow(event)) continue;
    let change = changes.get(interactionId);
    if (change === undefined) {
      change = { interactionId, started: null, startedSeq: 0, joined: [], messages: 0 };
      changes.set(interactionId, change);
    }
    fold(change, event);
  }
  return [...changes.values()].map((change) =>
    change.started === null ? change : { ...change, started: withChange(change.started, change) },
  );
}

/** The row after a change. The SQL of `append_entries` says the same; the contract suite holds them together. */
export function withChange(row: InteractionProjection, change: InteractionChange): InteractionProjection {
  return {
    ...row,
    contactId: change.contactId ?? row.contactId,
    serviceId:
      change.serviceId ?? (change.takesRequestedService ? row.requestedServiceId : null) ?? row.serviceId,
    requestedServiceId:
      change.requestedServiceId === undefined ? row.requestedServiceId : change.requestedServiceId,
    status: change.status ?? row.status,
    answeredAt: row.answeredAt ?? change.answeredAt ?? null,
    endedAt: change.endedAt ?? row.endedAt,
    endCause: change.endCause ?? row.endCause,
    dispositionId: change.dispositionId === undefined ? row.dispositionId : change.dispositionId,
    agentIds: [...row.agentIds, ...change.joined.filter((agentId) => !row.agentIds.includes(agentId))],
    messageCount: row.messageCount + change.messages,
  };
}

const rowEvents = [
  "InteractionStarted",
  "AgentRequested",
  "AgentRequestClosed",
  "AgentJoined",
  "MessageReceived",
  "MessageSent",
  "InteractionEnded",
  "DispositionSet",
  "ContactChanged",
  "InteractionCompleted",
] as const satisfies readonly Event["type"][];
type RowEvent = Extract<Event, { readonly type: (typeof rowEvents)[number] }>;
const rowEventTypes: ReadonlySet<string> = new Set(rowEvents);
const touchesRow = (event: Event): event is RowEvent => rowEventTypes.has(event.type);

function fold(change: InteractionChange, event: RowEvent): void {
  switch (event.type) {
    case "InteractionStarted":
      change.startedSeq = event.seq;
      change.started = {
        interactionId: event.interactionId,
        contactId: event.contactId,
        clientKey: event.clientKey,
        entryId: event.entryId,
        serviceId: event.serviceId,
        channel: event.channel,
        caseNumber: event.caseNumber,
        status: "open",
        startedAt: event.at,
        answeredAt: null,
        endedAt: null,
        endCause: null,
        dispositionId: null,
        agentIds: [],
        messageCount: 0,
        requestedServiceId: null,
      };
      return;
    case "AgentRequested":
      change.requestedServiceId = event.kind === "transfer" ? event.serviceId : null;
      // A caller may choose another service in the menu than the entry's.
      if (event.kind === "first") change.serviceId = event.serviceId;
      return;
    case "AgentRequestClosed":
      change.requestedServiceId = null;
      return;
    case "AgentJoined":
      if (event.kind === "transfer") {
        if (change.requestedServiceId === undefined) change.takesRequestedService = true;
        else if (change.requestedServiceId !== null) change.serviceId = change.requestedServiceId;
      }
      change.answeredAt ??= event.at;
      if (!change.joined.includes(event.agentId)) change.joined.push(event.agentId);
      return;
    case "MessageReceived":
    case "MessageSent":
      change.messages += 1;
      return;
    case "InteractionEnded":
      change.status = "ended";
      change.endedAt = event.at;
      change.endCause = event.cause;
      return;
    case "DispositionSet":
      change.dispositionId = event.dispositionId;
      return;
    case "ContactChanged":
      change.contactId = event.contactId;
      return;
    case "InteractionCompleted":
      change.status = "completed";
      return;
  }
}

/** Without what only the projection needs. */
export function rowOf({ requestedServiceId: _, ...row }: InteractionProjection): InteractionRow {
  return row;
}

import { asId, type Command, type CoreCenter, createCenter, type Event } from "@patchbay/core";
import type { ContentWrite } from "../../src/center/content.js";
import type { JournalEntry } from "../../src/center/journal.js";
import {
  demoEntries,
  demoPeople,
  demoReasons,
  demoScenarios,
  demoServices,
  userOf,
} from "../../src/demo/larkfield.js";
import { message } from "../contracts/record-builders.js";

/**
 * A small day at the demo center, decided by the real core: what a server would append, one entry a command.
 * Deterministic; time moves half a second with each command.
 */
export class WorkingDay {
  readonly core: CoreCenter = createCenter();
  readonly entries: JournalEntry[] = [];
  #at = Date.UTC(2026, 2, 2, 9, 0, 0);
  #messages = 0;

  constructor() {
    for (const reason of demoReasons) this.do({ type: "ConfigureReason", reason });
    for (const service of demoServices) this.do({ type: "ConfigureService", service });
    for (const scenario of demoScenarios) this.do({ type: "ConfigureScenario", scenario });
    for (const entry of demoEntries) this.do({ type: "ConfigureEntry", entry });
    for (const person of demoPeople) this.do({ type: "ConfigureUser", user: userOf(person) });
    for (const name of ["agent1", "agent2"]) {
      this.do({ type: "LogIn", agentId: asId(name), sessionId: asId(`session-${name}`), force: false });
      this.do({ type: "SetPresence", agentId: asId(name), presence: { kind: "ready" } });
    }
  }

  do(command: Command, content: readonly ContentWrite[] = []): readonly Event[] {
    this.#at += 500;
    const decision = this.core.decide(command, this.#at);
    if (!decision.ok) throw new Error(`${command.type} was refused: ${decision.rejection.code}`);
    this.entries.push({ events: decision.events, content, idempotency: null });
    return decision.events;
  }

  /** One customer from the first word to the finished wrap-up, with receipts both ways. */
  chat(name: string): void {
    const interactionId = asId<never>(`chat-${name}`);
    const clientKey = asId<never>(`client-${name}`);
    const contactId = asId<never>(`contact-${name}`);
    const events = [
      ...this.do({
        type: "StartInteraction",
        interactionId,
        entryId: asId("demo-app"),
        contactId,
        clientKey,
      }),
      ...this.#says(interactionId, clientKey, "I had an accident."),
    ];
    const offer = events.find((event) => event.type === "OfferMade");
    if (offer?.type !== "OfferMade") throw new Error(`nobody was offered ${interactionId}`);
    const { agentId, offerId } = offer;
    this.do({ type: "ConfirmOffer", offerId, agentId });
    this.do({ type: "AcceptOffer", offerId, agentId });
    for (let turn = 0; turn < 3; turn++) {
      const messageId = asId<never>(`m${++this.#messages}`);
      this.do({ type: "SendMessage", interactionId, agentId, messageId, kind: "text", audience: "all" }, [
        message(interactionId, messageId, "Is anybody hurt?", { from: agentId }),
      ]);
      this.do({ type: "ReportReceipt", interactionId, messageId, reader: "customer", receipt: "delivered" });
      this.do({ type: "ReportReceipt", interactionId, messageId, reader: "customer", receipt: "read" });
      this.#says(interactionId, clientKey, "No, only the car.");
    }
    this.do({ type: "SetDisposition", interactionId, agentId, dispositionId: asId("claim_opened") });
    this.do({ type: "CustomerEnd", interactionId, clientKey });
    this.do({ type: "CompleteWrapUp", interactionId, agentId });
  }

  #says(interactionId: never, clientKey: never, text: string): readonly Event[] {
    const messageId = asId<never>(`m${++this.#messages}`);
    return this.do({ type: "ReceiveMessage", interactionId, clientKey, messageId, kind: "text" }, [
      message(interactionId, messageId, text),
    ]);
  }
}

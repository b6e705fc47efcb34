import type { AgentId, EndCause, Event, InteractionEvent, PartyId } from "@patchbay/core";
import type { ChatState, CustomerEvent } from "@patchbay/protocol";
import type { MessageRow } from "../center/content.js";
import type { CenterWords } from "../center/records.js";

/** The part of a stored message that a customer's view needs. */
export type FoldedMessage = Pick<
  MessageRow,
  "messageId" | "from" | "partyId" | "body" | "clientMessageId" | "audience"
>;

/** How many of a chat's messages keep their app's own id at hand for receipts; older ones use ours. */
const OWN_IDS_KEPT_MAX = 1_000;

export interface FoldWords {
  readonly words: CenterWords;
  /** Where an app finds a picture of a party, a file, or its thumbnail. */
  readonly photoUrl: (partyId: string) => string;
  readonly fileUrl: (fileId: string) => string;
  readonly thumbnailUrl: (fileId: string) => string;
}

/** What one journal event means to the customer, in order; empty when it is none of the customer's business. */
export interface FoldedEvents {
  readonly seq: number;
  readonly at: number;
  readonly events: readonly CustomerEvent[];
}

/**
 * One chat as its customer is told it: folds the journal's events of one interaction into customer events. The
 * poll, the history and our own stream all come from here, so that they tell the same story.
 */
export class ChatFold {
  readonly #parties = new Map<PartyId, AgentId>();
  readonly #everyParty = new Map<PartyId, AgentId>();
  readonly #ownIds = new Map<string, string | null>();
  #offered = false;
  #state: ChatState = "queued";
  #ended = false;
  #disconnected = false;
  #lastSeq = 0;

  constructor(readonly interactionId: string) {}

  get state(): ChatState {
    return this.#state;
  }
  get ended(): boolean {
    return this.#ended;
  }
  /** The last event folded in. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** The agent behind a party, whether still there or not. */
  agentOf(partyId: string): AgentId | undefined {
    for (const [known, agentId] of this.#everyParty) if (known === partyId) return agentId;
    return undefined;
  }

  partyOf(agentId: string): PartyId | undefined {
    let latest: PartyId | undefined;
    for (const [partyId, agent] of this.#everyParty) if (agent === agentId) latest = partyId;
    return latest;
  }

  isPresent(partyId: PartyId): boolean {
    return this.#parties.has(partyId);
  }

  /** @param message the content of a message event, or `undefined` when it has none (erased, not ours). */
  fold(event: Event, message: FoldedMessage | undefined, view: FoldWords): FoldedEvents {
    this.#lastSeq = event.seq;
    const events = this.#ended ? [] : this.#told(event as InteractionEvent & Event, message, view);
    return { seq: event.seq, at: event.at, events };
  }

  #told(event: Event, message: FoldedMessage | undefined, view: FoldWords): CustomerEvent[] {
    switch (event.type) {
      case "InteractionStarted":
        return [stateEvent("queued"), { type: "case", caseNumber: event.caseNumber }];
      case "OfferMade":
        this.#offered = true;
        return this.#moved();
      case "OfferRejected":
      case "OfferExpired":
      case "OfferWithdrawn":
        this.#offered = false;
        return this.#moved();
      case "AgentJoined": {
        this.#offered = false;
        this.#parties.set(event.partyId, event.agentId);
        this.#everyParty.set(event.partyId, event.agentId);
        const user = view.words.users.get(event.agentId);
        return [
          ...this.#moved(),
          {
            type: "party.joined",
            partyId: event.partyId,
            name: user?.nickname || user?.firstName || "Agent",
            photoUrl: user?.photoFileId == null ? null : view.photoUrl(event.partyId),
          },
        ];
      }
      case "AgentLeft":
        if (!this.#parties.delete(event.partyId)) return [];
        return [{ type: "party.left", partyId: event.partyId }, ...this.#moved()];
      case "CustomerDisconnected": {
        // The conversation is over, the chat is not: as with the original it is now with the scenario.
        const left = this.#everybodyLeft();
        this.#disconnected = true;
        return [...left, ...this.#moved()];
      }
      case "CustomerReturned":
        this.#disconnected = false;
        return this.#moved();
      case "MessageReceived":
        if (message === undefined) return [];
        this.#keepOwnId(message);
        return bodyEvents(message, "customer", view);
      case "MessageSent":
        // A whisper among agents. The customer does not even learn that something was said.
        if (event.audience === "team" || message === undefined || message.audience === "team") return [];
        return bodyEvents(message, "agent", view);
      case "MessageReceiptReported":
        return this.#receipt(event);
      case "InactivityWarned":
        return [{ type: "inactivity.warning", endsAt: event.endsAt }];
      case "InteractionEnded":
        return this.#end(event.cause);
      default:
        return [];
    }
  }

  #receipt(event: Extract<InteractionEvent, { type: "MessageReceiptReported" }>): CustomerEvent[] {
    const byCustomer = event.reader === "customer";
    const own = this.#ownIds.has(event.messageId);
    // An agent's receipt for another agent's words concerns nobody outside.
    if (!byCustomer && !own) return [];
    return [
      {
        type: "receipt",
        messageId: event.messageId,
        clientMessageId: this.#ownIds.get(event.messageId) ?? null,
        by: byCustomer ? "customer" : "agent",
        partyId: byCustomer ? null : (this.partyOf(event.reader) ?? null),
        receipt: event.receipt,
      },
    ];
  }

  #end(cause: EndCause): CustomerEvent[] {
    const left = this.#everybodyLeft();
    this.#ended = true;
    // Failed is a chat that nobody ever answered; every other one has run its course.
    this.#state = cause === "abandoned" ? "failed" : "completed";
    return [
      ...(cause === "inactivity" ? [{ type: "inactivity.timeout" } as const] : []),
      ...left,
      stateEvent(this.#state),
      { type: "ended" },
    ];
  }

  #everybodyLeft(): CustomerEvent[] {
    const left = [...this.#parties.keys()].map((partyId): CustomerEvent => ({ type: "party.left", partyId }));
    this.#parties.clear();
    return left;
  }

  #moved(): CustomerEvent[] {
    const now = this.#present();
    if (now === this.#state) return [];
    this.#state = now;
    return [stateEvent(now)];
  }

  #present(): ChatState {
    if (this.#disconnected) return "ivr";
    return this.#parties.size > 0 ? "connected" : this.#offered ? "connecting" : "queued";
  }

  #keepOwnId(message: FoldedMessage): void {
    this.#ownIds.set(message.messageId, message.clientMessageId);
    if (this.#ownIds.size <= OWN_IDS_KEPT_MAX) return;
    for (const oldest of this.#ownIds.keys()) {
      this.#ownIds.delete(oldest);
      break;
    }
  }
}

const stateEvent = (state: ChatState): CustomerEvent => ({
  type: "state",
  state,
  ewtSeconds: null,
  position: null,
  agentsAvailable: null,
});

function bodyEvents(message: FoldedMessage, from: "customer" | "agent", view: FoldWords): CustomerEvent[] {
  const said = {
    messageId: message.messageId,
    clientMessageId: from === "customer" ? message.clientMessageId : null,
    from,
    partyId: from === "customer" ? null : message.partyId,
  };
  const { body } = message;
  switch (body.kind) {
    case "text":
      return [{ type: "message", ...said, text: body.text }];
    case "file":
      return [
        {
          type: "file",
          ...said,
          fileId: body.fileId,
          name: body.name,
          mediaType: body.mediaType,
          bytes: body.bytes,
          image: body.image,
          url: view.fileUrl(body.fileId),
          thumbnailUrl: body.image === null ? null : view.thumbnailUrl(body.fileId),
        },
      ];
    case "location":
      return [
        {
          type: "location",
          ...said,
          latitude: body.latitude,
          longitude: body.longitude,
          accuracy: body.accuracy,
          address: body.address,
          url: body.url,
        },
      ];
    case "form":
      return [
        {
          type: "form",
          ...said,
          formName: body.formName,
          formRequestId: body.formRequestId,
          fields: { ...body.fields },
        },
      ];
    case "navigation":
      return [{ type: "navigation", ...said, title: body.title, page: body.page }];
  }
}

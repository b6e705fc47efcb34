import type { AgentId, EndCause, Event, InteractionEvent, PartyId } from "@patchbay/core";
import type { ChatState, CustomerEvent } from "@patchbay/protocol";
import { formRequestIdOf, type MessageRow } from "../center/content.js";
import { photoForCustomers } from "../center/photo-address.js";
import type { CenterWords } from "../center/records.js";
import type { AskedForm } from "./form-answers.js";

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
  /** Every form asked for; as many as agents ask for by hand, so none is ever dropped: a secure one must stay known. */
  readonly #forms = new Map<string, AskedForm>();
  #serviceId: string | null = null;
  #requestedServiceId: string | null = null;
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

  /** The forms that agents have asked for, by the ids under which they are answered. */
  get forms(): ReadonlyMap<string, Readonly<AskedForm>> {
    return this.#forms;
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
        return [
          stateEvent("queued"),
          { type: "case", caseNumber: event.caseNumber },
          ...this.#nowWith(event.serviceId, view),
        ];
      case "AgentRequested":
        this.#requestedServiceId = event.serviceId;
        return event.kind === "first" ? this.#nowWith(event.serviceId, view) : [];
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
        // A transfer that was accepted brings the chat to another service; an invitation leaves it where it is.
        const serviceId = event.kind === "transfer" ? this.#requestedServiceId : null;
        return [
          ...(serviceId === null ? [] : this.#nowWith(serviceId, view)),
          ...this.#moved(),
          {
            type: "party.joined",
            partyId: event.partyId,
            name: user?.nickname || user?.firstName || "Agent",
            photoUrl:
              photoForCustomers(view.words, event.agentId) === null ? null : view.photoUrl(event.partyId),
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
        this.#closeForm(message);
        return bodyEvents(message, "customer", event.seq, view);
      case "MessageSent":
        this.#openForm(event, message);
        // A whisper among agents. The customer does not even learn that something was said.
        if (event.audience === "team" || message === undefined || message.audience === "team") return [];
        this.#closeForm(message);
        return bodyEvents(message, "agent", event.seq, view);
      case "MessageReceiptReported":
        return this.#receipt(event);
      case "CallRequestClosed": {
        const { messageId, cause } = event;
        const clientMessageId = this.#ownIds.get(messageId) ?? null;
        return [{ type: "call.request_closed", messageId, clientMessageId, cause }];
      }
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

  #nowWith(serviceId: string, view: FoldWords): CustomerEvent[] {
    if (serviceId === this.#serviceId) return [];
    this.#serviceId = serviceId;
    const name = view.words.services.get(serviceId)?.name;
    return name === undefined ? [] : [{ type: "service", name }];
  }

  #openForm(
    event: Extract<InteractionEvent, { type: "MessageSent" }> & Event,
    message: FoldedMessage | undefined,
  ): void {
    if (event.kind !== "form_request") return;
    const body = message?.body.kind === "form_request" ? message.body : undefined;
    // Where its content was erased nobody knows any more whether it was secure: then it was.
    this.#forms.set(formRequestIdOf(event.seq), {
      formName: body?.formName ?? "",
      secure: body?.secure ?? true,
      open: true,
    });
  }

  #closeForm({ body }: FoldedMessage): void {
    const form = "formRequestId" in body ? this.#forms.get(body.formRequestId) : undefined;
    if (form !== undefined) form.open = false;
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

function bodyEvents(
  message: FoldedMessage,
  from: "customer" | "agent",
  seq: number,
  view: FoldWords,
): CustomerEvent[] {
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
    case "form_request": {
      const { formName, timeoutSeconds, secure } = body;
      const formRequestId = formRequestIdOf(seq);
      return [{ type: "form.requested", ...said, formRequestId, formName, timeoutSeconds, secure }];
    }
    case "form_withdrawal":
      return [{ type: "form.withdrawn", ...said, formRequestId: body.formRequestId }];
    case "secure_form": {
      const { formName, formRequestId, fieldNames } = body;
      return [{ type: "form.secure", ...said, formName, formRequestId, fieldNames: [...fieldNames] }];
    }
    case "form_declined":
      return [{ type: "form.declined", ...said, formName: body.formName, formRequestId: body.formRequestId }];
    case "call_request":
      return [{ type: "call.requested", ...said, number: body.number }];
    case "cobrowsing_request":
      return [{ type: "cobrowsing.requested", ...said }];
    case "cobrowsing":
      return [
        { type: "cobrowsing", ...said, step: body.step, providerType: body.providerType, url: body.url },
      ];
  }
}

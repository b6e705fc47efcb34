import type { Event } from "@patchbay/core";

/** Abandoned within this time: nobody could have answered it (FIG-5). */
export const ABANDONED_SOON_MS = 5_000;

/** Events that figures are counted from. */
export const countedEvents = [
  "InteractionStarted",
  "AgentRequested",
  "AgentRequestClosed",
  "OfferMade",
  "OfferAccepted",
  "OfferRejected",
  "OfferExpired",
  "AgentJoined",
  "AgentLeft",
  "CallPlaced",
  "CallHeld",
  "InteractionEnded",
  "WrapUpStarted",
  "WrapUpCompleted",
  "CustomerReturned",
  "ConsultationStarted",
  "CircleSwitched",
  "ConsultationEnded",
] as const satisfies readonly Event["type"][];

/** One contact of a service and what became of it (FIG-1 to FIG-4). */
export interface Contact {
  readonly serviceId: string;
  readonly channel: "chat" | "voice" | "email";
  readonly offeredAt: number;
  /** Since when it had waited then. */
  readonly since: number;
  outcome: "waiting" | "answered" | "abandoned" | "elsewhere";
  /** When that was; of one that waits: not yet. */
  decidedAt: number | null;
  /** Of agents who are done. */
  readonly parts: Part[];
}

/** One agent's share of an interaction (FIG-7). */
export interface Part {
  readonly agentId: string;
  readonly joinedAt: number;
  /** With what was on hold. */
  talkMs: number;
  holdMs: number;
  wrapUpMs: number;
  /** Nothing of it goes on any more. */
  done: boolean;
}

/** What one agent was asked and did (FIG-8). */
export interface AgentCount {
  offers: number;
  answered: number;
  rejected: number;
  notAnswered: number;
  placed: number;
}

/** One thing that an agent was asked or did, to be counted. */
export interface Asked {
  readonly agentId: string;
  readonly what: keyof AgentCount;
  readonly channel: Contact["channel"];
  readonly serviceId: string;
}

export interface Counted {
  readonly contacts: Contact[];
  readonly asked: Asked[];
  /** Of interactions without a contact: calls that agents placed. */
  readonly otherParts: Part[];
}

/** One interaction while its events go by. */
interface Going {
  readonly channel: Contact["channel"];
  readonly serviceId: string;
  contact: Contact | null;
  open: Contact | null;
  /** The service of each offer. */
  readonly offers: Map<string, string>;
  readonly parts: Map<string, Share>;
  /** The contact that left its line last, and when. */
  closed: { readonly contact: Contact; readonly at: number } | null;
}

/** A part while it goes on: since when what. */
interface Share {
  readonly part: Part;
  talkingSince: number | null;
  heldSince: number | null;
  wrapUpSince: number | null;
}

/** Adds events, in their order; of one interaction all of them or none. */
export class Counting {
  private readonly going = new Map<string, Going>();
  readonly counted: Counted = { contacts: [], asked: [], otherParts: [] };

  add(event: Event): void {
    if (event.type === "InteractionStarted") {
      const { interactionId, channel, serviceId } = event;
      if (serviceId !== "internal")
        this.going.set(interactionId, {
          channel,
          serviceId,
          contact: null,
          open: null,
          offers: new Map(),
          parts: new Map(),
          closed: null,
        });
      return;
    }
    if (!("interactionId" in event) || event.interactionId === null) return;
    const one = this.going.get(event.interactionId);
    if (one !== undefined) this.step(one, event);
  }

  private step(one: Going, event: Event): void {
    switch (event.type) {
      case "AgentRequested":
        this.requested(one, event);
        return;
      case "AgentRequestClosed":
        // What is accepted has been joined; a transfer that failed leaves the contact with who had it.
        if (one.open !== null && event.kind !== "invite" && event.kind !== "consult")
          if (event.cause === "cancelled" || event.cause === "failed") {
            one.closed = { contact: one.open, at: event.at };
            decide(one, "elsewhere", event.at);
          }
        return;
      case "OfferMade":
        one.offers.set(event.offerId, event.serviceId);
        this.asks(one, event.agentId, "offers", event.serviceId);
        return;
      case "OfferAccepted":
        this.asks(one, event.agentId, "answered", one.offers.get(event.offerId));
        return;
      case "OfferRejected":
        this.asks(one, event.agentId, "rejected", one.offers.get(event.offerId));
        return;
      case "OfferExpired":
        this.asks(one, event.agentId, "notAnswered", one.offers.get(event.offerId));
        return;
      case "CallPlaced":
        this.asks(one, event.agentId, "placed", one.serviceId);
        return;
      case "AgentJoined":
        this.joined(one, event);
        return;
      case "CallHeld":
        held(one, event.agentId, event.held, event.at);
        return;
      // Whoever asks, or goes back and forth, talks; whoever asked in vain is on hold until the call is retrieved.
      case "ConsultationStarted":
      case "CircleSwitched":
        held(one, event.agentId, false, event.at);
        return;
      case "ConsultationEnded":
        if (event.cause === "merged") held(one, event.agentId, false, event.at);
        else if (event.cause === "ended" || event.cause === "failed")
          held(one, event.agentId, true, event.at);
        return;
      case "AgentLeft": {
        const share = one.parts.get(event.agentId);
        if (share !== undefined) stops(share, event.at);
        return;
      }
      case "InteractionEnded":
        if (one.open !== null) decide(one, isAbandoned(event.cause) ? "abandoned" : "elsewhere", event.at);
        for (const share of one.parts.values()) if (share.wrapUpSince === null) stops(share, event.at);
        return;
      case "WrapUpStarted": {
        const share = one.parts.get(event.agentId);
        if (share === undefined) return;
        stops(share, event.at);
        share.wrapUpSince = event.at;
        share.part.done = false;
        return;
      }
      case "WrapUpCompleted": {
        const share = one.parts.get(event.agentId);
        if (share !== undefined) stops(share, event.at);
        return;
      }
      case "CustomerReturned":
        // Whoever still wrapped up goes on talking.
        for (const share of one.parts.values())
          if (share.wrapUpSince !== null) {
            stops(share, event.at);
            share.talkingSince = event.at;
            share.part.done = false;
          }
        return;
      default:
    }
  }

  /** FIG-1: a queue of a service was asked; a certain colleague, or one more agent, is no contact of its own. */
  private requested(one: Going, event: Extract<Event, { type: "AgentRequested" }>): void {
    const isContact = event.kind === "first" || (event.kind === "transfer" && event.agentId === null);
    if (!isContact || event.serviceId === "internal") {
      // A customer in a line who is given to somebody by name, or comes back from there, waits on.
      const { closed } = one;
      if (event.kind === "transfer" || event.kind === "return")
        if (closed?.at === event.at && [...one.parts.values()].every(({ part }) => part.done)) {
          closed.contact.outcome = "waiting";
          closed.contact.decidedAt = null;
          one.open = closed.contact;
        }
      return;
    }
    if (one.open !== null) decide(one, "elsewhere", event.at);
    const contact: Contact = {
      serviceId: event.serviceId,
      channel: one.channel,
      offeredAt: event.at,
      since: event.kind === "first" ? Math.min(event.enqueuedAt, event.at) : event.at,
      outcome: "waiting",
      decidedAt: null,
      parts: [],
    };
    one.contact = contact;
    one.open = contact;
    this.counted.contacts.push(contact);
  }

  private joined(one: Going, event: Extract<Event, { type: "AgentJoined" }>): void {
    if (one.open !== null && event.kind !== "invite" && event.kind !== "consult")
      decide(one, "answered", event.at);
    const { agentId } = event;
    const part: Part = { agentId, joinedAt: event.at, talkMs: 0, holdMs: 0, wrapUpMs: 0, done: false };
    one.parts.set(agentId, { part, talkingSince: event.at, heldSince: null, wrapUpSince: null });
    (one.contact?.parts ?? this.counted.otherParts).push(part);
  }

  private asks(one: Going, agentId: string, what: keyof AgentCount, serviceId = one.serviceId): void {
    this.counted.asked.push({ agentId, what, channel: one.channel, serviceId });
  }
}

function decide(one: Going, outcome: Contact["outcome"], at: number): void {
  if (one.open === null) return;
  one.open.outcome = outcome;
  one.open.decidedAt = at;
  one.open = null;
}

function held(one: Going, agentId: string, isHeld: boolean, at: number): void {
  const share = one.parts.get(agentId);
  if (share === undefined || share.talkingSince === null) return;
  if (isHeld) share.heldSince ??= at;
  else endHold(share, at);
}

function endHold(share: Share, at: number): void {
  if (share.heldSince !== null) share.part.holdMs += at - share.heldSince;
  share.heldSince = null;
}

/** What an agent does is over, whatever it was. */
function stops(share: Share, at: number): void {
  const { part, talkingSince, wrapUpSince } = share;
  endHold(share, at);
  if (talkingSince !== null) part.talkMs += at - talkingSince;
  if (wrapUpSince !== null) part.wrapUpMs += at - wrapUpSince;
  share.talkingSince = null;
  share.wrapUpSince = null;
  part.done = true;
}

/** FIG-3: the customer went, or the line did. */
function isAbandoned(cause: string): boolean {
  return (
    cause === "customer" || cause === "abandoned" || cause === "connection_lost" || cause === "inactivity"
  );
}

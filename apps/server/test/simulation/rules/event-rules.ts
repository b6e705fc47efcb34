import type { AgentId, CenterState, Event, Interaction, Offer } from "@patchbay/core";
import type { MemoryStore } from "../../../src/journal-memory/index.js";
import type { Ledger } from "../day/ledger.js";
import { goesFirst, hasSkillsFor, inHand, isAsked, obstacle, unreachable } from "./eligibility.js";

type EventOf<T extends Event["type"]> = Extract<Event, { readonly type: T }>;

/** What each event must find when it happens, and leave behind. Told from the outside, by rules of its own. */
export class EventRules {
  private previous: Event | null = null;
  /** Place in the queue that nobody may lose. */
  private readonly ages = new Map<string, { readonly enqueuedAt: number; readonly priority: number }>();
  private untils = new Map<string, number>();

  constructor(
    private readonly ledger: Ledger,
    private readonly store: MemoryStore,
  ) {}

  /** @param following events that were written together with this one or after it, as far as known. */
  before(event: Event, state: CenterState, following: readonly Event[]): void {
    if (event.seq !== state.seq + 1) this.breach("the journal has no gap", event);
    if (event.at < state.at) this.breach("time does not go back", event);
    switch (event.type) {
      case "InteractionStarted":
        this.ages.set(event.interactionId, event);
        this.started(event, state);
        break;
      case "AgentRequested": {
        // Who hears a menu waits only from the queue on.
        if (event.kind === "first") this.ages.set(event.interactionId, event);
        const age = this.ages.get(event.interactionId);
        if (age?.enqueuedAt !== event.enqueuedAt || age.priority !== event.priority) {
          this.breach("age and priority are kept", event);
        }
        break;
      }
      case "OfferMade":
        this.offerMade(event, state);
        break;
      case "OfferAccepted":
        this.answered(event, state);
        break;
      case "OfferExpired":
        if (this.offer(event, state)?.status !== "ringing")
          this.breach("only what rings can go unanswered", event);
        this.notEarly(event, this.offer(event, state)?.until);
        break;
      case "OfferWithdrawn":
        if (event.cause === "not_shown") this.notEarly(event, this.offer(event, state)?.until);
        break;
      case "AgentLeft":
        if (state.interactions.get(event.interactionId)?.call === null) this.left(event);
        break;
      case "MessageReceived":
      case "MessageSent":
        this.said(event, state);
        break;
      case "EndRequested": {
        const undoMs = this.serviceOf(event.interactionId, state)?.endUndoMs ?? 0;
        if (event.until !== event.at + undoMs || undoMs === 0)
          this.breach("an end can be taken back in time", event);
        break;
      }
      case "InteractionEnded":
        this.ended(event, state, following);
        break;
      case "InactivityWarned":
        this.notEarly(event, state.interactions.get(event.interactionId)?.inactivity?.at);
        break;
      case "WrapUpCompleted": {
        if (event.cause !== "timeout") break;
        const interaction = state.interactions.get(event.interactionId);
        this.notEarly(event, interaction?.parties.find((one) => one.agentId === event.agentId)?.wrapUpUntil);
        break;
      }
      case "AgentLoggedOut":
        if (event.cause === "desk_lost")
          this.notEarly(event, state.agents.get(event.agentId)?.deskLost?.until);
        break;
      case "PreferenceLapsed":
        this.notEarly(event, state.interactions.get(event.interactionId)?.request?.preferred?.until);
        break;
      case "CenterResumed":
        this.untils = new Map([...state.offers.values()].map((offer) => [offer.id, offer.until]));
        break;
      default:
    }
    this.previous = event;
  }

  after(event: Event, state: CenterState): void {
    if (event.type === "CenterResumed") {
      for (const offer of state.offers.values()) {
        if (offer.until !== (this.untils.get(offer.id) ?? 0) + event.outageMs) {
          this.breach("nobody pays for our absence", event);
        }
      }
      for (const agent of state.agents.values()) {
        if (agent.deskLost === null) this.breach("every desk has to come back after our absence", event);
      }
    }
    if (event.type === "InteractionEnded" && state.liveByClient.size > state.interactions.size) {
      this.breach("who is gone is not live", event);
    }
  }

  private started(event: EventOf<"InteractionStarted">, state: CenterState): void {
    if (state.interactions.has(event.interactionId)) this.breach("an interaction begins once", event);
    if (state.liveByClient.has(event.clientKey)) this.breach("one live interaction for each app", event);
    if (event.caseOpened !== event.caseNumber > state.lastCaseNumber)
      this.breach("a case number is given once", event);
    if (event.caseOpened && event.enqueuedAt !== event.at)
      this.breach("who is new is the last to come", event);
  }

  private offerMade(event: EventOf<"OfferMade">, state: CenterState): void {
    const { agentId } = event;
    const interaction = state.interactions.get(event.interactionId);
    const request = interaction?.request;
    const agent = state.agents.get(agentId);
    if (interaction === undefined || request == null || agent === undefined) {
      this.breach("an offer is of somebody who waits, to somebody who is there", event);
      return;
    }
    if (request.offerId !== null) this.breach("one offer for each interaction", event);
    if (interaction.stage === "ended") this.breach("who is gone is not offered", event);
    const user = state.configuration.users.get(agentId);
    const byVoice = request.kind === "consult" || request.kind === "call";
    const reason =
      byVoice && request.agentId !== null
        ? unreachable(agent, inHand(state, agentId))
        : obstacle(agent, user, inHand(state, agentId), interaction.channel);
    if (reason !== null) this.breach(`offers respect: ${reason}`, event);
    if (interaction.parties.some((party) => party.agentId === agentId)) {
      this.breach("nobody is offered what is in hand", event);
    }
    const service = state.configuration.services.get(request.serviceId);
    if (request.agentId !== null) {
      if (request.agentId !== agentId) this.breach("who is named is asked", event);
      return;
    }
    if (isAsked(state, agentId)) this.breach("one offer in front of an agent", event);
    if (request.preferred !== null) {
      // Who had the case may have got it from a colleague, and needs no skills for it.
      if (request.preferred.agentId !== agentId)
        this.breach("who is kept for somebody is offered to nobody else", event);
      return;
    }
    if (user === undefined || service === undefined || !hasSkillsFor(user, service)) {
      this.breach("offers go to who has the skills", event);
    }
    this.inOrder(event, interaction, agentId, state);
  }

  /** Nobody whom this agent could have taken stood before. */
  private inOrder(event: Event, chosen: Interaction, agentId: AgentId, state: CenterState): void {
    const user = state.configuration.users.get(agentId);
    const agent = state.agents.get(agentId);
    if (user === undefined || agent === undefined) return;
    const held = inHand(state, agentId);
    for (const other of state.interactions.values()) {
      const { request } = other;
      if (other.id === chosen.id || request === null || request.offerId !== null) continue;
      if (request.agentId !== null || request.preferred !== null || !goesFirst(other, chosen)) continue;
      if (other.parties.some((party) => party.agentId === agentId)) continue;
      const service = state.configuration.services.get(request.serviceId);
      if (service === undefined || !hasSkillsFor(user, service)) continue;
      if (obstacle(agent, user, held, other.channel) === null)
        this.breach("first come, first served", event, ` although ${other.id} stands before`);
    }
  }

  private answered(event: EventOf<"OfferAccepted">, state: CenterState): void {
    const offer = this.offer(event, state);
    if (offer?.agentId !== event.agentId) this.breach("an offer is accepted by whom it was made to", event);
    if (offer !== undefined && event.at >= offer.until)
      this.breach("an offer that is over cannot be accepted", event);
  }

  private left(event: EventOf<"AgentLeft">): void {
    if (event.cause !== "transferred") return;
    const joined = this.previous;
    const taken = joined?.type === "AgentJoined" && joined.kind === "transfer";
    if (!taken || joined.interactionId !== event.interactionId) {
      this.breach("the giver stays until somebody has taken", event);
    }
  }

  private said(event: EventOf<"MessageReceived" | "MessageSent">, state: CenterState): void {
    const interaction = state.interactions.get(event.interactionId);
    const row = this.store.messages.get(event.messageId);
    if (row?.interactionId !== event.interactionId || row.seq !== event.seq) {
      this.breach("each message event has its row", event);
    }
    if (interaction === undefined || interaction.stage === "ended")
      this.breach("nobody writes into what is over", event);
    if (event.type !== "MessageSent") return;
    const party = interaction?.parties.find((one) => one.agentId === event.agentId);
    if (party?.state !== "active") this.breach("only who takes part writes", event);
  }

  private ended(event: EventOf<"InteractionEnded">, state: CenterState, following: readonly Event[]): void {
    const interaction = state.interactions.get(event.interactionId);
    if (interaction === undefined) return;
    if (event.cause === "inactivity") this.notEarly(event, interaction.inactivity?.at);
    // A line that was hung up cannot be taken back.
    if (event.cause !== "agent" || interaction.call !== null) return;
    const undoMs = this.serviceOf(interaction.id, state)?.endUndoMs ?? 0;
    if (interaction.stage !== "ending") {
      if (undoMs > 0) this.breach("an end can be taken back in time", event);
      return;
    }
    // Completing the wrap-up, or leaving the house, says that it need not be taken back.
    const meant = following.some(
      (next) =>
        next.type === "WrapUpCompleted" &&
        next.interactionId === event.interactionId &&
        next.agentId === event.agentId &&
        next.cause !== "timeout" &&
        next.at === event.at,
    );
    if (!meant) this.notEarly(event, interaction.stageUntil);
  }

  private offer(event: { readonly offerId: Offer["id"] }, state: CenterState): Offer | undefined {
    return state.offers.get(event.offerId);
  }

  private serviceOf(id: Interaction["id"], state: CenterState) {
    const serviceId = state.interactions.get(id)?.serviceId;
    return serviceId === undefined ? undefined : state.configuration.services.get(serviceId);
  }

  private notEarly(event: Event, dueAt: number | null | undefined): void {
    if (dueAt == null || event.at < dueAt) this.breach("nothing is due before its time", event);
  }

  private breach(rule: string, event: Event, more = ""): void {
    this.ledger.breach(rule, `${JSON.stringify(event)}${more}`);
  }
}

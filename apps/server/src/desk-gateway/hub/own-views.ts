import type { AgentId, ChatMonitoringEvent, Event, Interaction, InteractionId, Offer } from "@patchbay/core";
import {
  type DeskChange,
  type DeskSnapshot,
  type HappeningView,
  type InteractionView,
  type MessageView,
  type OfferView,
  type SelfView,
  TRANSCRIPT_LINES_MAX,
} from "@patchbay/protocol";
import isEqual from "fast-deep-equal";
import { happeningsFor, type LiveInteraction, type MessageLine } from "../content/live-interaction.js";
import { deskUserView, selfView } from "../views/agent-views.js";
import { phoneView } from "../views/contact-view.js";
import { departureOf, unreachedOf } from "../views/departure-view.js";
import { handoversOf } from "../views/handover-view.js";
import {
  handsOf,
  interactionView,
  offerView,
  otherSide,
  type ViewSources,
} from "../views/interaction-view.js";
import { messageView } from "../views/message-view.js";
import { supervises } from "../views/supervises.js";
import type { DeskIdentity } from "./ports.js";

/** Called for each customer's message that a desk is about to get for the first time. */
export type Delivered = (interactionId: string, line: MessageLine) => void;

interface ShownInteraction {
  view: InteractionView;
  /** Lines up to this place of the journal have been told. */
  toldSeq: number;
}

type OwnSnapshot = Pick<DeskSnapshot, "self" | "offers" | "interactions" | "messages" | "happenings">;

/**
 * What one desk has of its own agent: the agent's state, its offers and the interactions in its hands. Remembers
 * what was told, so that only differences are; whether something may have changed is for the hub to know.
 *
 * Everything an agent may see of others' conversations is decided here: only what the core put into its hands.
 */
export class OwnViews {
  private self: SelfView | null = null;
  private user: DeskSnapshot["user"] | null = null;
  private readonly offers = new Map<string, OfferView>();
  private readonly interactions = new Map<string, ShownInteraction>();

  constructor(private readonly identity: DeskIdentity) {}

  /** Interactions of this desk whose content is not in memory yet. Views can be made when it is empty. */
  missing(sources: ViewSources): string[] {
    const { interactions, offers } = this.hands(sources);
    const ids = [...interactions.map((one) => one.id), ...offers.map((one) => one.interactionId)];
    return ids.filter((interactionId) => sources.content.interaction(interactionId) === undefined);
  }

  /**
   * What is different from what was told, which counts as told from now on.
   * @param events what has just happened: it tells why something is gone.
   * @param touched nothing but these interactions can be different; `null`: anything may be
   */
  changes(
    sources: ViewSources,
    { events, touched }: { readonly events: readonly Event[]; readonly touched: ReadonlySet<string> | null },
    delivered: Delivered,
  ): DeskChange[] {
    if (touched !== null && this.self !== null) return this.linesIn(touched, sources, delivered);
    const changes: DeskChange[] = [];
    const { self, interactions, offers } = this.hands(sources);
    if (!isEqual(self, this.self)) changes.push({ on: "self", view: self });
    this.self = self;
    const configured = sources.state.configuration.users.get(this.identity.agentId);
    const user =
      configured === undefined ? null : deskUserView(configured, sources.words, sources.state.configuration);
    // Before anything was told there is a snapshot on its way, which has it.
    if (user !== null && this.user !== null && !isEqual(user, this.user))
      changes.push({ on: "user", view: user });
    this.user = user;

    for (const interaction of interactions) changes.push(...this.tell(interaction, sources, delivered));
    for (const offer of offers) changes.push(...this.tellOffer(offer, sources));
    const offerIds = new Set<string>(offers.map((offer) => offer.id));
    for (const { offerId, interactionId, customerName } of [...this.offers.values()]) {
      if (offerIds.has(offerId)) continue;
      this.offers.delete(offerId);
      const end = events.findLast((event) => offerGone(event)?.offerId === offerId);
      const cause = (end === undefined ? undefined : offerGone(end)?.cause) ?? "cancelled";
      changes.push({ on: "offer.gone", offerId, interactionId, cause, customerName });
    }
    const interactionIds = new Set<string>(interactions.map((interaction) => interaction.id));
    for (const interactionId of [...this.interactions.keys()]) {
      if (interactionIds.has(interactionId)) continue;
      this.interactions.delete(interactionId);
      changes.push(this.gone(sources, interactionId, events));
    }
    // Nothing to whoever has no work here any more: another session has it, or nobody.
    if (self === null) return changes;
    const { agentId } = this.identity;
    changes.push(...handovers(sources, events, agentId, interactionIds));
    changes.push(...numbersReached(sources, events, agentId));
    return changes;
  }

  /** As `changes`, of a commit in which something was said in these interactions and nothing else happened. */
  private linesIn(touched: ReadonlySet<string>, sources: ViewSources, delivered: Delivered): DeskChange[] {
    const changes: DeskChange[] = [];
    const { state } = sources;
    for (const id of touched) {
      const interaction = state.interactions.get(id as InteractionId);
      if (interaction === undefined) continue;
      if (this.interactions.has(id)) changes.push(...this.tell(interaction, sources, delivered));
      const offer = state.offers.get(interaction.request?.offerId ?? ("" as Offer["id"]));
      if (offer?.agentId === this.identity.agentId && this.offers.has(offer.id))
        changes.push(...this.tellOffer(offer, sources));
    }
    return changes;
  }

  private tell(interaction: Interaction, sources: ViewSources, delivered: Delivered): DeskChange[] {
    const changes: DeskChange[] = [];
    const live = contentOf(sources, interaction.id);
    const view = interactionView(sources, interaction, live, this.identity.agentId);
    const shown = this.interactions.get(interaction.id);
    if (!isEqual(shown?.view, view)) changes.push({ on: "interaction", view });
    const toldSeq = shown?.toldSeq ?? 0;
    changes.push(...this.lineChanges(sources, live, toldSeq));
    if (this.isActive(interaction)) reportDelivered(live, toldSeq, delivered);
    this.interactions.set(interaction.id, { view, toldSeq: sources.state.seq });
    return changes;
  }

  private tellOffer(offer: Offer, sources: ViewSources): DeskChange[] {
    const view = this.offerView(sources, offer);
    if (view === undefined) return [];
    const isNew = !isEqual(this.offers.get(offer.id), view);
    this.offers.set(offer.id, view);
    return isNew ? [{ on: "offer", view }] : [];
  }

  /** What a desk without memory needs. Call after `changes`, at the same moment. */
  snapshot(sources: ViewSources): OwnSnapshot {
    const messages: MessageView[] = [];
    const happenings: HappeningView[] = [];
    for (const interactionId of this.interactions.keys()) {
      for (const change of this.lineChanges(sources, contentOf(sources, interactionId), 0)) {
        if (change.on === "message") messages.push(change.view);
        if (change.on === "happening") happenings.push(change.view);
      }
    }
    return {
      self: this.self,
      offers: [...this.offers.values()],
      interactions: [...this.interactions.values()].map((shown) => shown.view),
      messages,
      happenings,
    };
  }

  /**
   * What a desk that knows everything up to `after` needs. Call after `changes`, at the same moment.
   * @param events all that happened after `after`.
   */
  since(sources: ViewSources, after: number, events: readonly Event[]): DeskChange[] {
    const { agentId } = this.identity;
    const changes: DeskChange[] = [{ on: "self", view: this.self }];
    if (this.user !== null) changes.push({ on: "user", view: this.user });
    const joined = new Set<string>();
    const touched = new Set<string>();
    for (const event of events) {
      if (isChatMonitoring(event) && event.supervisorId === agentId) {
        touched.add(event.interactionId);
        if (event.type === "ChatMonitored") joined.add(event.interactionId);
      }
      if (!("interactionId" in event) || !("agentId" in event) || event.agentId !== agentId) continue;
      touched.add(event.interactionId);
      const beside = event.type === "LegAdded" && event.role === "supervisor";
      if (event.type === "AgentJoined" || beside) joined.add(event.interactionId);
    }
    for (const [interactionId, { view }] of this.interactions) {
      changes.push({ on: "interaction", view });
      const live = contentOf(sources, interactionId);
      changes.push(...this.lineChanges(sources, live, joined.has(interactionId) ? 0 : after));
    }
    for (const view of this.offers.values()) changes.push({ on: "offer", view });
    for (const event of events) {
      const gone = offerGone(event, agentId);
      if (gone === undefined || this.offers.has(gone.offerId)) continue;
      changes.push({ on: "offer.gone", ...gone, customerName: nameOf(sources, gone.interactionId, agentId) });
    }
    for (const interactionId of touched) {
      if (!this.interactions.has(interactionId)) changes.push(this.gone(sources, interactionId, events));
    }
    return changes;
  }

  private gone({ words }: ViewSources, interactionId: string, events: readonly Event[]): DeskChange {
    const departure = departureOf(events, interactionId, this.identity.agentId, words);
    const unreached = unreachedOf(events, interactionId);
    return { on: "interaction.gone", interactionId, departure, ...(unreached && { unreached }) };
  }

  private hands(sources: ViewSources): {
    readonly self: SelfView | null;
    readonly interactions: readonly Interaction[];
    readonly offers: readonly Offer[];
  } {
    const { state } = sources;
    const { agentId, sessionId } = this.identity;
    const agent = state.agents.get(agentId);
    // Another session has the work now: this one sees nothing of it any more.
    if (agent?.sessionId !== sessionId) return { self: null, interactions: [], offers: [] };
    return {
      self: selfView(agent, state.configuration.users.get(agentId), sources.words),
      ...handsOf(state, agentId),
    };
  }

  private offerView(sources: ViewSources, offer: Offer): OfferView | undefined {
    const interaction = sources.state.interactions.get(offer.interactionId);
    if (interaction === undefined) return undefined;
    return offerView(sources, offer, interaction, contentOf(sources, interaction.id));
  }

  /** Lines that changed after a place of the journal; at most the newest of each kind. */
  private lineChanges(sources: ViewSources, live: LiveInteraction, afterSeq: number): DeskChange[] {
    const { interactionId } = live;
    const shown = happeningsFor(live, supervises(sources.state, this.identity.agentId));
    const messages = live.messages.slice(-TRANSCRIPT_LINES_MAX).filter((line) => line.changedSeq > afterSeq);
    const happenings = shown.slice(-TRANSCRIPT_LINES_MAX).filter((line) => line.seq > afterSeq);
    return [
      ...messages.map(
        (line): DeskChange => ({ on: "message", view: messageView(interactionId, line, sources.words) }),
      ),
      ...happenings.map((view): DeskChange => ({ on: "happening", view })),
    ];
  }

  private isActive(interaction: Interaction): boolean {
    const { agentId } = this.identity;
    return interaction.parties.some((party) => party.agentId === agentId && party.state === "active");
  }
}

/** The customer's name while the interaction is in memory; empty when it is not: the desk knows it from the offer. */
function nameOf(sources: ViewSources, interactionId: string, viewer: AgentId): string {
  const live = sources.content.interaction(interactionId);
  const interaction = sources.state.interactions.get(interactionId as InteractionId);
  if (live === undefined || interaction === undefined) return "";
  return otherSide(sources, interaction, live, viewer).name;
}

/** What became of calls that this agent gave to a number, which nobody of the center has in hand any more. */
function numbersReached(
  { state, content, words }: ViewSources,
  events: readonly Event[],
  agentId: AgentId,
): DeskChange[] {
  return events.flatMap((event): DeskChange[] => {
    const reached = event.type === "LegChanged" && event.state === "connected";
    const failed = event.type === "LegRemoved" && event.role === "external" && event.by === null;
    if (!reached && !failed) return [];
    const { interactionId, legId } = event;
    const interaction = state.interactions.get(interactionId);
    if (interaction?.call == null || interaction.lastAgentId !== agentId) return [];
    if (interaction.stage !== "open" || interaction.parties.some((party) => party.state === "active"))
      return [];
    const isNumber = interaction.call.legs.some((leg) => leg.id === legId && leg.role === "external");
    // Whoever is not reached gives the caller back, who waits then.
    if (reached ? !isNumber : interaction.request?.kind !== "return") return [];
    const called = content.interaction(interactionId)?.called.get(legId);
    const name = called?.name || (called?.number ? phoneView(called.number, words).display : "");
    const view = { how: reached ? "reached" : "not_reached", who: { agentId: null, name } } as const;
    return [{ on: "handover", interactionId, view }];
  });
}

function handovers(
  { state, words }: ViewSources,
  events: readonly Event[],
  agentId: AgentId,
  inHands: ReadonlySet<string>,
): DeskChange[] {
  const gone = new Set<string>();
  const calls = new Set<string>();
  for (const event of events) {
    if (event.type === "AgentLeft" && event.agentId === agentId) gone.add(event.interactionId);
    // A call that is over is not in the state any more; its legs have gone with it.
    if (event.type === "LegRemoved") calls.add(event.interactionId);
  }
  const of = {
    isWith: (id: string) => inHands.has(id) || gone.has(id),
    isCall: (id: string) => calls.has(id) || state.interactions.get(id as InteractionId)?.call != null,
  };
  return handoversOf(events, agentId, of, words).map(({ interactionId, ...view }) => ({
    on: "handover",
    interactionId,
    view,
  }));
}

function contentOf(sources: ViewSources, interactionId: string): LiveInteraction {
  const live = sources.content.interaction(interactionId);
  // `missing` was asked first; content leaves memory only together with the interaction.
  if (live === undefined) throw new Error(`the content of interaction ${interactionId} is not in memory`);
  return live;
}

function reportDelivered(live: LiveInteraction, afterSeq: number, delivered: Delivered): void {
  for (const line of live.messages.slice(-TRANSCRIPT_LINES_MAX)) {
    if (!line.fromCustomer || line.changedSeq <= afterSeq) continue;
    if (line.deliveredAt === null && line.readAt === null) delivered(live.interactionId, line);
  }
}

const isChatMonitoring = (event: Event): event is Event & ChatMonitoringEvent =>
  event.type === "ChatMonitored" || event.type === "ChatMonitoringEnded";

/** The end of an offer, as an event tells it. */
function offerGone(
  event: Event,
  agentId?: string,
): { readonly offerId: string; readonly interactionId: string; readonly cause: string } | undefined {
  if (!("offerId" in event) || (agentId !== undefined && event.agentId !== agentId)) return undefined;
  const { offerId, interactionId } = event;
  switch (event.type) {
    case "OfferAccepted":
      return { offerId, interactionId, cause: "accepted" };
    case "OfferRejected":
      return { offerId, interactionId, cause: "rejected" };
    case "OfferExpired":
      return { offerId, interactionId, cause: "expired" };
    case "OfferWithdrawn":
      return { offerId, interactionId, cause: event.cause };
    default:
      return undefined;
  }
}

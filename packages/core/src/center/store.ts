import type { Agent } from "../agent/agent.js";
import { wordOf } from "../agent/word.js";
import type { AgentId, ClientKey, InteractionId, OfferId, ServiceId } from "../ids/ids.js";
import type { Interaction } from "../interaction/interaction.js";
import { invariant } from "../invariant.js";
import type { Offer } from "../offer/offer.js";
import type { Instant } from "../time/time.js";
import { cloneAgent, cloneInteraction } from "./clone.js";
import { Indexes } from "./indexes.js";
import type { CenterState, OpenSurvey, RecentVisit } from "./state.js";

/**
 * The state together with what is derived from it. Whoever changes a thing takes it from here, so that the
 * indexes follow and a refused command can be undone as a whole.
 */
export class Store {
  readonly indexes: Indexes;
  /** What changed since the last `takeChanged`: the policies' work list. */
  private changedAgents = new Set<AgentId>();
  private changedInteractions = new Set<InteractionId>();
  private dirtyAgents = new Set<AgentId>();
  private dirtyInteractions = new Set<InteractionId>();
  private dirtyOffers = new Set<OfferId>();
  private configurationDirty = false;
  private undo: (() => void)[] | null = null;
  private readonly saved = new Set<string>();

  constructor(readonly state: CenterState) {
    this.indexes = new Indexes(state);
  }

  begin(): void {
    this.undo = [];
    this.saved.clear();
  }

  commit(): void {
    this.undo = null;
    this.saved.clear();
  }

  rollback(): void {
    const undo = this.undo ?? [];
    this.undo = null;
    this.saved.clear();
    for (let i = undo.length - 1; i >= 0; i--) undo[i]?.();
    this.reindex();
    this.changedAgents.clear();
    this.changedInteractions.clear();
  }

  /** Remembers how to go back, once for each key within one command. */
  private remember(key: string, back: () => void): void {
    if (this.undo === null || this.saved.has(key)) return;
    this.saved.add(key);
    this.undo.push(back);
  }

  agent(id: AgentId): Agent {
    const agent = this.state.agents.get(id);
    invariant(agent !== undefined, `agent ${id} is not logged in`);
    this.touchAgent(id, agent);
    return agent;
  }

  private touchAgent(id: AgentId, before: Agent | undefined): void {
    const { agents } = this.state;
    const copy = before && this.undo !== null && !this.saved.has(`a${id}`) ? cloneAgent(before) : undefined;
    this.remember(`a${id}`, () => {
      if (copy) agents.set(id, copy);
      else agents.delete(id);
      this.dirtyAgents.add(id);
    });
    this.dirtyAgents.add(id);
    this.changedAgents.add(id);
  }

  addAgent(agent: Agent): void {
    this.touchAgent(agent.id, undefined);
    this.state.agents.set(agent.id, agent);
  }

  removeAgent(id: AgentId): void {
    this.touchAgent(id, this.state.agents.get(id));
    this.state.agents.delete(id);
  }

  interaction(id: InteractionId): Interaction {
    const interaction = this.state.interactions.get(id);
    invariant(interaction !== undefined, `interaction ${id} is not alive`);
    this.touchInteraction(id, interaction);
    return interaction;
  }

  private touchInteraction(id: InteractionId, before: Interaction | undefined): void {
    const { interactions } = this.state;
    const copy =
      before && this.undo !== null && !this.saved.has(`i${id}`) ? cloneInteraction(before) : undefined;
    this.remember(`i${id}`, () => {
      if (copy) interactions.set(id, copy);
      else interactions.delete(id);
      this.dirtyInteractions.add(id);
    });
    this.dirtyInteractions.add(id);
    this.changedInteractions.add(id);
  }

  addInteraction(interaction: Interaction): void {
    this.touchInteraction(interaction.id, undefined);
    this.state.interactions.set(interaction.id, interaction);
    this.setLive(interaction.clientKey, interaction.id);
  }

  removeInteraction(id: InteractionId): void {
    this.touchInteraction(id, this.state.interactions.get(id));
    this.state.interactions.delete(id);
  }

  setLive(clientKey: ClientKey, id: InteractionId | null): void {
    const { liveByClient } = this.state;
    const before = liveByClient.get(clientKey);
    this.remember(`l${clientKey}`, () => {
      if (before === undefined) liveByClient.delete(clientKey);
      else liveByClient.set(clientKey, before);
    });
    if (id === null) liveByClient.delete(clientKey);
    else liveByClient.set(clientKey, id);
  }

  setRecent(clientKey: ClientKey, visit: RecentVisit | null): void {
    const { recent } = this.state;
    const before = recent.get(clientKey);
    if (before === undefined && visit === null) return;
    this.remember(`r${clientKey}`, () => {
      if (before === undefined) recent.delete(clientKey);
      else recent.set(clientKey, before);
      this.indexes.visitChanged(clientKey);
    });
    if (visit === null) recent.delete(clientKey);
    else recent.set(clientKey, visit);
    this.indexes.visitChanged(clientKey);
  }

  setSurvey(id: InteractionId, survey: OpenSurvey | null): void {
    const { surveys } = this.state;
    const before = surveys.get(id);
    this.remember(`s${id}`, () => {
      if (before === undefined) surveys.delete(id);
      else surveys.set(id, before);
    });
    if (survey === null) surveys.delete(id);
    else surveys.set(id, survey);
  }

  offer(id: OfferId): Offer {
    const offer = this.state.offers.get(id);
    invariant(offer !== undefined, `offer ${id} is not open`);
    this.touchOffer(id, offer);
    return offer;
  }

  private touchOffer(id: OfferId, before: Offer | undefined): void {
    const { offers } = this.state;
    const copy = before ? { ...before } : undefined;
    this.remember(`o${id}`, () => {
      if (copy) offers.set(id, copy);
      else offers.delete(id);
      this.dirtyOffers.add(id);
    });
    this.dirtyOffers.add(id);
  }

  addOffer(offer: Offer): void {
    this.touchOffer(offer.id, undefined);
    this.state.offers.set(offer.id, offer);
  }

  removeOffer(id: OfferId): void {
    this.touchOffer(id, this.state.offers.get(id));
    this.state.offers.delete(id);
  }

  pushHandling(serviceId: ServiceId, ms: number, samplesMax: number): void {
    const { handling } = this.state;
    const before = handling.get(serviceId);
    this.remember(`h${serviceId}`, () => {
      if (before) handling.set(serviceId, before);
      else handling.delete(serviceId);
    });
    handling.set(serviceId, [...(before ?? []), ms].slice(-samplesMax));
  }

  setCaseNumber(number: number): void {
    const before = this.state.lastCaseNumber;
    this.remember("case", () => {
      this.state.lastCaseNumber = before;
    });
    this.state.lastCaseNumber = number;
  }

  /** Configuration is small and changes rarely: the one entry is put back, and the indexes are built anew. */
  setConfigured<K, V>(map: Map<K, V>, key: K, value: V | null): void {
    const before = map.get(key);
    const had = map.has(key);
    this.undo?.push(() => {
      if (had) map.set(key, before as V);
      else map.delete(key);
      this.configurationDirty = true;
    });
    if (value === null) map.delete(key);
    else map.set(key, value);
    this.configurationDirty = true;
  }

  setClock(seq: number, at: Instant): void {
    const before = { seq: this.state.seq, at: this.state.at };
    this.remember("clock", () => {
      this.state.seq = before.seq;
      this.state.at = before.at;
    });
    this.state.seq = seq;
    this.state.at = at;
  }

  touchAll(): void {
    for (const id of this.state.agents.keys()) this.agent(id);
    for (const id of this.state.interactions.keys()) this.interaction(id);
    for (const id of this.state.offers.keys()) this.offer(id);
  }

  /** Brings what is derived up to date: the agents' words, then the indexes. */
  settleDerived(at: Instant): void {
    for (const id of this.dirtyAgents) {
      const agent = this.state.agents.get(id);
      if (!agent) continue;
      const word = wordOf(agent);
      if (word !== agent.word) {
        agent.word = word;
        agent.wordSince = at;
      }
    }
    this.reindex();
  }

  private reindex(): void {
    if (this.configurationDirty) {
      this.configurationDirty = false;
      this.indexes.rebuild();
      for (const id of this.state.agents.keys()) this.changedAgents.add(id);
      for (const id of this.state.interactions.keys()) this.changedInteractions.add(id);
    }
    for (const id of this.dirtyOffers) this.indexes.offerChanged(id);
    for (const id of this.dirtyInteractions) this.indexes.interactionChanged(id);
    for (const id of this.dirtyAgents) this.indexes.agentChanged(id);
    this.dirtyOffers.clear();
    this.dirtyInteractions.clear();
    this.dirtyAgents.clear();
  }

  takeChanged(): { agents: AgentId[]; interactions: InteractionId[] } {
    const changed = { agents: [...this.changedAgents], interactions: [...this.changedInteractions] };
    this.changedAgents.clear();
    this.changedInteractions.clear();
    return changed;
  }

  forgetChanged(): void {
    this.changedAgents.clear();
    this.changedInteractions.clear();
  }
}

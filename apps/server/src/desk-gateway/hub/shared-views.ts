import { type AgentId, asId, type Configuration, type Event } from "@patchbay/core";
import type { DeskChange, DeskSnapshot, VoiceView } from "@patchbay/protocol";
import isEqual from "fast-deep-equal";
import type { Center } from "../../center/center.js";
import type { CenterWords } from "../../center/records.js";
import { reasonViews, rosterView, servicesOf, serviceView } from "../views/agent-views.js";

type SharedKey = string;
/** A view that all desks have, with the journal's place when it last changed for them. */
interface Shown {
  readonly change: DeskChange;
  readonly seq: number;
}

const CHANGES_SERVICES: ReadonlySet<Event["type"]> = new Set([
  // Who qualifies and how long handling takes decide the estimated wait; the rest moves a queue.
  "AgentLoggedIn",
  "AgentLoggedOut",
  "AgentRequested",
  "AgentRequestClosed",
  "OfferMade",
  "OfferAccepted",
  "OfferRejected",
  "OfferExpired",
  "OfferWithdrawn",
  "InteractionEnded",
  "WrapUpCompleted",
  "AgentLeft",
  "PreferenceLapsed",
]);

export const isOfConfiguration = (event: Event): boolean =>
  /^(User|Service|Entry|Reason|Scenario|Prompt|Schedule)(Configured|Removed|Turned)$/.test(event.type);

/**
 * The part of a desk's view that is the same for everybody: the roster, the services, the reasons and voice. Built once,
 * however many desks look; events only mark what may have changed, `refresh` then says what did.
 */
export class SharedViews {
  private readonly roster = new Map<SharedKey, Shown>();
  private readonly services = new Map<SharedKey, Shown>();
  private reasons: Shown | null = null;
  private voice: Shown | null = null;
  private readonly gone = new Map<SharedKey, Shown>();
  private readonly dirtyAgents = new Set<AgentId>();
  private servicesDirty = true;
  private voiceDirty = true;
  private allDirty = true;
  private readonly serviceIds = new Map<AgentId, string[]>();

  constructor(
    private readonly center: Center,
    private readonly words: () => CenterWords,
    private readonly voiceView: () => VoiceView,
  ) {}

  mark(event: Event): void {
    if (isOfConfiguration(event)) this.markAll();
    if (CHANGES_SERVICES.has(event.type)) this.servicesDirty = true;
    if ("agentId" in event && event.agentId !== null) this.dirtyAgents.add(event.agentId);
  }

  markAgent(agentId: AgentId): void {
    this.dirtyAgents.add(agentId);
  }

  markVoice(): void {
    this.voiceDirty = true;
  }

  markAll(): void {
    this.allDirty = true;
  }

  get dirty(): boolean {
    return this.allDirty || this.servicesDirty || this.voiceDirty || this.dirtyAgents.size > 0;
  }

  /** Builds what was marked anew. Returns the changes against what desks have. */
  refresh(): DeskChange[] {
    const { state } = this.center;
    const words = this.words();
    const changes: DeskChange[] = [];
    const show = (into: Map<SharedKey, Shown>, key: SharedKey, change: DeskChange): void => {
      if (isEqual(into.get(key)?.change, change)) return;
      into.set(key, { change, seq: state.seq });
      this.gone.delete(key);
      changes.push(change);
    };
    if (this.allDirty) {
      this.serviceIds.clear();
      for (const agentId of this.roster.keys()) this.dirtyAgents.add(agentId as AgentId);
      for (const agentId of state.configuration.users.keys()) this.dirtyAgents.add(agentId);
      this.servicesDirty = true;
      this.voiceDirty = true;
      const reasons: DeskChange = { on: "reasons", view: reasonViews(state.configuration, words) };
      if (!isEqual(this.reasons?.change, reasons)) {
        this.reasons = { change: reasons, seq: state.seq };
        changes.push(reasons);
      }
    }
    if (this.voiceDirty) {
      const voice: DeskChange = { on: "voice", view: this.voiceView() };
      if (!isEqual(this.voice?.change, voice)) {
        this.voice = { change: voice, seq: state.seq };
        changes.push(voice);
      }
    }
    for (const agentId of this.dirtyAgents) {
      const user = state.configuration.users.get(agentId);
      if (user !== undefined) {
        const serviceIds = this.servicesOfUser(agentId, state.configuration);
        const view = rosterView(user, state.agents.get(agentId), serviceIds, words);
        show(this.roster, agentId, { on: "roster", view });
      } else if (this.roster.delete(agentId)) {
        const change: DeskChange = { on: "roster.gone", agentId };
        this.gone.set(agentId, { change, seq: state.seq });
        changes.push(change);
      }
    }
    if (this.servicesDirty) {
      for (const service of state.configuration.services.values()) {
        const view = serviceView(service, this.center.state, this.center.questions, words);
        show(this.services, service.id, { on: "service", view });
      }
      for (const serviceId of [...this.services.keys()]) {
        if (state.configuration.services.has(asId(serviceId))) continue;
        this.services.delete(serviceId);
        const change: DeskChange = { on: "service.gone", serviceId };
        this.gone.set(`service ${serviceId}`, { change, seq: state.seq });
        changes.push(change);
      }
    }
    this.dirtyAgents.clear();
    this.servicesDirty = false;
    this.voiceDirty = false;
    this.allDirty = false;
    return changes;
  }

  /** What changed at or after this place. At, because a place may have been told before its change was. */
  changedSince(seq: number): DeskChange[] {
    const shown = [...this.gone.values(), ...this.roster.values(), ...this.services.values()];
    if (this.reasons !== null) shown.push(this.reasons);
    if (this.voice !== null) shown.push(this.voice);
    return shown.filter((one) => one.seq >= seq).map((one) => one.change);
  }

  /** As last refreshed: what changed since then follows as a change. */
  snapshot(): Pick<DeskSnapshot, "roster" | "services" | "reasons" | "voice"> {
    const views = [...this.roster.values(), ...this.services.values()].map((shown) => shown.change);
    return {
      roster: views.flatMap((change) => (change.on === "roster" ? [change.view] : [])),
      services: views.flatMap((change) => (change.on === "service" ? [change.view] : [])),
      reasons: this.reasons?.change.on === "reasons" ? this.reasons.change.view : [],
      voice: this.voice?.change.on === "voice" ? this.voice.change.view : this.voiceView(),
    };
  }

  /** Everything may be different: a recovery. */
  clear(): void {
    this.roster.clear();
    this.services.clear();
    this.gone.clear();
    this.reasons = null;
    this.voice = null;
    this.markAll();
  }

  private servicesOfUser(agentId: AgentId, configuration: Configuration): string[] {
    const known = this.serviceIds.get(agentId);
    if (known !== undefined) return known;
    const user = configuration.users.get(agentId);
    const serviceIds = user === undefined ? [] : servicesOf(user, configuration);
    this.serviceIds.set(agentId, serviceIds);
    return serviceIds;
  }
}

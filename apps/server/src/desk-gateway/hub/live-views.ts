import type { Interaction, InteractionId, ServiceId } from "@patchbay/core";
import { type DeskChange, type DeskSnapshot, QUEUE_LINES_MAX, type QueueView } from "@patchbay/protocol";
import isEqual from "fast-deep-equal";
import type { Center, CenterQuestions } from "../../center/center.js";
import { alertViews } from "../views/alert-view.js";
import { assistanceView } from "../views/assistance-view.js";
import type { ViewSources } from "../views/interaction-view.js";
import { isLive, liveCallView, queueLine } from "../views/live-call-view.js";
import { isLiveChat, liveChatView } from "../views/live-chat-view.js";
import { EVENTS_TO_RESUME_MAX } from "./resuming.js";

/** A view that supervisors have, with the journal's place when it last changed for them. */
interface Shown {
  readonly change: DeskChange;
  readonly seq: number;
}

export type LiveSnapshot = Pick<DeskSnapshot, "liveCalls" | "liveChats" | "queues" | "assistance" | "alerts">;

/** What is gone is remembered for desks that come back; whoever missed more events than that gets a snapshot. */
const GONE_KEPT_MAX = EVENTS_TO_RESUME_MAX;

/**
 * Every call that is up, every chat that is taken, and who waits in which queue: one picture, of which each who supervises sees
 * the own part (live-audience.ts). Events only mark what may
 * have changed, `refresh` then says what did. Made only while somebody looks.
 */
export class LiveViews {
  private readonly calls = new Map<string, Shown>();
  private readonly chats = new Map<string, Shown>();
  private readonly queues = new Map<string, Shown>();
  private readonly assistance = new Map<string, Shown>();
  private readonly alerts = new Map<string, Shown>();
  private readonly gone = new Map<string, Shown>();
  private readonly dirty = new Set<string>();
  /** Interactions that stand in a service's queue. */
  private readonly waiting = new Set<string>();
  private allDirty = true;
  private alertsDirty = true;

  constructor(
    private readonly center: Center,
    private readonly sources: () => ViewSources,
  ) {}

  mark(interactionIds: Iterable<string>): void {
    for (const interactionId of interactionIds) this.dirty.add(interactionId);
  }

  markAlerts(): void {
    this.alertsDirty = true;
  }

  markAll(): void {
    this.allDirty = true;
  }

  get isDirty(): boolean {
    return this.allDirty || this.alertsDirty || this.dirty.size > 0;
  }

  /** Nobody looks: what happens meanwhile is not followed. */
  rest(): void {
    this.dirty.clear();
    this.allDirty = true;
  }

  /**
   * Builds what was marked anew.
   * @returns the changes against what desks have, and the interactions whose content is not in memory: to be marked
   *   again when it is
   */
  refresh(): { readonly changes: DeskChange[]; readonly missing: readonly string[] } {
    const sources = this.sources();
    const { interactions } = sources.state;
    if (this.allDirty)
      this.mark([
        ...interactions.keys(),
        ...this.calls.keys(),
        ...this.chats.keys(),
        ...this.assistance.keys(),
        ...this.waiting,
      ]);
    const missing: string[] = [];
    const changes: DeskChange[] = [];
    for (const interactionId of this.dirty) {
      const interaction = interactions.get(interactionId as InteractionId);
      const stands = interaction?.request != null && interaction.request.agentId === null;
      if (stands) this.waiting.add(interactionId);
      else this.waiting.delete(interactionId);
      const live = interaction !== undefined && isLive(interaction);
      const chat = interaction !== undefined && isLiveChat(interaction);
      const asks = interaction?.assistance != null;
      if ((live || chat || stands || asks) && sources.content.interaction(interactionId) === undefined)
        missing.push(interactionId);
      if (!live) this.take(this.calls, interactionId, { on: "live_call.gone", interactionId }, changes);
      if (!chat) this.take(this.chats, interactionId, { on: "live_chat.gone", interactionId }, changes);
      else this.showChat(sources, interaction, changes);
      if (!asks) this.take(this.assistance, interactionId, { on: "assistance.gone", interactionId }, changes);
      else this.showAssistance(sources, interaction, changes);
    }
    // Whoever leaves a queue moves those behind.
    const moved = new Set([...this.dirty, ...this.waiting]);
    for (const interactionId of moved) {
      const interaction = interactions.get(interactionId as InteractionId);
      if (interaction !== undefined && isLive(interaction)) this.showCall(sources, interaction, changes);
    }
    this.showQueues(sources, changes);
    this.show(this.alerts, "all", { on: "alerts", view: alertViews(sources.words) }, changes);
    this.dirty.clear();
    this.allDirty = false;
    this.alertsDirty = false;
    return { changes, missing };
  }

  /** What changed at or after this place: as of the views that all desks have. */
  changedSince(seq: number): DeskChange[] {
    return [...this.gone.values(), ...this.shown()].filter((one) => one.seq >= seq).map((one) => one.change);
  }

  /** As last refreshed. */
  snapshot(): LiveSnapshot {
    return snapshotOf(this.all());
  }

  /** Everything that is shown, as last refreshed. */
  all(): DeskChange[] {
    return this.shown().map(({ change }) => change);
  }

  /** Everything may be different: a recovery. */
  clear(): void {
    this.calls.clear();
    this.chats.clear();
    this.queues.clear();
    this.assistance.clear();
    this.alerts.clear();
    this.gone.clear();
    this.waiting.clear();
    this.rest();
  }

  private showCall(sources: ViewSources, interaction: Interaction, changes: DeskChange[]): void {
    const live = sources.content.interaction(interaction.id);
    if (interaction.call === null || live === undefined) return;
    const view = liveCallView(sources, this.center.questions, interaction, interaction.call, live);
    this.show(this.calls, interaction.id, { on: "live_call", view }, changes);
  }

  private showChat(sources: ViewSources, interaction: Interaction, changes: DeskChange[]): void {
    const live = sources.content.interaction(interaction.id);
    const view = live && liveChatView(sources, interaction, live);
    if (view) this.show(this.chats, interaction.id, { on: "live_chat", view }, changes);
  }

  private showAssistance(sources: ViewSources, interaction: Interaction, changes: DeskChange[]): void {
    const live = sources.content.interaction(interaction.id);
    const view = live && assistanceView(sources, interaction, live);
    if (view) this.show(this.assistance, interaction.id, { on: "assistance", view }, changes);
  }

  private shown(): Shown[] {
    const { calls, chats, queues, assistance, alerts } = this;
    return [calls, chats, queues, assistance, alerts].flatMap((shown) => [...shown.values()]);
  }

  private showQueues(sources: ViewSources, changes: DeskChange[]): void {
    const { state } = sources;
    const lines = new Map<string, { readonly place: number; readonly id: string }[]>();
    for (const interactionId of this.waiting) {
      const serviceId = state.interactions.get(interactionId as InteractionId)?.request?.serviceId;
      const place = this.center.questions.ahead(interactionId);
      if (serviceId === undefined || place === undefined) continue;
      lines.set(serviceId, [...(lines.get(serviceId) ?? []), { place, id: interactionId }]);
    }
    for (const serviceId of state.configuration.services.keys()) {
      const inLine = (lines.get(serviceId) ?? []).sort((a, b) => a.place - b.place).slice(0, QUEUE_LINES_MAX);
      const waiting = inLine.flatMap(({ id }) => lineOf(sources, this.center.questions, id));
      this.show(this.queues, serviceId, { on: "queue", view: { serviceId, waiting } }, changes);
    }
    for (const serviceId of this.queues.keys()) {
      if (!state.configuration.services.has(serviceId as ServiceId))
        this.take(this.queues, serviceId, { on: "queue.gone", serviceId }, changes);
    }
  }

  private show(into: Map<string, Shown>, key: string, change: DeskChange, changes: DeskChange[]): void {
    if (isEqual(into.get(key)?.change, change)) return;
    into.set(key, { change, seq: this.center.state.seq });
    this.gone.delete(`${change.on} ${key}`);
    changes.push(change);
  }

  private take(from: Map<string, Shown>, key: string, change: DeskChange, changes: DeskChange[]): void {
    if (!from.delete(key)) return;
    // A chat and its request for help go by the same id.
    this.gone.set(`${change.on.replace(".gone", "")} ${key}`, { change, seq: this.center.state.seq });
    changes.push(change);
    const [oldest] = this.gone.keys();
    if (this.gone.size > GONE_KEPT_MAX && oldest !== undefined) this.gone.delete(oldest);
  }
}

export const snapshotOf = (views: readonly DeskChange[]): LiveSnapshot => ({
  liveCalls: views.flatMap((change) => (change.on === "live_call" ? [change.view] : [])),
  liveChats: views.flatMap((change) => (change.on === "live_chat" ? [change.view] : [])),
  queues: views.flatMap((change) => (change.on === "queue" ? [change.view] : [])),
  assistance: views.flatMap((change) => (change.on === "assistance" ? [change.view] : [])),
  alerts: views.flatMap((change) => (change.on === "alerts" ? change.view : [])),
});

function lineOf(
  sources: ViewSources,
  questions: CenterQuestions,
  interactionId: string,
): QueueView["waiting"] {
  const interaction = sources.state.interactions.get(interactionId as InteractionId);
  const live = sources.content.interaction(interactionId);
  const line = interaction && live && queueLine(sources, questions, interaction, live);
  return line === undefined ? [] : [line];
}

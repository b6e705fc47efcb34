import type { AgentId, Event, Interaction, InteractionId, SessionId } from "@patchbay/core";
import { UPLOAD_BYTES_MAX } from "../../center/blobs.js";
import type { Center, Committed } from "../../center/center.js";
import type { CenterHandle } from "../../center/edge.js";
import type { JournalEntry } from "../../center/journal.js";
import { noVoice } from "../../center/voice-door.js";
import { LiveContent } from "../content/live-content.js";
import { isOfInteraction } from "../content/live-interaction.js";
import type { ViewSources } from "../views/interaction-view.js";
import type { Connection } from "./connection.js";
import { DeliveryReceipts } from "./delivery-receipts.js";
import type { DeskSession } from "./desk-session.js";
import { firstFrame } from "./first-frame.js";
import { LiveFrames } from "./live-frames.js";
import type { DeskHubDeps } from "./ports.js";
import { isOfConfiguration, SharedViews } from "./shared-views.js";

/** Roster and service changes are collected for this long; with many desks longer, as each goes to all of them. */
export const SHARED_CHANGES_MS = 250;
const DESKS_AT_FULL_PACE = 500;
/** When content could not be read, it is tried again after this. */
export const AGAIN_MS = 500;

/** The sessions that are connected: who is to be told. */
export class Sessions {
  readonly byId = new Map<SessionId, DeskSession>();
  private readonly byAgent = new Map<AgentId, Set<DeskSession>>();

  add(session: DeskSession): void {
    const { sessionId, agentId } = session.identity;
    this.byId.set(sessionId, session);
    this.byAgent.set(agentId, (this.byAgent.get(agentId) ?? new Set()).add(session));
  }

  remove(session: DeskSession): void {
    const { sessionId, agentId } = session.identity;
    if (this.byId.get(sessionId) === session) this.byId.delete(sessionId);
    const siblings = this.byAgent.get(agentId);
    siblings?.delete(session);
    if (siblings?.size === 0) this.byAgent.delete(agentId);
  }

  /** As a rule one; an old one stays beside it while it is being told that it was taken over. */
  ofAgent(agentId: AgentId): DeskSession[] {
    return [...(this.byAgent.get(agentId) ?? [])];
  }

  all(): DeskSession[] {
    return [...this.byId.values()];
  }
}

/**
 * Turns commits into frames: keeps the content, finds whose views a commit concerns, and sends each desk what is
 * different. Views are made of committed state within the turn of the commit. Frames of one connection are
 * gapless: where content has yet to be read, the desk's frames wait for it.
 */
export class DeskFrames {
  readonly content: LiveContent;
  private readonly handle: CenterHandle;
  private readonly center: Center;
  private readonly shared: SharedViews;
  private readonly live: LiveFrames;
  private readonly receipts: DeliveryReceipts;
  /** Of the commit at hand: they tell why something is gone. */
  private happening: readonly Event[] = [];
  private sharedAt = Number.NEGATIVE_INFINITY;
  private sharedTimer: (() => void) | null = null;

  constructor(
    private readonly deps: DeskHubDeps,
    private readonly sessions: Sessions,
  ) {
    this.handle = deps.handle;
    this.center = deps.handle.center;
    this.content = new LiveContent(this.handle.records);
    this.shared = new SharedViews(
      this.center,
      () => this.handle.words(),
      () => (deps.voice ?? noVoice).view(),
    );
    const { handle, content } = this;
    this.live = new LiveFrames({
      handle,
      content,
      sources: () => this.sources(),
      sessions: () => sessions.all(),
      flush: (session) => this.flush(session),
      report: deps.report,
    });
    this.receipts = new DeliveryReceipts(this.center, deps.report);
  }

  sources(): ViewSources {
    const { ephemeral } = this.deps;
    return {
      state: this.center.state,
      words: this.handle.words(),
      content: this.content,
      presenceOf: (interactionId) => ephemeral.presenceOf(interactionId),
      talksInApp: (interactionId) => ephemeral.showsOf(interactionId)?.call === true,
    };
  }

  committed({ entries }: Committed): void {
    if (entries.some((entry) => entry.events.some((event) => event.type === "CenterResumed"))) {
      // What we remember is from before the outage and may lack what was stored and never told. Nobody gets a frame
      // made of it: the hub clears it and opens every connection anew when the center says that it has recovered.
      for (const session of this.sessions.all()) {
        for (const connection of session.connections) connection.position = null;
      }
      this.clear();
      return;
    }
    const agents = new Set<AgentId>();
    const interactions = new Set<string>();
    let everybody = false;
    const events = entries.flatMap((entry) => entry.events);
    // Messages are most of what is committed, and one concerns nothing but its own conversation.
    const touched = entries.every(saysSomething) ? interactions : null;
    for (const entry of entries) {
      for (const interactionId of this.content.apply(entry)) interactions.add(interactionId);
    }
    for (const event of events) {
      this.shared.mark(event);
      if (isOfConfiguration(event)) everybody = true;
      if ("agentId" in event && event.agentId !== null) agents.add(event.agentId);
      if ("supervisorId" in event && event.supervisorId !== null) agents.add(event.supervisorId);
      // Who gave a call away is no more in it.
      if (event.type === "AgentRequestClosed" && event.by !== null) agents.add(event.by);
      // The same of a number, which is nobody's.
      if (event.type === "LegChanged" || event.type === "LegRemoved") {
        const giver = this.center.state.interactions.get(event.interactionId)?.lastAgentId;
        if (giver != null) agents.add(giver);
      }
      if (event.type === "AgentSessionMoved") {
        const former = this.sessions.byId.get(event.previousSessionId);
        if (former !== undefined) former.leaving = true;
      }
      if (isOfInteraction(event)) interactions.add(event.interactionId);
    }
    this.live.mark(interactions);
    if (entries.some(({ content }) => content.some(({ table }) => table === "standing_alerts")))
      this.live.markAlerts();
    if (everybody) this.live.markAll();
    // Who left an interaction is named by an event; who is still in it, and so sees it change, is not always.
    for (const interactionId of interactions) {
      for (const agentId of this.agentsIn(interactionId)) {
        agents.add(agentId);
        this.shared.markAgent(agentId);
      }
    }
    const concerned = everybody
      ? this.sessions.all()
      : [...agents].flatMap((agentId) => this.sessions.ofAgent(agentId));
    this.happening = events;
    this.share(concerned);
    for (const session of concerned) this.flush(session, touched);
    this.happening = [];
    this.live.share();
    for (const event of events) this.forget(event);
  }

  /**
   * Sends a session what has changed for it, or waits until the content for that is in memory.
   * @param touched nothing but these interactions can be different from what was told; `null`: anything may be
   */
  flush(session: DeskSession, touched: ReadonlySet<string> | null = null): void {
    // Nobody looks: the first frame will bring everything. One that was taken over keeps what it shows until it has
    // saved what is typed there.
    if (session.open.length === 0 || session.leaving) return;
    try {
      const changes = this.changesOf(session, touched);
      if (changes !== undefined) session.sendChanges(this.center.state.seq, changes);
    } catch (cause) {
      // A view that cannot be made is this desk's trouble alone: it comes back to a snapshot, the others go on.
      this.deps.report({ what: "view_failed", cause });
      for (const connection of [...session.connections]) connection.close("server_stops");
    }
  }

  /** Content that a session's first frame needs and that is not in memory. */
  missing(session: DeskSession): string[] {
    return session.own.missing(this.sources());
  }

  /** The first frame of a connection, when nothing is missing for it. */
  welcome(session: DeskSession, connection: Connection): void {
    if (this.sessions.all().every((one) => one.open.length === 0)) this.shared.refresh();
    // The session's memory of what was told is brought to this moment; other tabs hear what is new.
    if (session.open.length > 0) this.flush(session);
    else this.changesOf(session);
    const frame = firstFrame({
      session,
      sources: this.sources(),
      shared: this.shared,
      live: this.live,
      after: connection.after,
      eventsSince: (after) => this.center.since(after)?.flatMap((entry) => entry.events),
      serverTime: this.handle.clock.now(),
      settings: { ...this.deps.settings, uploadBytesMax: UPLOAD_BYTES_MAX },
    });
    connection.after = null;
    connection.position = this.center.state.seq;
    connection.send(frame);
    session.electLeader();
  }

  /** Everybody who has it in hand, and supervisors who are beside somebody. */
  sessionsIn(interactionId: string): DeskSession[] {
    const interaction = this.center.state.interactions.get(interactionId as InteractionId);
    return [...partiesAndMonitors(interaction)].flatMap((agentId) => this.sessions.ofAgent(agentId));
  }

  voiceChanged(): void {
    this.shared.markVoice();
    this.share([]);
  }

  wordsChanged(): void {
    this.shared.markAll();
    this.shared.refresh();
    this.live.wordsChanged();
  }

  /** Everything may be different: a recovery. */
  clear(): void {
    this.content.clear();
    this.shared.clear();
    this.live.clear();
    this.receipts.clear();
  }

  stop(): void {
    this.sharedTimer?.();
    this.live.stop();
  }

  private changesOf(session: DeskSession, touched: ReadonlySet<string> | null = null) {
    const sources = this.sources();
    const missing = session.own.missing(sources);
    if (missing.length > 0) return this.hold(session, missing);
    const own = session.own.changes(
      sources,
      // What waited for its content has not been told either.
      { events: this.happening, touched: session.held ? null : touched },
      (interactionId, line) => this.receipts.delivered(interactionId, line, session.identity.agentId),
    );
    return [...own, ...session.sharedChanges.splice(0)];
  }

  private hold(session: DeskSession, missing: readonly string[]): undefined {
    if (session.held) return;
    session.held = true;
    const goOn = () => {
      session.held = false;
      if (!session.ended) this.flush(session);
    };
    this.content.need(missing).then(goOn, (cause: unknown) => {
      this.deps.report({ what: "content_unreadable", cause });
      this.handle.clock.after(AGAIN_MS, goOn);
    });
  }

  /** Shared changes go out at once when the last ones are long enough ago, else a timer collects them. */
  private share(flushedAnyway: readonly DeskSession[]): void {
    const count = this.sessions.byId.size;
    if (!this.shared.dirty || count === 0 || this.sharedTimer !== null) return;
    const { clock } = this.handle;
    const pace = SHARED_CHANGES_MS * Math.max(1, Math.ceil(count / DESKS_AT_FULL_PACE));
    const wait = this.sharedAt + pace - clock.now();
    if (wait > 0) {
      this.sharedTimer = clock.after(wait, () => {
        this.sharedTimer = null;
        this.share([]);
      });
      return;
    }
    this.sharedAt = clock.now();
    const changes = this.shared.refresh();
    if (changes.length === 0) return;
    const soon = new Set(flushedAnyway);
    for (const session of this.sessions.all()) {
      if (session.open.length === 0) continue;
      session.sharedChanges.push(...changes);
      if (!soon.has(session)) this.flush(session);
    }
  }

  private forget(event: Event): void {
    if (event.type === "MessageReceiptReported") this.receipts.forget([event.messageId]);
    if (event.type !== "InteractionCompleted") return;
    this.receipts.forget(this.content.interaction(event.interactionId)?.messageById.keys() ?? []);
    this.content.forget(event.interactionId);
  }

  /** Who has this interaction in hand or before them, as the core has it now. */
  private agentsIn(interactionId: string): AgentId[] {
    const { state } = this.center;
    const interaction = state.interactions.get(interactionId as InteractionId);
    if (interaction === undefined) return [];
    const agents = [...partiesAndMonitors(interaction)];
    const offerId = interaction.request?.offerId ?? null;
    const offer = offerId === null ? undefined : state.offers.get(offerId);
    return offer === undefined ? agents : [...agents, offer.agentId];
  }
}

const SAID: ReadonlySet<Event["type"]> = new Set([
  "MessageReceived",
  "MessageSent",
  "MessageReceiptReported",
]);

/** A message or what became of one, and nothing besides. */
const saysSomething = ({ events, content }: JournalEntry): boolean =>
  events.length > 0 &&
  events.every(({ type }) => SAID.has(type)) &&
  content.every(({ table }) => table === "message");

function partiesAndMonitors(interaction: Interaction | undefined): Set<AgentId> {
  const legs = interaction?.call?.legs ?? [];
  return new Set([
    ...(interaction?.monitors ?? []).map((monitor) => monitor.supervisorId),
    ...(interaction?.parties ?? []).map((party) => party.agentId),
    ...legs.flatMap((leg) => (leg.agentId === null ? [] : [leg.agentId])),
  ]);
}

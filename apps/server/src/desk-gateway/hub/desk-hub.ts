import type { Event, InteractionId } from "@patchbay/core";
import {
  type ClientFrame,
  clientFrameSchema,
  DESK_SILENCE_MS,
  type DeskErrorCode,
  deskRequests,
  LAST_WORDS_MS,
} from "@patchbay/protocol";
import { AlertWatch } from "../../alerts/index.js";
import { ApiKeys, MemoryApiKeys } from "../../api-keys/index.js";
import { CannedResponses } from "../../canned/index.js";
import type { Center } from "../../center/center.js";
import type { CenterHandle } from "../../center/edge.js";
import { noPrompts } from "../../center/prompts.js";
import { noVoice, type VoiceDoor } from "../../center/voice-door.js";
import { Contacts } from "../../contacts/index.js";
import { FollowUps } from "../../follow-ups/index.js";
import { type Network, unsetNetwork } from "../../network/index.js";
import { MemoryRecordingRows, type RecordingRows } from "../../recordings/index.js";
import { FramingCheck } from "../../screen-pop/index.js";
import { noVoicemail } from "../../voicemail/index.js";
import { RequestAnswers, type ResultFrame } from "../requests/answer-requests.js";
import type { RequestRoom } from "../requests/respond.js";
import { forcedWhy } from "../views/agent-views.js";
import { Absences } from "./absences.js";
import { Connection } from "./connection.js";
import { AGAIN_MS, DeskFrames, Sessions } from "./desk-frames.js";
import { DeskSession, sayBye } from "./desk-session.js";
import { momentaryFrames } from "./momentary-frames.js";
import { OwnViews } from "./own-views.js";
import type { ByeReason, DeskConnection, DeskHubDeps, DeskIdentity, DeskTransport } from "./ports.js";
import { DeskStanding } from "./standing.js";

/** How often we look whether the center is well, while somebody is connected. */
const HEALTH_LOOK_MS = 500;

export interface Connecting {
  readonly session: DeskIdentity;
  /** The place of the last frame this desk has had; absent: it knows nothing. */
  readonly after?: number | undefined;
  /** Tells the tabs of one seat apart; a tab that comes again takes the place of its former connection. */
  readonly tab: string;
}

/**
 * All desks of one center. Knows no sockets: a transport hands it parsed frames and gets frames back, so that a
 * simulated day drives desks the way browsers do.
 */
export class DeskHub {
  private readonly handle: CenterHandle;
  private readonly center: Center;
  private readonly sessions = new Sessions();
  private readonly frames: DeskFrames;
  private readonly standing: DeskStanding;
  private readonly absences: Absences;
  private readonly stops: (() => void)[] = [];
  private healthTimer: (() => void) | null = null;
  private healthTold: Center["status"] = "running";
  private stopped = false;
  private readonly voice: VoiceDoor;
  private readonly network: Network;
  private readonly recordingRules: Pick<RecordingRows, "rules" | "putRule">;
  private readonly voicemail: NonNullable<DeskHubDeps["voicemail"]>;
  private readonly followUps: FollowUps;
  private readonly canned: CannedResponses;
  private readonly contacts: Contacts;
  private readonly framing: FramingCheck;
  private readonly alerts: AlertWatch;
  private readonly apiKeys: ApiKeys;

  constructor(private readonly deps: DeskHubDeps) {
    this.handle = deps.handle;
    this.center = deps.handle.center;
    this.voice = deps.voice ?? noVoice;
    this.network = deps.network ?? unsetNetwork(deps.handle);
    this.recordingRules = deps.recordingRules ?? new MemoryRecordingRows();
    this.voicemail = deps.voicemail ?? noVoicemail;
    this.followUps = new FollowUps(this.handle);
    this.canned = new CannedResponses(this.handle);
    this.contacts = new Contacts(this.handle);
    this.framing = new FramingCheck(this.handle.clock);
    this.alerts = new AlertWatch(this.handle);
    this.apiKeys = deps.apiKeys ?? new ApiKeys(new MemoryApiKeys(), this.handle.clock, this.handle.ids);
    if (this.center.status === "running") void this.contacts.settle();
    this.frames = new DeskFrames(deps, this.sessions);
    this.standing = new DeskStanding(
      this.handle,
      (sessionId) => this.sessions.byId.has(sessionId),
      deps.report,
    );
    this.absences = new Absences(this.handle, () => this.frames.content, deps.report);
    const { ephemeral } = deps;
    const { handle, frames, sessions, voice, voicemail, followUps, canned, contacts } = this;
    this.stops.push(
      this.center.onCommitted((committed) => {
        frames.committed(committed);
        for (const entry of committed.entries) for (const event of entry.events) this.follow(event);
        this.alerts.committed(committed.entries.flatMap(({ events }) => events));
      }),
      this.center.onRecovered(() => this.recovered()),
      ...momentaryFrames({
        handle,
        ephemeral,
        voice,
        voicemail,
        followUps,
        canned,
        contacts,
        frames,
        sessions,
      }),
    );
  }

  connect(connecting: Connecting, transport: DeskTransport): DeskConnection {
    const { session: identity, tab } = connecting;
    const connection = new Connection(tab, connecting.after ?? null, transport, this.handle.clock.now());
    if (this.stopped) {
      connection.close("server_stops");
      return { receive: () => {}, closed: () => {} };
    }
    const session = this.sessionOf(identity);
    for (const former of session.connections) {
      if (former.tab !== tab) continue;
      former.close("silent");
      session.connections.delete(former);
    }
    session.connections.add(connection);
    this.watchSilence(session, connection);
    this.watchHealth();
    void this.open(session, connection);
    return {
      receive: (frame) => this.receive(session, connection, frame),
      closed: () => this.disconnect(session, connection),
    };
  }

  /** Names, photos or other words were changed: every desk gets everything anew. */
  wordsChanged(): void {
    this.frames.wordsChanged();
    for (const session of this.sessions.all()) this.openAgain(session);
  }

  /** Desks are told to come back later; nobody is lost by it. */
  stop(): void {
    this.stopped = true;
    for (const stop of this.stops.splice(0)) stop();
    this.alerts.stop();
    this.frames.stop();
    this.healthTimer?.();
    for (const session of this.sessions.all()) {
      for (const connection of session.connections) connection.close("server_stops");
      this.sessions.remove(session);
    }
  }

  /** For metrics: connected seats and their tabs. */
  get count(): { readonly sessions: number; readonly connections: number } {
    const sessions = this.sessions.all();
    return {
      sessions: sessions.length,
      connections: sessions.reduce((sum, session) => sum + session.connections.size, 0),
    };
  }

  private sessionOf(identity: DeskIdentity): DeskSession {
    const known = this.sessions.byId.get(identity.sessionId);
    if (known !== undefined && !known.ended) return known;
    const { voice, network, deps, handle } = this;
    const { ephemeral: apps, prompts = noPrompts } = deps;
    const recent = deps.recent ?? { caughtUp: () => Promise.resolve() };
    const { content } = this.frames;
    const { recordingRules, voicemail, alerts, apiKeys } = this;
    const lists = { voicemail, followUps: this.followUps, canned: this.canned, contacts: this.contacts };
    const { tellPreferences } = this;
    const shared = {
      handle,
      content,
      voice,
      network,
      recordingRules,
      framing: this.framing,
      apiKeys,
      ...lists,
    };
    const room = { ...shared, alerts, prompts, recent, apps, tellPreferences };
    const answers = new RequestAnswers(identity, room, this.deps.report, this.deps.onRefused);
    const session = new DeskSession(identity, new OwnViews(identity), answers);
    this.sessions.add(session);
    return session;
  }

  /** Brings a connection to its first frame. Whatever stands in the way for now is tried again. */
  private async open(session: DeskSession, connection: Connection): Promise<void> {
    connection.position = null;
    connection.opening += 1;
    const { opening } = connection;
    const overtaken = () => connection.ended || session.ended || connection.opening !== opening;
    if (this.center.status !== "running") {
      this.tellHealth(connection);
      return; // Recovery opens all connections again.
    }
    try {
      const standing = await this.standing.enter(session.identity);
      if (overtaken()) return;
      if (standing === "later") return this.openLater(session, connection, opening);
      if (standing !== "in") return this.refuse(session, connection, standing.bye);
      for (let missing = this.frames.missing(session); missing.length > 0; ) {
        await this.frames.content.need(missing);
        if (overtaken()) return;
        missing = this.frames.missing(session);
      }
    } catch (cause) {
      this.deps.report({ what: "content_unreadable", cause });
      return this.openLater(session, connection, opening);
    }
    if (this.center.status !== "running") return;
    try {
      this.frames.welcome(session, connection);
      const away = this.absences.of(session.identity.agentId);
      if (away !== undefined) connection.send(away);
    } catch (cause) {
      this.deps.report({ what: "view_failed", cause });
      connection.close("server_stops");
    }
  }

  private readonly tellPreferences: RequestRoom["tellPreferences"] = (agentId, preferences) => {
    for (const session of this.sessions.ofAgent(agentId))
      session.sendAll({ frame: "preferences", preferences });
  };

  private openLater(session: DeskSession, connection: Connection, opening: number): void {
    this.handle.clock.after(AGAIN_MS, () => {
      if (!connection.ended && connection.opening === opening) void this.open(session, connection);
    });
  }

  private openAgain(session: DeskSession): void {
    session.own = new OwnViews(session.identity);
    session.sharedChanges.length = 0;
    for (const connection of session.connections) {
      connection.after = null;
      void this.open(session, connection);
    }
  }

  /** This session has no business here: the core said so, and it need not be told that the desk is gone. */
  private refuse(session: DeskSession, connection: Connection, bye: ByeReason): void {
    sayBye(connection, { reason: bye, by: null });
    session.connections.delete(connection);
    if (session.connections.size === 0) this.sessions.remove(session);
  }

  private disconnect(session: DeskSession, connection: Connection): void {
    connection.ended = true;
    if (!session.connections.delete(connection)) return;
    if (session.connections.size > 0) {
      session.electLeader();
      return;
    }
    this.sessions.remove(session);
    const { agentId, sessionId } = session.identity;
    if (!session.ended && !session.leaving && !this.stopped) this.standing.lose(agentId, sessionId);
  }

  private watchSilence(session: DeskSession, connection: Connection): void {
    const { clock } = this.handle;
    const wait = connection.heardAt + DESK_SILENCE_MS - clock.now();
    clock.after(Math.max(wait, 1), () => {
      if (connection.ended || this.stopped) return;
      if (clock.now() - connection.heardAt < DESK_SILENCE_MS) return this.watchSilence(session, connection);
      connection.close("silent");
      this.disconnect(session, connection);
    });
  }

  private receive(session: DeskSession, connection: Connection, raw: unknown): void {
    if (connection.ended) return;
    const now = this.handle.clock.now();
    connection.heardAt = now;
    const admitted = connection.admit(now);
    if (admitted === "cut") {
      connection.close("too_many_frames");
      this.disconnect(session, connection);
      return;
    }
    const parsed = clientFrameSchema.safeParse(raw);
    if (admitted === "yes" && parsed.success) {
      this.heed(session, connection, parsed.data, now);
      return;
    }
    // Whoever sent what may have been meant as a request is not left waiting.
    const id = requestIdOf(raw);
    const code = admitted === "no" ? "rate_limited" : "invalid_request";
    if (id !== undefined) connection.send(this.refusal(id, code));
  }

  private heed(session: DeskSession, connection: Connection, frame: ClientFrame, now: number): void {
    switch (frame.frame) {
      case "ping":
        connection.send({ frame: "pong", serverTime: now });
        return;
      case "visible":
        connection.visible = frame.visible;
        session.electLeader();
        return;
      case "typing": {
        const { agentId } = session.identity;
        const { parties = [], monitors = [] } =
          this.center.state.interactions.get(frame.interactionId as InteractionId) ?? {};
        const writes = parties.some((party) => party.agentId === agentId && party.state === "active");
        // Whoever reads along is not heard of before the first whisper; the customer's feed knows parties alone.
        const whispers = monitors.some(({ supervisorId, spoken }) => supervisorId === agentId && spoken);
        if (!writes && !whispers) return;
        this.deps.ephemeral.agentTyping(frame.interactionId, agentId, frame.typing);
        return;
      }
      case "last_words_said":
        connection.lastWordsSaid = true;
        if (session.leaving && session.open.every((one) => one.lastWordsSaid)) this.endMoved(session);
        return;
      case "request":
        if (session.ended || (session.leaving && !LAST_WORDS.has(frame.name))) return;
        session.answers.answer(frame, (result) => connection.send(result));
    }
  }

  private refusal(id: string, code: DeskErrorCode): ResultFrame {
    return { frame: "result", id, ok: false, error: { code, correlationId: this.handle.ids.next() } };
  }

  /** What an event asks of connections, once views have gone out. */
  private follow(event: Event): void {
    const { sessions } = this;
    this.absences.follow(event);
    this.contacts.follow(event);
    switch (event.type) {
      case "DeskLost":
        for (const { identity, ended, leaving } of sessions.ofAgent(event.agentId)) {
          if (!ended && !leaving) this.standing.returned(identity.agentId, identity.sessionId);
        }
        return;
      case "AgentLoggedIn":
        if (!sessions.byId.has(event.sessionId)) {
          this.standing.expectConnection(event.agentId, event.sessionId);
        }
        return;
      case "AgentSessionMoved": {
        const former = sessions.byId.get(event.previousSessionId);
        if (former !== undefined) this.hearLastWords(former);
        if (!sessions.byId.has(event.sessionId)) {
          this.standing.expectConnection(event.agentId, event.sessionId);
        }
        return;
      }
      case "AgentLoggedOut": {
        const reason = BYE_OF_LOG_OUT[event.cause];
        for (const session of sessions.ofAgent(event.agentId)) {
          if (reason === null) this.openAgain(session);
          else this.end(session, reason, event.supervisorId, this.whyOf(event));
        }
        return;
      }
      default:
    }
  }

  /** What was typed a moment before a take-over is saved by the one desk that has it. */
  private hearLastWords(former: DeskSession): void {
    former.sendAll({ frame: "last_words" });
    if (former.open.length === 0) this.endMoved(former);
    else this.handle.clock.after(LAST_WORDS_MS, () => this.endMoved(former));
  }

  private endMoved(former: DeskSession): void {
    this.end(former, "forced_logout_by_other_client", null);
  }

  private whyOf({ agentId, supervisorId }: Extract<Event, { type: "AgentLoggedOut" }>): string | undefined {
    return supervisorId === null ? undefined : forcedWhy(this.handle.words(), agentId, supervisorId);
  }

  private end(session: DeskSession, reason: ByeReason, by: string | null, why?: string): void {
    session.end({ reason, by, why }, () => {
      session.connections.clear();
      this.sessions.remove(session);
    });
  }

  private recovered(): void {
    this.frames.clear();
    this.standing.reconcile();
    this.alerts.recovered();
    void this.contacts.settle();
    this.healthTold = this.center.status;
    for (const session of this.sessions.all()) {
      for (const connection of session.connections) this.tellHealth(connection);
      this.openAgain(session);
    }
  }

  private watchHealth(): void {
    if (this.healthTimer !== null) return;
    this.healthTimer = this.handle.clock.after(HEALTH_LOOK_MS, () => {
      this.healthTimer = null;
      if (this.stopped || this.sessions.byId.size === 0) return;
      if (this.center.status !== this.healthTold) {
        this.healthTold = this.center.status;
        for (const session of this.sessions.all()) {
          for (const connection of session.connections) this.tellHealth(connection);
        }
      }
      this.watchHealth();
    });
  }

  private tellHealth(connection: Connection): void {
    const { status } = this.center;
    if (status !== "stopped") connection.send({ frame: "health", center: status });
  }
}

/** What a desk that was taken over may still ask: it changes nothing but what this agent has typed. */
const LAST_WORDS: ReadonlySet<string> = new Set([deskRequests.saveDraft.name, deskRequests.saveNote.name]);

const BYE_OF_LOG_OUT = {
  agent: "logged_out",
  supervisor: "forced_logout_by_supervisor",
  user_removed: "user_disabled_or_deleted",
  // A lost desk has no connection as a rule. One that came back this very moment signs in anew.
  desk_lost: null,
} as const;

/** The id of what may have been meant as a request. */
function requestIdOf(raw: unknown): string | undefined {
  if (typeof raw !== "object" || raw === null || !("id" in raw)) return undefined;
  return typeof raw.id === "string" && raw.id.length <= 64 ? raw.id : undefined;
}

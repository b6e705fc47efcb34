import {
  type AgentId,
  asId,
  type Command,
  type EntryId,
  type InteractionId,
  type PromptId,
  type ScenarioId,
  type ServiceId,
  type SessionId,
  type StepId,
} from "@patchbay/core";
import { CenterRuntime } from "../../../src/center/center-runtime.js";
import type { ContentWrite } from "../../../src/center/content.js";
import type { CenterHandle } from "../../../src/center/edge.js";
import { MemoryJournal, MemoryRecords, MemoryStore } from "../../../src/journal-memory/index.js";
import { realClock, realIds } from "../../../src/platform/real-clock.js";
import { VoiceEdge, type VoiceEdgeDeps } from "../../../src/voice/index.js";
import { FakeVoice } from "../fake-voice.js";

export const claims = asId<ServiceId>("claims");
export const sofia = asId<AgentId>("sofia");
export const ben = asId<AgentId>("ben");
export const line = asId<EntryId>("line");
export const step = (name: string) => asId<StepId>(name);

/**
 * A center in memory, and its side of the voice process, whose other end is pretended. One line leads over a number to be
 * entered into a queue; Sofia has a phone.
 */
export class EdgeWorld {
  readonly store = new MemoryStore();
  runtime!: CenterRuntime;
  handle!: CenterHandle;
  readonly voice = new FakeVoice();
  edge!: VoiceEdge;
  readonly warnings: string[] = [];
  /** What was told of recordings. */
  readonly noted: string[] = [];
  /** Their tables do not answer. */
  recordingsFail = false;
  private readonly log = {
    info: () => undefined,
    warn: (_facts: object, sentence: string) => void this.warnings.push(sentence),
    error: (_facts: object, sentence: string) => void this.warnings.push(sentence),
  };

  static async open(): Promise<EdgeWorld> {
    const world = new EdgeWorld();
    await world.voice.listen();
    await world.startCenter();
    await world.configure();
    world.edge = world.openEdge();
    await world.voice.until("attached", () => world.edge.view().state === "ready");
    return world;
  }

  async close(): Promise<void> {
    this.edge.stop(false);
    this.voice.close();
    await this.runtime.stop();
  }

  /** Also after it was stopped, as another process would. */
  async startCenter(): Promise<void> {
    const journal = new MemoryJournal({ store: this.store, clock: realClock });
    this.runtime = new CenterRuntime({
      id: "larkfield",
      journal,
      clock: realClock,
      ids: realIds,
      log: this.log,
    });
    this.handle = {
      center: this.runtime,
      records: new MemoryRecords(this.store),
      blobs: {
        put: () => Promise.reject(new Error("no uploads here")),
        info: () => Promise.resolve(undefined),
        open: () => Promise.resolve(undefined),
      },
      clock: realClock,
      ids: realIds,
      words: () => this.store.words,
    };
    await this.runtime.start();
  }

  openEdge(network?: NonNullable<VoiceEdgeDeps["network"]>): VoiceEdge {
    const opened = new VoiceEdge({
      handle: this.handle,
      socketPath: () => Promise.resolve(this.voice.socketPath),
      epoch: () => 1,
      iceServers: [],
      ...(network && { network }),
      log: this.log,
      recordings: {
        note: async ({ type, recordingId }) => {
          if (this.recordingsFail) throw new Error("no tables");
          this.noted.push(`${type} ${recordingId}`);
        },
      },
    });
    opened.start();
    return opened;
  }

  async does(command: Command, content: readonly ContentWrite[] = []): Promise<void> {
    const result = await this.runtime.submit({ command, content });
    if (!result.ok) throw new Error(`${command.type}: ${result.rejection.code}`);
  }

  private async configure(): Promise<void> {
    await this.does({
      type: "ConfigureService",
      service: {
        id: claims,
        requires: [],
        distribution: "longest_idle",
        open: true,
        answerTimeoutMs: 20_000,
        wrapUpMs: 0,
        wrapUpEndsItself: true,
        dispositions: [],
        dispositionMandatory: false,
        endUndoMs: 5_000,
        graceMs: 0,
        graceOfferMs: 0,
        inactivityWarnMs: null,
        inactivityEndMs: 0,
        queueLengthMax: 10,
      },
    });
    await this.does({
      type: "ConfigureScenario",
      scenario: {
        id: asId<ScenarioId>("menu"),
        version: 1,
        start: step("policy"),
        steps: {
          [step("policy")]: {
            type: "collect",
            prompts: [asId<PromptId>("policy")],
            name: "policy",
            lengthMin: 2,
            lengthMax: 8,
            secure: false,
            timeoutMs: 5_000,
            attemptsMax: 2,
            next: step("find"),
            otherwise: step("bye"),
          },
          [step("find")]: {
            type: "find_agent",
            serviceId: claims,
            music: asId<PromptId>("music"),
            announceEveryMs: null,
            overflowAfterMs: null,
            overflow: step("bye"),
            unavailable: step("bye"),
          },
          [step("bye")]: { type: "hang_up", prompts: [] },
        },
      },
    });
    await this.does({
      type: "ConfigureEntry",
      entry: {
        id: line,
        channel: "voice",
        serviceId: claims,
        priority: 0,
        voice: { address: "8000", scenarioId: asId<ScenarioId>("menu") },
      },
    });
    await this.signsIn(sofia, "s1");
  }

  /** A user with a phone that works, and not ready. */
  async signsIn(agentId: AgentId, session: string): Promise<void> {
    await this.does({
      type: "ConfigureUser",
      user: {
        id: agentId,
        roles: ["agent"],
        teamId: null,
        skills: {},
        capacity: { chat: 1, voice: 1, email: 1 },
        mixedMedia: "any",
        enabled: true,
      },
    });
    await this.does({ type: "LogIn", agentId, sessionId: asId<SessionId>(session), force: false });
    await this.does({ type: "SetPhone", agentId, phone: { device: "browser", health: "ok" } });
  }

  arrives(interactionId: string, to = "8000"): void {
    this.voice.tell({
      type: "call.arrived",
      interactionId,
      to,
      from: "+15035550142",
      fromName: null,
      source: "127.0.0.1:5070",
    });
  }

  callOf(interactionId: string) {
    return this.runtime.state.interactions.get(asId<InteractionId>(interactionId))?.call;
  }
}

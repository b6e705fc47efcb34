import type { Blobs } from "../../../src/center/blobs.js";
import { CenterRuntime } from "../../../src/center/center-runtime.js";
import type { CenterHandle, Ephemeral } from "../../../src/center/edge.js";
import { createEphemeral } from "../../../src/center/ephemeral.js";
import type { Journal, JournalEntry, JournalHead } from "../../../src/center/journal.js";
import type { CenterWords } from "../../../src/center/records.js";
import { DEFAULT_DESK_SETTINGS, DeskHub } from "../../../src/desk-gateway/index.js";
import { MemoryJournal, type MemoryStore } from "../../../src/journal-memory/index.js";
import { MessagingService } from "../../../src/messaging-http/index.js";
import { VoiceEdge } from "../../../src/voice/index.js";
import { type DayClock, ProcessClock } from "./day-clock.js";
import type { Dice } from "./dice.js";
import type { Ledger } from "./ledger.js";
import { SlowRecords } from "./slow-records.js";
import type { DayVoice } from "./voice-process.js";

/** Of all appends: how many are a long time on their way before anything of them is stored. */
const SLOW_COMMIT_RATIO = 0.008;

export interface ProcessParts {
  readonly day: DayClock;
  readonly store: MemoryStore;
  readonly dice: Dice;
  readonly ledger: Ledger;
  readonly words: () => CenterWords;
  readonly newId: () => string;
  readonly isChaos: () => boolean;
  /** It was there before, and will be after. */
  readonly voice: DayVoice;
}

/** What one server process has in memory, all of the real parts but the sockets. It can be killed at any moment. */
export class ServerProcess {
  readonly clock: ProcessClock;
  readonly runtime: CenterRuntime;
  readonly hub: DeskHub;
  readonly messaging: MessagingService;
  readonly handle: CenterHandle;
  readonly voice: VoiceEdge;
  readonly ephemeral: Ephemeral = createEphemeral();
  /** Since when the center has been running without interruption; `null` while it is not. */
  runningSince: number | null = null;
  private readonly broken = new Set<() => void>();

  constructor(private readonly parts: ProcessParts) {
    const { day, store, ledger, dice, words } = parts;
    this.clock = new ProcessClock(day);
    const ids = { next: parts.newId };
    const disk = dice.fork("disk");
    this.runtime = new CenterRuntime({
      id: "larkfield",
      journal: new JournalAfar(
        new MemoryJournal({ store, clock: this.clock, appendMs: 2 }),
        this.clock,
        () => (parts.isChaos() && disk.chance(SLOW_COMMIT_RATIO) ? disk.between(300, 1_400) : 1),
      ),
      clock: this.clock,
      ids,
      log: {
        info: () => ledger.count("recoveries"),
        warn: (_facts, sentence) => ledger.count(`warning: ${sentence}`),
        error: (facts, sentence) => {
          if (sentence === "the center is suspended") ledger.count("suspensions");
          else ledger.breach("no error in the log", `${sentence}: ${JSON.stringify(facts)}`);
        },
      },
    });
    const records = new SlowRecords(store, this.clock, dice.fork("records"), parts.isChaos);
    this.handle = { center: this.runtime, records, blobs: noFiles, clock: this.clock, ids, words };
    this.runtime.onRecovered(() => {
      this.runningSince = this.clock.now();
    });
    this.voice = new VoiceEdge({
      payments: { mode: "test", currency: "USD" },
      handle: this.handle,
      socketPath: () => Promise.resolve(null),
      epoch: () => store.writer.epoch,
      iceServers: [],
      log: {
        info: () => ledger.count("attachments"),
        warn: (_facts, sentence) => ledger.count(`voice: ${sentence}`),
        error: (facts, sentence) =>
          ledger.breach("no error in the log", `${sentence}: ${JSON.stringify(facts)}`),
      },
      attach: (deps) => parts.voice.attachmentFor(deps),
      recordings: { note: () => Promise.resolve() },
    });
    this.hub = new DeskHub({
      handle: this.handle,
      ephemeral: this.ephemeral,
      voice: this.voice,
      settings: DEFAULT_DESK_SETTINGS,
      report: (problem) => {
        // The tables may be silent for a moment; everything else a desk can run into is a fault of ours.
        if (problem.what === "content_unreadable" || isPlanted(problem.cause))
          ledger.count("tables unreadable");
        else ledger.breach("no problem at a desk", `${problem.what}: ${String(problem.cause)}`);
      },
    });
    this.messaging = new MessagingService({ handle: this.handle, ephemeral: this.ephemeral });
  }

  get alive(): boolean {
    return this.clock.alive;
  }

  /** Every connection to this process breaks when it dies. Returns how not to care any more. */
  onKilled(listener: () => void): () => void {
    this.broken.add(listener);
    return () => this.broken.delete(listener);
  }

  kill(): void {
    this.clock.alive = false;
    // The database ends a dead client's session, and with it the lock.
    this.parts.store.lock = null;
    for (const listener of [...this.broken]) listener();
  }
}

/** Work is under way in both directions: what is asked is not yet stored, and what is stored is not yet known. */
class JournalAfar implements Journal {
  constructor(
    private readonly inner: MemoryJournal,
    private readonly clock: ProcessClock,
    private readonly beforeCommitMs: () => number,
  ) {}

  open(): Promise<JournalHead> {
    return this.inner.open();
  }
  snapshotBefore(seq: number) {
    return this.inner.snapshotBefore(seq);
  }
  read(afterSeq: number) {
    return this.inner.read(afterSeq);
  }
  async append(expectedLastSeq: number, entries: readonly JournalEntry[]): Promise<void> {
    await new Promise<void>((resolve) => this.clock.after(this.beforeCommitMs(), resolve));
    return this.inner.append(expectedLastSeq, entries);
  }
  async answered(key: string) {
    await new Promise<void>((resolve) => this.clock.after(1, resolve));
    return this.inner.answered(key);
  }
  seen(at: number): Promise<void> {
    return this.inner.seen(at);
  }
  close(): Promise<void> {
    return this.inner.close();
  }
}

const isPlanted = (cause: unknown): boolean => cause instanceof Error && cause.message.startsWith("planted:");

/** Nobody sends files in a simulated day: they have suites of their own. */
const noFiles: Blobs = {
  put: () => Promise.reject(new Error("nobody uploads here")),
  info: () => Promise.resolve(undefined),
  open: () => Promise.resolve(undefined),
};

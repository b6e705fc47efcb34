import { type CoreCenter, hashState, serializeState } from "@patchbay/core";
import type { Clock } from "../center/clock.js";
import { newestReadable } from "../center/restore-center.js";
import type { Database } from "../tables-postgres/database.js";
import { PostgresJournal } from "./postgres-journal.js";
import { storeSnapshot } from "./snapshots.js";

/** From the server to the follower: the journal is committed up to here; `hash` when the server took one there. */
export type ToFollower =
  | { readonly kind: "committed"; readonly seq: number; readonly hash: string | null }
  | { readonly kind: "stop" };

/** From the follower to the server. */
export type FromFollower =
  | { readonly kind: "following"; readonly fromSeq: number }
  | { readonly kind: "snapshot"; readonly seq: number; readonly bytes: number; readonly ms: number }
  | { readonly kind: "agreed"; readonly seq: number }
  /** The same journal gave two different states: the core is not deterministic, or one memory is damaged. */
  | { readonly kind: "diverged"; readonly seq: number; readonly server: string; readonly follower: string }
  | { readonly kind: "snapshot_unreadable"; readonly seq: number }
  /** `final`: it has stopped by itself; else it goes on as soon as the database does. */
  | { readonly kind: "failed"; readonly message: string; readonly final: boolean };

export interface FollowerOptions {
  readonly database: Database;
  readonly centerId: string;
  readonly clock: Clock;
  readonly post: (message: FromFollower) => void;
  readonly snapshotEveryEvents?: number;
  readonly snapshotEveryMs?: number;
}

const SNAPSHOT_EVERY_EVENTS = 2_000;
const SNAPSHOT_EVERY_MS = 60_000;
/** A big center's snapshot takes long: it is made less often, so that this stays a tenth of the time. */
const REST_PER_SNAPSHOT = 10;
const RETRY_MS = 1_000;

/**
 * Lives beside the server and reads what the server committed, with the same core. Makes snapshots without
 * stopping anybody, and says so when its state is not the server's.
 */
export class JournalFollower {
  readonly #options: FollowerOptions;
  readonly #journal: PostgresJournal;
  #core: CoreCenter | null = null;
  /** Where to go next; a hash is compared exactly at its sequence, so these are never skipped. */
  #route: { readonly seq: number; readonly hash: string | null }[] = [];
  #working: Promise<void> | undefined;
  #stopped = false;
  #diverged = false;
  /** What stands in the way at the moment; told once, and that it is over too. */
  #failing: string | null = null;
  #snapshotSeq = 0;
  #snapshotAt: number;
  #notBefore = 0;

  constructor(options: FollowerOptions) {
    this.#options = options;
    this.#snapshotAt = options.clock.now();
    const { database, centerId, clock } = options;
    // Never opened: it only reads.
    this.#journal = new PostgresJournal({ database, centerId, clock, owner: "snapshot follower" });
  }

  /** Settles when everything up to this message has been worked through. */
  async handle(message: ToFollower): Promise<void> {
    if (message.kind === "stop") {
      this.#stopped = true;
      return this.#working;
    }
    const last = this.#route.at(-1);
    if (last !== undefined && last.hash === null) this.#route.pop();
    this.#route.push(message);
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined;
    });
    return this.#working;
  }

  async #work(): Promise<void> {
    while (!this.#stopped) {
      const next = this.#route[0];
      if (next === undefined) break;
      try {
        await this.#goTo(next.seq, next.hash);
        // A later word without a hash may have taken this one's place meanwhile; it is gone to in its turn.
        if (this.#route[0] === next) this.#route.shift();
        this.#succeeded();
      } catch (cause) {
        const final = !isPassing(cause);
        this.#failed(cause instanceof Error ? cause.message : String(cause), final);
        if (final) this.#stopped = true;
        else await new Promise<void>((resolve) => this.#options.clock.after(RETRY_MS, resolve));
      }
    }
  }

  #failed(message: string, final: boolean): void {
    if (this.#failing !== message || final) this.#options.post({ kind: "failed", message, final });
    this.#failing = message;
  }

  #succeeded(): void {
    if (this.#failing === null) return;
    this.#failing = null;
    this.#options.post({ kind: "following", fromSeq: this.#core?.state.seq ?? 0 });
  }

  async #goTo(seq: number, hash: string | null): Promise<void> {
    const core = this.#core ?? (await this.#start(seq));
    this.#core = core;
    if (core.state.seq < seq) {
      for await (const page of this.#journal.read(core.state.seq)) {
        for (const event of page) {
          if (event.seq > seq) break;
          core.evolve(event);
        }
        if (core.state.seq >= seq) break;
      }
    }
    if (hash !== null && core.state.seq === seq) this.#compare(core, hash);
    if (this.#isSnapshotDue(core)) await this.#snapshot(core);
  }

  async #start(seq: number): Promise<CoreCenter> {
    const { post } = this.#options;
    const core = await newestReadable(this.#journal, await this.#journal.snapshotBefore(seq + 1), {
      onUnreadable: (unreadable) => post({ kind: "snapshot_unreadable", seq: unreadable }),
    });
    this.#snapshotSeq = core.state.seq;
    post({ kind: "following", fromSeq: core.state.seq });
    return core;
  }

  #compare(core: CoreCenter, server: string): void {
    const { post } = this.#options;
    const follower = hashState(core.state);
    if (follower === server) {
      post({ kind: "agreed", seq: core.state.seq });
      return;
    }
    this.#diverged = true;
    post({ kind: "diverged", seq: core.state.seq, server, follower });
  }

  #isSnapshotDue(core: CoreCenter): boolean {
    // Which of the two states is wrong is for people to find out; until then the older snapshots stand.
    if (this.#diverged) return false;
    const now = this.#options.clock.now();
    const events = core.state.seq - this.#snapshotSeq;
    if (events === 0 || now < this.#notBefore) return false;
    return (
      events >= (this.#options.snapshotEveryEvents ?? SNAPSHOT_EVERY_EVENTS) ||
      now - this.#snapshotAt >= (this.#options.snapshotEveryMs ?? SNAPSHOT_EVERY_MS)
    );
  }

  async #snapshot(core: CoreCenter): Promise<void> {
    const { database, centerId, clock, post } = this.#options;
    const startedAt = clock.now();
    const { seq } = core.state;
    const { bytes } = await storeSnapshot(database, centerId, {
      seq,
      state: serializeState(core.state),
      hash: hashState(core.state),
    });
    const now = clock.now();
    this.#snapshotSeq = seq;
    this.#snapshotAt = now;
    this.#notBefore = now + (now - startedAt) * REST_PER_SNAPSHOT;
    post({ kind: "snapshot", seq, bytes, ms: now - startedAt });
  }
}

/** The core or the journal's text is at fault, or only the way to the database. */
function isPassing(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  const { code } = cause as Error & { readonly code?: unknown };
  return typeof code === "string" || /timeout|terminated|connection/i.test(cause.message);
}

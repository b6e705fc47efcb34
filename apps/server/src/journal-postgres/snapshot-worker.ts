import { Worker } from "node:worker_threads";
import type { FromFollower, ToFollower } from "./journal-follower.js";
import type { WorkerTask } from "./snapshot.worker.js";

export interface SnapshotWorkerOptions extends WorkerTask {
  /** The bundle of snapshot.worker.ts; when left out, the one beside the server's own bundle. */
  readonly workerUrl?: URL;
  /** Everything that the follower tells, for the log: `diverged` and a final failure are errors. */
  readonly onMessage?: (message: FromFollower) => void;
}

/** For `/readyz` and the metrics. */
export interface FollowerStatus {
  readonly state: "starting" | "following" | "diverged" | "failed" | "stopped";
  /** The last sequence at which the follower's state and the server's were the same; `null` before the first. */
  readonly agreedSeq: number | null;
  /** The newest snapshot that it made. */
  readonly snapshotSeq: number | null;
  readonly message: string | null;
}

/** The follower hears of commits at most this often; a hash goes at once. */
const TELL_EVERY_MS = 250;
/** So that a snapshot falls due in a center that has become quiet. */
const REMIND_EVERY_MS = 10_000;
const STOP_WITHIN_MS = 2_000;

/** The server's end of the snapshot thread. It keeps no process alive and never makes the server wait. */
export class SnapshotWorker {
  readonly #worker: Worker;
  readonly #reminder: NodeJS.Timeout;
  #timer: NodeJS.Timeout | null = null;
  #seq = 0;
  #status: FollowerStatus = { state: "starting", agreedSeq: null, snapshotSeq: null, message: null };
  readonly #exited: Promise<void>;

  constructor(options: SnapshotWorkerOptions) {
    const { workerUrl = new URL("./snapshot.worker.js", import.meta.url), onMessage, ...task } = options;
    this.#worker = new Worker(workerUrl, { workerData: task satisfies WorkerTask });
    this.#worker.unref();
    this.#worker.on("message", (message: FromFollower) => {
      this.#note(message);
      onMessage?.(message);
    });
    this.#worker.on("error", (cause) => {
      const message: FromFollower = { kind: "failed", message: String(cause), final: true };
      this.#note(message);
      onMessage?.(message);
    });
    this.#exited = new Promise((resolve) => this.#worker.once("exit", () => resolve()));
    this.#reminder = setInterval(() => this.#tell(null), REMIND_EVERY_MS).unref();
  }

  get status(): FollowerStatus {
    return this.#status;
  }

  /** The journal is committed up to here. */
  committed(seq: number): void {
    this.#seq = seq;
    this.#timer ??= setTimeout(() => this.#tell(null), TELL_EVERY_MS).unref();
  }

  /** The server's state at this committed sequence has this hash. */
  hash(seq: number, hash: string): void {
    this.#seq = seq;
    this.#tell(hash);
  }

  /** Lets it finish what it is at, for two seconds at the most. */
  async stop(): Promise<void> {
    clearInterval(this.#reminder);
    if (this.#timer) clearTimeout(this.#timer);
    this.#post({ kind: "stop" });
    const impatient = setTimeout(() => void this.#worker.terminate(), STOP_WITHIN_MS);
    await this.#exited;
    clearTimeout(impatient);
    this.#status = { ...this.#status, state: "stopped" };
  }

  #tell(hash: string | null): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#seq > 0) this.#post({ kind: "committed", seq: this.#seq, hash });
  }

  #post(message: ToFollower): void {
    this.#worker.postMessage(message);
  }

  #note(message: FromFollower): void {
    const status = this.#status;
    switch (message.kind) {
      case "following":
        this.#status = backToWork(status);
        return;
      case "snapshot":
        this.#status = { ...backToWork(status), snapshotSeq: message.seq };
        return;
      case "agreed":
        this.#status = { ...backToWork(status), agreedSeq: message.seq };
        return;
      case "diverged":
        this.#status = {
          ...status,
          state: "diverged",
          message: `at ${message.seq} the server has ${message.server}, the journal says ${message.follower}`,
        };
        return;
      case "failed":
        if (status.state !== "diverged")
          this.#status = { ...status, state: "failed", message: message.message };
        return;
      case "snapshot_unreadable":
        return;
    }
  }
}

/** A passing failure is over when something succeeds; a divergence never is. */
const backToWork = (status: FollowerStatus): FollowerStatus =>
  status.state === "diverged" ? status : { ...status, state: "following", message: null };

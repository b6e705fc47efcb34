import { Worker } from "node:worker_threads";
import type { Connection } from "../tables-postgres/index.js";
import type { FromReplayThread, ReplayTask, ToReplayThread } from "./replay.worker.js";

/** Replays one interaction, as JSON of a `Replay`; `null`: there is nothing of it. */
export type RunReplay = (
  interactionId: string,
  onProgress: (done: number, total: number) => void,
) => Promise<string | null>;

interface Job {
  readonly resolve: (replay: string | null) => void;
  readonly reject: (cause: Error) => void;
  readonly onProgress: (done: number, total: number) => void;
}

/** A thread that nobody has asked anything for so long is let go, and with it its connection. */
const IDLE_MS = 60_000;

/** The server's end of the replaying thread. It is there only while somebody looks into the past. */
export class ReplayThread {
  #worker: Worker | null = null;
  #idle: NodeJS.Timeout | undefined;
  #jobs = new Map<number, Job>();
  #lastJob = 0;

  constructor(
    private readonly connection: Connection,
    private readonly centerId: string,
  ) {}

  readonly run: RunReplay = (interactionId, onProgress) =>
    new Promise((resolve, reject) => {
      clearTimeout(this.#idle);
      const job = ++this.#lastJob;
      this.#jobs.set(job, { resolve, reject, onProgress });
      this.#worker ??= this.#start();
      this.#worker.postMessage({ job, interactionId } satisfies ToReplayThread);
    });

  async stop(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#lost(new Error("the server stops"));
    await worker?.terminate();
  }

  #start(): Worker {
    const workerData: ReplayTask = { connection: this.connection, centerId: this.centerId };
    const worker = new Worker(new URL("./replay.worker.js", import.meta.url), { workerData });
    worker.unref();
    worker.on("message", (message: FromReplayThread) => this.#hear(message));
    const gone = (cause: Error): void => {
      if (this.#worker === worker) this.#lost(cause);
    };
    worker.on("error", gone);
    worker.on("exit", () => gone(new Error("the replaying thread ended")));
    return worker;
  }

  #hear(message: FromReplayThread): void {
    const job = this.#jobs.get(message.job);
    if (job === undefined) return;
    if (message.kind === "progress") {
      job.onProgress(message.done, message.total);
      return;
    }
    this.#jobs.delete(message.job);
    if (message.kind === "done") job.resolve(message.replay);
    else if (message.kind === "nothing") job.resolve(null);
    else job.reject(new Error(message.message));
    if (this.#jobs.size > 0) return;
    this.#idle = setTimeout(() => {
      const worker = this.#worker;
      this.#worker = null;
      void worker?.terminate();
    }, IDLE_MS).unref();
  }

  #lost(cause: Error): void {
    this.#worker = null;
    for (const job of this.#jobs.values()) job.reject(cause);
    this.#jobs.clear();
  }
}

/**
 * The thread in which interactions are replayed: folding in hundreds of thousands of events keeps nobody waiting.
 * Bundled by itself; started by ReplayThread.
 */
import { parentPort, workerData } from "node:worker_threads";
import { type Connection, Database } from "../tables-postgres/index.js";
import { NothingToReplayError, replayInteraction } from "./replay-interaction.js";

export interface ReplayTask {
  readonly connection: Connection;
  readonly centerId: string;
}

export interface ToReplayThread {
  readonly job: number;
  readonly interactionId: string;
}

export type FromReplayThread =
  | { readonly kind: "progress"; readonly job: number; readonly done: number; readonly total: number }
  /** `replay` is JSON: the server sends it on without reading it. */
  | { readonly kind: "done"; readonly job: number; readonly replay: string }
  | { readonly kind: "nothing"; readonly job: number }
  | { readonly kind: "failed"; readonly job: number; readonly message: string };

if (parentPort === null) throw new Error("replay.worker runs only as a worker thread");
const port = parentPort;
const { connection, centerId } = workerData as ReplayTask;
const database = new Database(connection, { connectionsMax: 1, queryTimeoutMs: 30_000 });
const post = (message: FromReplayThread): void => port.postMessage(message);

let before: Promise<void> = Promise.resolve();
port.on("message", ({ job, interactionId }: ToReplayThread) => {
  // One after the other: they would only take time from each other.
  before = before.then(() => run(job, interactionId));
});

async function run(job: number, interactionId: string): Promise<void> {
  try {
    const replay = await replayInteraction(database, centerId, interactionId, {
      onProgress: (done, total) => post({ kind: "progress", job, done, total }),
    });
    post({ kind: "done", job, replay: JSON.stringify(replay) });
  } catch (cause) {
    if (cause instanceof NothingToReplayError) post({ kind: "nothing", job });
    else post({ kind: "failed", job, message: cause instanceof Error ? cause.message : String(cause) });
  }
}

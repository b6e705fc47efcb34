/**
 * The thread in which snapshots are made: a JournalFollower behind a message port. Bundled by itself; started by
 * SnapshotWorker, which gives it a WorkerTask.
 */
import { parentPort, workerData } from "node:worker_threads";
import { type Connection, Database } from "../tables-postgres/index.js";
import { type FromFollower, JournalFollower, type ToFollower } from "./journal-follower.js";

export interface WorkerTask {
  readonly connection: Connection;
  readonly centerId: string;
  readonly snapshotEveryEvents?: number;
  readonly snapshotEveryMs?: number;
}

if (parentPort === null) throw new Error("snapshot.worker runs only as a worker thread");
const port = parentPort;
const { connection, ...options } = workerData as WorkerTask;
const database = new Database(connection, { connectionsMax: 1, queryTimeoutMs: 60_000 });
const follower = new JournalFollower({
  ...options,
  database,
  clock: {
    now: () => Date.now(),
    after: (delayMs, run) => {
      const timer = setTimeout(run, delayMs);
      return () => clearTimeout(timer);
    },
  },
  post: (message: FromFollower) => port.postMessage(message),
});
port.on("message", (message: ToFollower) => {
  const done = follower.handle(message);
  if (message.kind !== "stop") return;
  void done.then(() => database.close()).then(() => port.close());
});

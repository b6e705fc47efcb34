import { rm } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createCenter, hashState, readState, STATE_SCHEMA_VERSION } from "@patchbay/core";
import { build } from "esbuild";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { restoreCenter } from "../../src/center/restore-center.js";
import { type FollowerStatus, PostgresJournal, SnapshotWorker } from "../../src/journal-postgres/index.js";
import { type FromFollower, JournalFollower } from "../../src/journal-postgres/journal-follower.js";
import { settableClock } from "../contracts/journal-contract.js";
import { type PostgresTown, postgresTown } from "./postgres-house.js";
import { WorkingDay } from "./working-day.js";

let town: PostgresTown;
beforeAll(async () => {
  town = await postgresTown();
});
afterAll(() => town.drop());

/** Bundled as the product's build does it; below node_modules, so that npm's packages are found from there. */
async function bundledWorker(): Promise<URL> {
  const outfile = fileURLToPath(
    new URL(
      `../../../../node_modules/.cache/patchbay-test/snapshot.worker.${process.pid}.mjs`,
      import.meta.url,
    ),
  );
  await build({
    entryPoints: [fileURLToPath(new URL("../../src/journal-postgres/snapshot.worker.ts", import.meta.url))],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    external: ["pg", "kysely", "libphonenumber-js"],
    logLevel: "warning",
  });
  onTestFinished(() => rm(outfile));
  return pathToFileURL(outfile);
}

describe("the snapshot follower", () => {
  let centerId: string;
  let day: WorkingDay;
  let stored = 0;

  /** Appends what the day has brought since the last call. */
  const store = async (): Promise<void> => {
    const journal = town.house(centerId).journal(settableClock());
    const { lastSeq } = await journal.open();
    await journal.append(lastSeq, day.entries.slice(stored));
    stored = day.entries.length;
    await journal.close();
  };
  const reader = () =>
    new PostgresJournal({ database: town.database, centerId, clock: settableClock(), owner: "a reader" });

  beforeEach(async () => {
    centerId = town.newCenter();
    day = new WorkingDay();
    stored = 0;
    day.chat("jane");
    await store();
  });

  const follow = (options: { readonly snapshotEveryEvents?: number } = {}) => {
    const heard: FromFollower[] = [];
    const follower = new JournalFollower({
      database: town.database,
      centerId,
      clock: settableClock(),
      post: (message) => heard.push(message),
      ...options,
    });
    const committed = (hash: string | null, seq = day.core.state.seq) =>
      follower.handle({ kind: "committed", seq, hash });
    return { heard, follower, committed };
  };

  test("makes a snapshot from which the next start has the same state", async () => {
    const { heard, committed } = follow({ snapshotEveryEvents: 10 });
    await committed(null);
    expect(heard.map((message) => message.kind)).toEqual(["following", "snapshot"]);

    day.chat("tom");
    await store();
    const journal = town.house(centerId).journal(settableClock());
    const head = await journal.open();
    await journal.close();
    expect(head.snapshot?.seq).toBeGreaterThan(10);
    const steps: [number, number][] = [];
    const restored = await restoreCenter(journal, head, {
      onReplay: (done, total) => steps.push([done, total]),
    });
    expect(hashState(restored.state)).toBe(hashState(day.core.state));
    const tail = day.core.state.seq - (head.snapshot?.seq ?? 0);
    expect(steps).toEqual([[tail, tail]]);
  });

  test("agrees with a server that has the journal's state, exactly at the sequence of its hash", async () => {
    const { heard, committed } = follow();
    const [seq, hash] = [day.core.state.seq, hashState(day.core.state)];
    day.chat("tom");
    await store();
    // The journal is longer by now; the hash is still compared where it was taken.
    await Promise.all([committed(hash, seq), committed(null), committed(hashState(day.core.state))]);
    expect(heard.filter((message) => message.kind === "agreed")).toEqual([
      { kind: "agreed", seq },
      { kind: "agreed", seq: day.core.state.seq },
    ]);
    expect(heard.some((message) => message.kind === "diverged")).toBe(false);
  });

  test("says so when the server's state is another, and makes no more snapshots", async () => {
    const { heard, committed } = follow({ snapshotEveryEvents: 1 });
    const wrong = readState(JSON.parse(JSON.stringify({ ...serialized(), at: 1 })));
    await committed(hashState(wrong));
    expect(heard.at(-1)).toMatchObject({
      kind: "diverged",
      seq: day.core.state.seq,
      server: hashState(wrong),
      follower: hashState(day.core.state),
    });
    day.chat("tom");
    await store();
    await committed(null);
    expect(heard.filter((message) => message.kind === "snapshot")).toEqual([]);
  });
  const serialized = () => ({
    schema: STATE_SCHEMA_VERSION,
    seq: day.core.state.seq,
    at: day.core.state.at,
    lastCaseNumber: day.core.state.lastCaseNumber,
    maps: Object.fromEntries(
      [
        "users",
        "services",
        "entries",
        "reasons",
        "agents",
        "interactions",
        "offers",
        "liveByClient",
        "recent",
        "handling",
      ].map((name) => [name, []]),
    ),
  });

  test("a snapshot of another release is passed over for the one before, and in the end for the whole journal", async () => {
    const { committed } = follow({ snapshotEveryEvents: 1 });
    await committed(null, 20);
    await committed(null, 30);
    const passedOver: number[] = [];
    const restore = async () => {
      passedOver.length = 0;
      const journal = reader();
      const snapshot = await journal.snapshotBefore(day.core.state.seq + 1);
      return restoreCenter(
        journal,
        { snapshot, lastSeq: day.core.state.seq },
        { onUnreadable: (seq) => passedOver.push(seq) },
      );
    };
    await town.house(centerId).putSnapshot(40, { schema: 99 });
    expect(hashState((await restore()).state)).toBe(hashState(day.core.state));
    expect(passedOver).toEqual([40]);

    await town.house(centerId).putSnapshot(30, { schema: 99 });
    await town.house(centerId).putSnapshot(20, { schema: 99 });
    expect(hashState((await restore()).state)).toBe(hashState(day.core.state));
    expect(passedOver).toEqual([40, 30, 20]);
  });

  test("damaged bytes are passed over by the journal itself", async () => {
    const { committed } = follow({ snapshotEveryEvents: 1 });
    await committed(null, 20);
    await committed(null, 30);
    await town.database.withCenter(centerId, (tx) =>
      tx.run("update snapshot set state = substr(state, 1, 40) where seq = 30"),
    );
    const damaged: number[] = [];
    const journal = new PostgresJournal({
      database: town.database,
      centerId,
      clock: settableClock(),
      owner: "a server",
      onDamagedSnapshot: (count) => damaged.push(count),
    });
    expect((await journal.open()).snapshot?.seq).toBe(20);
    await journal.close();
    expect(damaged).toEqual([1]);
  });

  test("works as a thread of its own, and stops when told", async () => {
    const worker = new SnapshotWorker({
      workerUrl: await bundledWorker(),
      connection: town.app,
      centerId,
      snapshotEveryEvents: 10,
    });
    const status = await new Promise<FollowerStatus>((resolve, reject) => {
      const look = setInterval(() => {
        const { status } = worker;
        if (status.state === "failed") reject(new Error(status.message ?? "failed"));
        if (status.snapshotSeq !== null) resolve(status);
        if (status.snapshotSeq !== null || status.state === "failed") clearInterval(look);
      }, 20);
      worker.hash(day.core.state.seq, hashState(day.core.state));
    });
    expect(status).toEqual({
      state: "following",
      agreedSeq: day.core.state.seq,
      snapshotSeq: day.core.state.seq,
      message: null,
    });
    await worker.stop();
    expect(worker.status.state).toBe("stopped");
    const snapshot = await reader().snapshotBefore(Number.MAX_SAFE_INTEGER);
    expect(hashState(createCenter(readState(snapshot?.state)).state)).toBe(hashState(day.core.state));
  });

  test("after an outage it says that it follows again, long before the next snapshot is due", async () => {
    const told: FromFollower[] = [];
    const worker = new SnapshotWorker({
      workerUrl: await bundledWorker(),
      connection: town.app,
      centerId,
      onMessage: (message) => told.push(message),
    });
    worker.committed(day.core.state.seq);
    await expect.poll(() => worker.status.state).toBe("following");

    day.chat("tom");
    await store();
    await town.owner.query("begin; lock table journal in access exclusive mode");
    worker.committed(day.core.state.seq);
    // Its connection is cut while it reads, and whatever it tries next waits for the lock.
    const cut = () =>
      town.owner.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and wait_event_type = 'Lock'",
        [new URL(town.ownerConnection.connectionString ?? "").pathname.slice(1)],
      );
    await expect.poll(async () => (await cut()).rowCount, { interval: 10 }).toBeGreaterThan(0);
    await expect.poll(() => worker.status).toMatchObject({ state: "failed", snapshotSeq: null });
    await town.owner.query("rollback");
    await expect
      .poll(() => worker.status, { timeout: 5_000 })
      .toMatchObject({
        state: "following",
        message: null,
        snapshotSeq: null,
      });
    expect(told.map(({ kind }) => kind)).toEqual(["following", "failed", "following"]);
    await worker.stop();
  });
});

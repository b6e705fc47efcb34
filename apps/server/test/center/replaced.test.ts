import { asId, type ReasonId } from "@patchbay/core";
import { expect, test } from "vitest";
import { CenterRuntime } from "../../src/center/center-runtime.js";
import { JournalError } from "../../src/center/journal.js";
import { MemoryJournal, MemoryStore } from "../../src/journal-memory/index.js";
import { countingIds, ManualClock, settle } from "../desk-gateway/support/manual-clock.js";

const quiet = { info: () => {}, warn: () => {}, error: () => {} };

/** @param standing for how long the process has stood still, on top of the time of the test. */
async function running(standing = { ms: 0 }) {
  const clock = new ManualClock();
  const store = new MemoryStore();
  const journal = new MemoryJournal({ store, clock });
  const now = () => clock.now() + standing.ms;
  const runtime = new CenterRuntime({
    id: "larkfield",
    journal,
    clock: { now, after: (delayMs, run) => clock.after(delayMs, run) },
    ids: countingIds(),
    log: quiet,
    realNow: now,
  });
  await runtime.start();
  const reason = (id: string, key?: string) =>
    runtime.submit({
      command: { type: "ConfigureReason", reason: { id: asId<ReasonId>(id), kind: "agent", limitMs: null } },
      ...(key === undefined ? {} : { key }),
    });
  return { clock, store, journal, runtime, reason };
}

const tryAgain = { ok: false, rejection: { code: "not_accepted_try_again" } };

test("a server that was frozen and replaced stops reading out its old state, even when nobody writes", async () => {
  const { clock, store, runtime } = await running();
  expect(runtime.status).toBe("running");
  // What the successor does: the lock is its own, the epoch is the next one.
  store.lock = { holder: {}, owner: "process 2 on another machine" };
  store.writer.epoch += 1;
  await clock.advance(1_100);
  expect(runtime.status).not.toBe("running");
});

test("an edge that fails on the recovery keeps neither the center nor the other edges from going on", async () => {
  const { clock, store, runtime, reason } = await running();
  let told = 0;
  runtime.onRecovered(() => {
    throw new Error("an edge's own trouble");
  });
  runtime.onRecovered(() => {
    told += 1;
  });
  store.faults = () => ({ kind: "before_commit" });
  const lost = reason("lunch");
  await settle();
  store.faults = () => null;
  await expect(lost).resolves.toMatchObject(tryAgain);
  await clock.advance(5_000);
  expect([runtime.status, told]).toEqual(["running", 1]);
  await expect(reason("lunch")).resolves.toMatchObject({ ok: true });
});

test("a center that is stopped while it cannot recover stays stopped", async () => {
  const { clock, store, journal, runtime, reason } = await running();
  store.faults = () => ({ kind: "before_commit" });
  let attempts = 0;
  let giveUp: () => void = () => undefined;
  journal.open = () => {
    attempts += 1;
    return new Promise((_, reject) => {
      giveUp = () => reject(new JournalError("unavailable", "planted"));
    });
  };
  void reason("lunch");
  await clock.advance(500);
  const before = attempts;
  expect(before).toBeGreaterThan(0);
  await runtime.stop();
  giveUp();
  await clock.advance(5_000);
  expect([runtime.status, attempts]).toEqual(["stopped", before]);
});

test("the time that a key's look-up takes counts: nobody waits longer than two seconds in all", async () => {
  const { clock, store, journal, reason } = await running();
  journal.answered = () => new Promise((resolve) => void clock.after(1_200, () => resolve(undefined)));
  const append = journal.append.bind(journal);
  journal.append = async (expectedLastSeq, entries) => {
    await new Promise<void>((resolve) => void clock.after(1_400, resolve));
    return append(expectedLastSeq, entries);
  };
  let answeredAt: number | undefined;
  const startedAt = clock.now();
  const answer = reason("lunch", "request-1").then((result) => {
    answeredAt = clock.now() - startedAt;
    return result;
  });
  await clock.advance(4_000);
  await expect(answer).resolves.toMatchObject(tryAgain);
  expect(answeredAt).toBeLessThanOrEqual(2_000);
  expect(store.journal).toHaveLength(1);
});

test("those who come while a refused batch is done one by one do not wait longer than the others", async () => {
  const { clock, journal, runtime, reason } = await running();
  const append = journal.append.bind(journal);
  let appends = 0;
  journal.append = async (expectedLastSeq, entries) => {
    appends += 1;
    if (appends === 1) throw new JournalError("refused", "planted");
    await new Promise<void>((resolve) => void clock.after(1_450, resolve));
    return append(expectedLastSeq, entries);
  };
  const first = [reason("a"), reason("b"), reason("c"), reason("d")];
  await clock.advance(1_430);
  void reason("before the late one");
  let answeredAt: number | undefined;
  const startedAt = clock.now();
  void reason("late").then(() => {
    answeredAt = clock.now() - startedAt;
  });
  await clock.advance(2_000);
  expect(answeredAt).toBeLessThanOrEqual(2_000);
  await clock.advance(10_000);
  await Promise.all(first);
  expect(runtime.status).toBe("running");
});

test("who comes while a refused batch is done one by one shares a commit again", async () => {
  const { clock, journal, runtime, reason } = await running();
  const append = journal.append.bind(journal);
  const sizes: number[] = [];
  journal.append = async (expectedLastSeq, entries) => {
    sizes.push(entries.length);
    if (sizes.length === 1) throw new JournalError("refused", "planted");
    await new Promise<void>((resolve) => void clock.after(10, resolve));
    return append(expectedLastSeq, entries);
  };
  const first = [reason("a"), reason("b")];
  await clock.advance(5);
  const newcomers = ["c", "d", "e", "f"].map((name) => reason(name));
  await clock.advance(100);
  for (const result of await Promise.all([...first, ...newcomers])) expect(result.ok).toBe(true);
  expect(sizes, "both of the batch alone, then the newcomers together").toEqual([2, 1, 1, 4]);
  expect(runtime.state.configuration.reasons.size).toBe(6);
});

test("a process that stood still asks the journal what is true before it tells or takes anything", async () => {
  const standing = { ms: 0 };
  const { clock, store, runtime, reason } = await running(standing);
  await expect(reason("lunch")).resolves.toMatchObject({ ok: true });
  await clock.advance(3_000);
  expect(runtime.status).toBe("running");
  standing.ms = 60_000;
  expect(runtime.status).toBe("suspended");
  await expect(reason("training")).resolves.toMatchObject(tryAgain);
  await settle();
  // Nobody had taken it over: it has recovered and goes on, as the owner after itself.
  expect([runtime.status, store.writer.epoch]).toEqual(["running", 2]);
  await expect(reason("training")).resolves.toMatchObject({ ok: true });
});

test("what the database said while the process stood still is told by the journal, not by us", async () => {
  const standing = { ms: 0 };
  const { journal, runtime, reason } = await running(standing);
  const append = journal.append.bind(journal);
  journal.append = async (expectedLastSeq, entries) => {
    await append(expectedLastSeq, entries);
    standing.ms = 60_000;
  };
  const told: number[] = [];
  runtime.onCommitted(({ lastSeq }) => told.push(lastSeq));
  await expect(reason("lunch", "request-1")).resolves.toMatchObject(tryAgain);
  expect(told).toEqual([]);
  journal.append = append;
  await settle();
  await expect(reason("lunch", "request-1")).resolves.toMatchObject({ ok: true, repeated: true });
});

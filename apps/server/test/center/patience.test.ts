import { asId, type ReasonId } from "@patchbay/core";
import { expect, test } from "vitest";
import { CenterRuntime } from "../../src/center/center-runtime.js";
import { type AppendFault, MemoryJournal, MemoryStore } from "../../src/journal-memory/index.js";
import { countingIds, ManualClock } from "../desk-gateway/support/manual-clock.js";

const quiet = { info: () => {}, warn: () => {}, error: () => {} };

async function running(faults: readonly (AppendFault | null)[]) {
  const clock = new ManualClock();
  const store = new MemoryStore();
  const journal = new MemoryJournal({ store, clock });
  // The disk takes its time before it has stored anything; a journal in memory would have it at once.
  const append = journal.append.bind(journal);
  let appends = 0;
  journal.append = async (expectedLastSeq, entries) => {
    const fault = faults[appends++] ?? null;
    if (fault?.kind === "slow") await new Promise<void>((resolve) => clock.after(fault.ms, resolve));
    else if (fault !== null) store.faults = () => fault;
    return append(expectedLastSeq, entries).finally(() => {
      store.faults = () => null;
    });
  };
  const runtime = new CenterRuntime({ id: "larkfield", journal, clock, ids: countingIds(), log: quiet });
  await runtime.start();
  const reason = (id: string, key?: string) =>
    runtime.submit({
      command: { type: "ConfigureReason", reason: { id: asId<ReasonId>(id), kind: "agent", limitMs: null } },
      ...(key === undefined ? {} : { key, result: { id } }),
    });
  const stored = () => store.journal.filter(({ text }) => text.includes("lunch")).length;
  return { clock, store, runtime, reason, stored };
}

const slow: AppendFault = { kind: "slow", ms: 1_200 };

test("what was told to be asked again, and is stored after all, is done once when it is asked again", async () => {
  const { clock, reason, stored } = await running([slow, slow]);
  void reason("earlier");
  await clock.advance(100);
  const first = reason("lunch", "request-1");
  await clock.advance(1_900);
  await expect(first).resolves.toMatchObject({ ok: false, rejection: { code: "not_accepted_try_again" } });
  const again = reason("lunch", "request-1");
  await clock.advance(1_900);
  await expect(again).resolves.toMatchObject({ ok: true, repeated: true, result: { id: "lunch" } });
  expect(stored()).toBe(1);
});

test("when it was not stored in the end, asking again does it", async () => {
  const { clock, reason, stored, runtime } = await running([slow, { kind: "before_commit" }]);
  void reason("earlier");
  await clock.advance(100);
  const first = reason("lunch", "request-1");
  await clock.advance(3_000);
  await expect(first).resolves.toMatchObject({ ok: false });
  expect(stored()).toBe(0);
  expect(runtime.status).toBe("running");
  const again = reason("lunch", "request-1");
  await clock.advance(100);
  await expect(again).resolves.toMatchObject({ ok: true, repeated: false });
  expect(stored()).toBe(1);
});

import { expect, test } from "vitest";
import { CenterRuntime } from "../../src/center/center-runtime.js";
import { JournalError } from "../../src/center/journal.js";
import { MemoryJournal, MemoryStore } from "../../src/journal-memory/index.js";
import { countingIds, ManualClock } from "../desk-gateway/support/manual-clock.js";

test("each second it is told whether the database took the sign of life", async () => {
  const clock = new ManualClock();
  const journal = new MemoryJournal({ store: new MemoryStore(), clock });
  const seen = journal.seen.bind(journal);
  const told: boolean[] = [];
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const onPulse = (stored: boolean) => void told.push(stored);
  const runtime = new CenterRuntime({ id: "larkfield", journal, clock, ids: countingIds(), log, onPulse });
  await runtime.start();
  await clock.advance(1_000);
  journal.seen = () => Promise.reject(new JournalError("unavailable", "gone"));
  await clock.advance(1_000);
  journal.seen = seen;
  await clock.advance(1_000);
  expect(told).toEqual([true, false, true]);
  await runtime.stop();
});

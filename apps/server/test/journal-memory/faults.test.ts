import { beforeEach, describe, expect, test } from "vitest";
import type { Clock } from "../../src/center/clock.js";
import { type AppendFault, MemoryJournal, MemoryStore } from "../../src/journal-memory/index.js";
import { allEvents, codeOf } from "../contracts/journal-contract.js";
import { Pen, started } from "../contracts/record-builders.js";

/** A clock of our own: nothing happens until it is moved. */
class HandClock implements Clock {
  #now = 1_000;
  #timers: { readonly at: number; readonly run: () => void }[] = [];
  now(): number {
    return this.#now;
  }
  after(delayMs: number, run: () => void): () => void {
    const timer = { at: this.#now + delayMs, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }
  async move(ms: number): Promise<void> {
    await Promise.resolve();
    this.#now += ms;
    const due = this.#timers.filter((timer) => timer.at <= this.#now);
    this.#timers = this.#timers.filter((timer) => timer.at > this.#now);
    for (const timer of due) timer.run();
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  }
}

describe("planted faults", () => {
  let store: MemoryStore;
  let clock: HandClock;
  let journal: MemoryJournal;
  let pen: Pen;
  beforeEach(async () => {
    store = new MemoryStore();
    clock = new HandClock();
    journal = new MemoryJournal({ store, clock, appendDeadlineMs: 1_500 });
    pen = new Pen();
    await journal.open();
  });

  const appendWith = (fault: AppendFault): { code: () => string; done: Promise<void> } => {
    store.faults = (attempt) => (attempt === 1 ? fault : null);
    let code = "waiting";
    const done = codeOf(journal.append(0, [pen.entry([started("chat-1")])])).then((outcome) => {
      code = outcome;
    });
    return { code: () => code, done };
  };

  test.each<[AppendFault, number]>([
    [{ kind: "before_commit" }, 0],
    [{ kind: "after_commit" }, 1],
  ])("%o: the writer does not know, the store does", async (fault, stored) => {
    const append = appendWith(fault);
    await append.done;
    expect(append.code()).toBe("outcome_unknown");
    expect(await allEvents(journal)).toHaveLength(stored);
    expect(await codeOf(journal.append(0, [pen.entry([started("chat-2")])]))).toBe("unavailable");
    expect(await journal.open()).toMatchObject({ epoch: 2, lastSeq: stored });
  });

  test.each<[AppendFault, number]>([
    [{ kind: "never_answers", stored: false }, 0],
    [{ kind: "never_answers", stored: true }, 1],
    [{ kind: "slow", ms: 4_000 }, 1],
  ])("%o: nothing is heard until the deadline", async (fault, stored) => {
    const append = appendWith(fault);
    await clock.move(1_499);
    expect(append.code()).toBe("waiting");
    await clock.move(1);
    expect(append.code()).toBe("outcome_unknown");
    expect(await journal.open()).toMatchObject({ lastSeq: stored });
  });

  test("a slow one within the deadline is late and good", async () => {
    const append = appendWith({ kind: "slow", ms: 900 });
    await clock.move(899);
    expect(append.code()).toBe("waiting");
    await clock.move(1);
    expect(append.code()).toBe("accepted");
    pen.seq = 1;
    await journal.append(1, [pen.entry([started("chat-2", { clientKey: "other" })])]);
  });

  test("nobody who holds an event can change what was written", async () => {
    const entry = pen.entry([started("chat-1")]);
    await journal.append(0, [entry]);
    Object.assign(entry.events[0] ?? {}, { caseNumber: 1 });
    expect((await allEvents(journal))[0]).toMatchObject({ caseNumber: 10_000 });
  });
});

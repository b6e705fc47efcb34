import type { Event } from "@patchbay/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Clock } from "../../src/center/clock.js";
import type { Journal, JournalEntry, JournalErrorCode } from "../../src/center/journal.js";
import type { Records } from "../../src/center/records.js";
import { message, Pen, received, started } from "./record-builders.js";

/** One empty center in some store, and what a test may do to it. */
export interface RecordHouse {
  /** A server's journal; each call is another server. */
  journal(clock: Clock, owner?: string): Journal;
  records(): Records;
  /** Another server takes over while the first one's connection still stands. */
  replaceWriter(): Promise<void>;
  /** What the snapshot worker would store. */
  putSnapshot(seq: number, state: unknown): Promise<void>;
  dispose(): Promise<void>;
}

/** A clock that stands still until it is moved; its timers are those of the process. */
export function settableClock(now = Date.UTC(2026, 2, 2, 9, 0, 0)): Clock & { set(at: number): void } {
  let at = now;
  return {
    now: () => at,
    set: (next) => {
      at = next;
    },
    after: (delayMs, run) => {
      const timer = setTimeout(run, delayMs);
      return () => clearTimeout(timer);
    },
  };
}

export async function allEvents(journal: Journal, afterSeq = 0): Promise<Event[]> {
  const events: Event[] = [];
  for await (const page of journal.read(afterSeq)) events.push(...page);
  return events;
}

export async function codeOf(attempt: Promise<unknown>): Promise<JournalErrorCode | "accepted"> {
  return attempt.then(
    () => "accepted",
    (cause: { readonly code: JournalErrorCode }) => cause.code,
  );
}

/** What every adapter of the port Journal has to do. */
export function journalContract(name: string, makeHouse: () => Promise<RecordHouse>): void {
  describe(`journal: ${name}`, () => {
    let house: RecordHouse;
    let journal: Journal;
    let pen: Pen;
    const clock = settableClock();
    const open: Journal[] = [];
    const server = (owner?: string): Journal => {
      const opened = house.journal(clock, owner);
      open.push(opened);
      return opened;
    };

    beforeEach(async () => {
      house = await makeHouse();
      pen = new Pen();
      clock.set(pen.at);
      journal = server("the first server");
    });
    afterEach(async () => {
      for (const opened of open.splice(0)) await opened.close();
      await house.dispose();
    });

    const chat = (messageId: string): JournalEntry =>
      pen.entry([received("chat-1", messageId)], [message("chat-1", messageId, `text of ${messageId}`)]);

    test("a new center starts at nothing, in its first epoch", async () => {
      expect(await journal.open()).toEqual({ epoch: 1, lastSeq: 0, lastSeenAt: null, snapshot: null });
      expect(await allEvents(journal)).toEqual([]);
    });

    test("what was appended is read back as it was, in order", async () => {
      await journal.open();
      const entries = [pen.entry([started("chat-1")]), chat("m1"), chat("m2")];
      await journal.append(0, entries);
      const events = entries.flatMap((entry) => entry.events);
      expect(await allEvents(journal)).toEqual(events);
      expect(await allEvents(journal, 2)).toEqual(events.slice(2));
      expect(await allEvents(journal, 3)).toEqual([]);
    });

    test("more than a page is read whole", async () => {
      await journal.open();
      await journal.append(0, [pen.entry([started("chat-1")])]);
      for (let batch = 0; batch < 5; batch++) {
        const entries = Array.from({ length: 1_000 }, (_, i) => chat(`m${batch}-${i}`));
        await journal.append(pen.seq - 1_000, entries);
      }
      const events = await allEvents(journal);
      expect(events.map((event) => event.seq)).toEqual(Array.from({ length: 5_001 }, (_, i) => i + 1));
    });

    test("a batch goes in whole or not at all", async () => {
      await journal.open();
      await journal.append(0, [pen.entry([started("chat-1")]), chat("m1")]);
      const before = await allEvents(journal);
      const seq = pen.seq;
      // The second message repeats an id that is stored: the store refuses it.
      expect(await codeOf(journal.append(seq, [chat("m2"), chat("m1")]))).toBe("refused");
      expect(await allEvents(journal)).toEqual(before);
      expect((await house.records().messages("chat-1")).map((row) => row.messageId)).toEqual(["m1"]);
      // And the journal is as usable as before.
      pen.seq = seq;
      await journal.append(seq, [chat("m2")]);
      expect(await allEvents(journal)).toHaveLength(3);
    });

    test.each([
      ["a zero character", "nul \u0000 inside"],
      ["half a surrogate pair", "half \ud83d a smile"],
    ])("text that PostgreSQL cannot hold is refused, and the journal goes on: %s", async (_, text) => {
      await journal.open();
      await journal.append(0, [pen.entry([started("chat-1")])]);
      const bad = pen.entry([received("chat-1", "m1")], [message("chat-1", "m1", text)]);
      expect(await codeOf(journal.append(1, [bad]))).toBe("refused");
      pen.seq = 1;
      const tricky = "back\\u0000slash, smile \u{1f642}";
      await journal.append(1, [pen.entry([received("chat-1", "m1")], [message("chat-1", "m1", tricky)])]);
      expect((await house.records().message("chat-1", "m1"))?.body).toEqual({ kind: "text", text: tricky });
    });

    test.each([
      [
        "a gap in the sequence",
        () => [
          {
            ...chat("m1"),
            events: pen.events(received("chat-1", "m1")).map((event) => ({ ...event, seq: 7 })),
          },
        ],
      ],
      ["an event without its message", () => [pen.entry([received("chat-1", "m1")])]],
      ["a message without its event", () => [pen.aside(message("chat-1", "m1", "alone"))]],
      [
        "one key twice",
        () => [
          pen.entry([started("chat-1")], [], { key: "k", result: 1 }),
          pen.entry([], [], { key: "k", result: 1 }),
        ],
      ],
    ] satisfies [string, () => JournalEntry[]][])(
      "a batch that contradicts itself is refused: %s",
      async (_, batch) => {
        await journal.open();
        expect(await codeOf(journal.append(0, batch()))).toBe("refused");
        expect(await allEvents(journal)).toEqual([]);
      },
    );

    test("who expects another last sequence is fenced and writes nothing", async () => {
      await journal.open();
      await journal.append(0, [pen.entry([started("chat-1")])]);
      const late = pen.entry([started("chat-2", { clientKey: "other" })]);
      const ahead = { ...late, events: late.events.map((event) => ({ ...event, seq: 6 })) };
      expect(await codeOf(journal.append(5, [ahead]))).toBe("fenced");
      expect(await codeOf(journal.append(1, [late]))).toBe("unavailable");
      await journal.open();
      expect(await allEvents(journal)).toHaveLength(1);
    });

    test("a second live server is refused and told who the first is", async () => {
      await journal.open();
      const second = server("the second server");
      const refusal = await second.open().then(
        () => null,
        (cause: Error) => cause,
      );
      expect(refusal).toMatchObject({
        code: "owned_by_another",
        message: expect.stringContaining("the first server"),
      });
      await journal.append(0, [pen.entry([started("chat-1")])]);
      expect(await allEvents(journal)).toHaveLength(1);
    });

    test("a server that was replaced while it stood still writes nothing when it wakes", async () => {
      await journal.open();
      await journal.append(0, [pen.entry([started("chat-1")])]);
      await house.replaceWriter();
      expect(await codeOf(journal.append(1, [chat("m1")]))).toBe("fenced");
      expect(await codeOf(journal.seen(pen.at))).toBe("fenced");
      expect(await house.records().messages("chat-1")).toEqual([]);
      expect((await allEvents(journal)).map((event) => event.type)).toEqual(["InteractionStarted"]);
    });

    test("the next owner gets the next epoch, the last sequence and when the former was last at work", async () => {
      await journal.open();
      await journal.append(0, [pen.entry([started("chat-1")])]);
      const lastSeenAt = pen.at + 5_000;
      await journal.seen(lastSeenAt);
      await journal.seen(pen.at + 1_000);
      await journal.close();
      expect(await codeOf(journal.append(1, [chat("m1")]))).toBe("unavailable");
      expect(await server().open()).toEqual({ epoch: 2, lastSeq: 1, lastSeenAt, snapshot: null });
    });

    test("an append is a sign of life too", async () => {
      await journal.open();
      await journal.append(0, [pen.entry([started("chat-1")])]);
      await journal.close();
      expect((await server().open()).lastSeenAt).toBe(pen.at);
    });

    test("the same server may open again, as it does after a failure", async () => {
      await journal.open();
      await journal.append(0, [pen.entry([started("chat-1")])]);
      expect(await journal.open()).toMatchObject({ epoch: 2, lastSeq: 1 });
      pen.seq = 1;
      await journal.append(1, [chat("m1")]);
      expect(await allEvents(journal)).toHaveLength(2);
    });

    test("an answer is kept under its key for 24 hours, then the key is free again", async () => {
      await journal.open();
      const keyed = (interactionId: string, result: unknown): JournalEntry =>
        pen.entry([started(interactionId, { clientKey: interactionId })], [], { key: "request-1", result });
      await journal.append(0, [keyed("chat-1", { id: "chat-1" })]);
      expect(await journal.answered("request-1")).toEqual({ result: { id: "chat-1" } });
      expect(await journal.answered("request-2")).toBeUndefined();

      clock.set(pen.at + 23 * 3_600_000);
      expect(await journal.answered("request-1")).toEqual({ result: { id: "chat-1" } });
      expect(await codeOf(journal.append(1, [keyed("chat-2", null)]))).toBe("refused");

      pen.seq = 1;
      clock.set(pen.at + 24 * 3_600_000);
      expect(await journal.answered("request-1")).toBeUndefined();
      pen.at = clock.now();
      await journal.append(1, [keyed("chat-2", null)]);
      expect(await journal.answered("request-1")).toEqual({ result: null });
    });

    test("the newest snapshot comes with the head, the one before it on request", async () => {
      await journal.open();
      await journal.append(0, [
        pen.entry([started("chat-1")]),
        chat("m1"),
        chat("m2"),
        chat("m3"),
        chat("m4"),
      ]);
      for (const seq of [1, 2, 3, 4]) await house.putSnapshot(seq, { seq, agents: ["sofia"] });
      await journal.close();
      const next = server();
      expect((await next.open()).snapshot).toEqual({ seq: 4, state: { seq: 4, agents: ["sofia"] } });
      expect(await next.snapshotBefore(4)).toEqual({ seq: 3, state: { seq: 3, agents: ["sofia"] } });
      expect((await next.snapshotBefore(3))?.seq).toBe(2);
      // Three are kept.
      expect(await next.snapshotBefore(2)).toBeNull();
    });
  });
}

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { FollowUpQuestion, FollowUpRecords, FollowUpRow } from "../../src/center/follow-up-records.js";
import type { Journal } from "../../src/center/journal.js";
import { type RecordHouse, settableClock } from "./journal-contract.js";
import { Pen, started } from "./record-builders.js";

const row = (followUpId: string, dueAt: number, more: Partial<FollowUpRow> = {}): FollowUpRow => ({
  followUpId,
  version: 1,
  interactionId: "chat-1",
  contactId: "maria",
  caseNumber: 10_000,
  kind: "call",
  dueAt,
  timeZone: "America/Los_Angeles",
  note: "Ask whether the workshop's estimate has come.",
  number: "+1 503 555 0142",
  assigneeId: "sofia",
  createdBy: "sofia",
  createdAt: 1_767_000_000_000,
  changedBy: "sofia",
  changedAt: 1_767_000_000_000,
  doneAt: null,
  doneBy: null,
  deletedAt: null,
  remindedFor: null,
  ...more,
});

/** What every adapter of follow-ups has to do. */
export function followUpsContract(name: string, makeHouse: () => Promise<RecordHouse>): void {
  describe(`follow-ups: ${name}`, () => {
    let house: RecordHouse;
    let journal: Journal;
    let followUps: FollowUpRecords;

    beforeEach(async () => {
      house = await makeHouse();
      const pen = new Pen();
      const clock = settableClock();
      clock.set(pen.at);
      journal = house.journal(clock);
      followUps = house.records().followUps;
      await journal.open();
      const contact = {
        contactId: "maria",
        firstName: "Maria",
        lastName: "Gutiérrez",
        phones: ["+15035550142"],
        emails: [],
        account: "LK-2048-7719",
        createdAt: 7,
      };
      await journal.append(0, [
        pen.entry([started("chat-1", { contactId: "maria" })], [{ table: "contact", row: contact }]),
      ]);
      await journal.append(1, [
        pen.entry([started("call-2", { contactId: "jon", clientKey: "of-jon", channel: "voice" })]),
      ]);
    });
    afterEach(async () => {
      await journal.close();
      await house.dispose();
    });

    const ids = async (question: Partial<FollowUpQuestion>): Promise<string[]> =>
      (
        await followUps.list({
          assigneeIds: ["sofia"],
          madeForOthersBy: null,
          state: "open",
          after: null,
          limit: 10,
          ...question,
        })
      ).map(({ followUpId }) => followUpId);

    test("one comes back as it was stored, with its customer and its channel", async () => {
      const stored = row("f1", 1_800_000_000_000, {
        doneAt: 5,
        doneBy: "ben",
        remindedFor: 1_800_000_000_000,
      });
      expect(await followUps.put(stored)).toBe(true);
      expect(await followUps.byId("f1")).toEqual({
        ...stored,
        channel: "chat",
        contact: {
          contactId: "maria",
          firstName: "Maria",
          lastName: "Gutiérrez",
          phones: ["+15035550142"],
          emails: [],
          account: "LK-2048-7719",
          createdAt: 7,
        },
      });
      const bare = row("f2", 1, { interactionId: "call-2", contactId: "jon", kind: "task", number: null });
      await followUps.put(bare);
      expect(await followUps.byId("f2")).toEqual({ ...bare, channel: "voice", contact: null });
      expect(await followUps.byId("f3")).toBeUndefined();
    });

    test("a new one takes nobody's place, and a change is of the version before", async () => {
      await followUps.put(row("f1", 1));
      expect(await followUps.put(row("f1", 2)), "there is one of this id").toBe(false);
      expect(await followUps.put(row("f1", 3, { version: 2, assigneeId: "ben" }))).toBe(true);
      expect(await followUps.put(row("f1", 4, { version: 2 })), "made from an older one").toBe(false);
      expect(await followUps.put(row("f1", 4, { version: 4 })), "made from one that never was").toBe(false);
      expect(await followUps.put(row("f9", 4, { version: 2 })), "there is none").toBe(false);
      expect(await followUps.byId("f1")).toMatchObject({ version: 2, dueAt: 3, assigneeId: "ben" });
    });

    test("open ones are listed by time and done ones newest first, page by page", async () => {
      await followUps.put(row("b", 20));
      await followUps.put(row("a", 20));
      await followUps.put(row("c", 10));
      await followUps.put(row("gone", 5, { deletedAt: 6 }));
      await followUps.put(row("d", 1, { doneAt: 30, doneBy: "sofia" }));
      await followUps.put(row("e", 2, { doneAt: 40, doneBy: "sofia" }));
      await followUps.put(row("f", 3, { doneAt: 40, doneBy: "sofia" }));
      expect(await ids({})).toEqual(["c", "a", "b"]);
      expect(await ids({ limit: 2 })).toEqual(["c", "a"]);
      expect(await ids({ after: { at: 20, followUpId: "a" } })).toEqual(["b"]);
      expect(await ids({ after: { at: 10, followUpId: "c" } })).toEqual(["a", "b"]);
      expect(await ids({ state: "done" })).toEqual(["e", "f", "d"]);
      expect(await ids({ state: "done", after: { at: 40, followUpId: "e" } })).toEqual(["f", "d"]);
    });

    test("they are found by whom they are for, by who made them for others, and all", async () => {
      await followUps.put(row("own", 1));
      await followUps.put(row("for-ben", 2, { assigneeId: "ben" }));
      await followUps.put(row("of-ben", 3, { createdBy: "ben" }));
      expect(await ids({})).toEqual(["own", "of-ben"]);
      expect(await ids({ assigneeIds: ["ben", "sofia"] })).toEqual(["own", "for-ben", "of-ben"]);
      expect(await ids({ assigneeIds: null })).toEqual(["own", "for-ben", "of-ben"]);
      expect(await ids({ assigneeIds: [] })).toEqual([]);
      expect(await ids({ assigneeIds: null, madeForOthersBy: "sofia" })).toEqual(["for-ben"]);
      expect(await ids({ assigneeIds: null, madeForOthersBy: "ben" })).toEqual(["of-ben"]);
    });

    test("an interaction has those that were not deleted, done or not", async () => {
      await followUps.put(row("later", 9, { doneAt: 3, doneBy: "ben" }));
      await followUps.put(row("first", 2));
      await followUps.put(row("gone", 1, { deletedAt: 2 }));
      await followUps.put(row("other", 1, { interactionId: "call-2", contactId: "jon" }));
      const of = async (...asked: string[]) =>
        (await followUps.ofInteractions(asked)).map(({ followUpId }) => followUpId);
      expect(await of("chat-1")).toEqual(["first", "later"]);
      expect(await of("chat-1", "call-2", "unknown")).toEqual(["other", "first", "later"]);
      expect(await of()).toEqual([]);
    });

    test("a reminder is seen to once, for the time that it has, and that changes no version", async () => {
      await followUps.put(row("f1", 10));
      expect(await followUps.reminderSeen("f1", 9), "it has another time by now").toBe(false);
      expect(await followUps.reminderSeen("f1", 10)).toBe(true);
      expect(await followUps.reminderSeen("f1", 10)).toBe(false);
      expect(await followUps.reminderSeen("f2", 10)).toBe(false);
      expect(await followUps.byId("f1")).toMatchObject({ remindedFor: 10, version: 1 });
    });
  });
}

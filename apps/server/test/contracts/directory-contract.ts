import type { Favourite } from "@patchbay/protocol";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ContactRow, ContentWrite } from "../../src/center/content.js";
import type { DirectoryRecords, RecentChange } from "../../src/center/directory-records.js";
import type { Journal } from "../../src/center/journal.js";
import { type RecordHouse, settableClock } from "./journal-contract.js";
import { joined, Pen, started } from "./record-builders.js";

const person = (contactId: string, firstName: string, lastName: string, more: Partial<ContactRow> = {}) => ({
  contactId,
  firstName,
  lastName,
  phones: [],
  emails: [],
  account: null,
  createdAt: 1,
  ...more,
});
const write = (row: ContactRow): ContentWrite => ({ table: "contact", row });
const number = (favouriteId: string): Favourite => ({
  favouriteId,
  name: "Workshop",
  folder: "",
  target: { number: "+15035550100" },
});

/** What every adapter of the directory has to do. */
export function directoryContract(name: string, makeHouse: () => Promise<RecordHouse>): void {
  describe(`directory: ${name}`, () => {
    let house: RecordHouse;
    let journal: Journal;
    let directory: DirectoryRecords;
    let pen: Pen;
    const clock = settableClock();

    beforeEach(async () => {
      house = await makeHouse();
      pen = new Pen();
      clock.set(pen.at);
      journal = house.journal(clock);
      directory = house.records().directory;
      await journal.open();
    });
    afterEach(async () => {
      await journal.close();
      await house.dispose();
    });

    /** One interaction after the other, each an entry of its own. */
    async function begin(...interactions: [id: string, channel: "chat" | "voice", contactId: string][]) {
      for (const [id, channel, contactId] of interactions) {
        const entry = pen.entry([started(id, { channel, contactId, clientKey: `of-${id}` })]);
        await journal.append((entry.events[0]?.seq ?? 1) - 1, [entry]);
      }
    }

    describe("contacts", () => {
      const store = async (...rows: ContactRow[]) => {
        const entry = pen.entry(
          [started(`chat-${pen.seq}`, { clientKey: `app-${pen.seq}` })],
          rows.map(write),
        );
        await journal.append((entry.events[0]?.seq ?? 1) - 1, [entry]);
      };
      const found = async (text: string, limit = 10) =>
        (await directory.searchContacts(text, limit)).map(({ contactId }) => contactId);

      test("are found by the beginnings of words, without case and accents, all parts at once", async () => {
        await store(
          person("maria", "Maria", "Gutiérrez", { account: "LK-2048-7719" }),
          person("oliver", "Oliver", "Brandt", { emails: ["oliver.brandt@example.com"] }),
          person("mario", "Mario", "Brand"),
        );
        expect(await found("mari")).toEqual(["mario", "maria"]);
        expect(await found("GUTIERREZ")).toEqual(["maria"]);
        expect(await found("bra oli")).toEqual(["oliver"]);
        expect(await found("oliver.brandt@ex")).toEqual(["oliver"]);
        expect(await found("lk-2048")).toEqual(["maria"]);
        expect(await found("aria"), "not in the middle of a word").toEqual([]);
        expect(await found("mari", 1)).toEqual(["mario"]);
        expect(await found("%_")).toEqual([]);
      });

      test("are found by a number as it is dialled anywhere, and by its last digits", async () => {
        await store(person("maria", "Maria", "G", { phones: ["+1 503 555 0142"] }));
        for (const text of ["+1 503", "1503555", "(503) 555-01", "5550142", "0142", "0015035550142"])
          expect(await found(text), text).toEqual(["maria"]);
        expect(await found("2")).toEqual([]);
      });

      test("are found by what they are called now", async () => {
        await store(person("maria", "Maria", "Lopez", { phones: ["+15035550142"] }));
        await store(person("maria", "Maria", "Kowalski"));
        expect(await found("lop")).toEqual([]);
        expect(await found("0142")).toEqual([]);
        expect(await found("kow")).toEqual(["maria"]);
      });
    });

    test("an agent's own number and the one that calls go on to are two, each the last that was saved", async () => {
      expect([await directory.ownNumber("sofia"), await directory.forwardNumber("sofia")]).toEqual([
        null,
        null,
      ]);
      await directory.saveForwardNumber("sofia", "+15035550187");
      await directory.saveForwardNumber("sofia", "+15035550188");
      await directory.saveOwnNumber("sofia", "+15035550199");
      expect(await directory.forwardNumber("sofia")).toBe("+15035550188");
      expect(await directory.ownNumber("sofia")).toBe("+15035550199");
      expect(await directory.forwardNumber("ben")).toBeNull();
    });

    test("favourites are one list, and two pages do not undo each other", async () => {
      expect(await directory.favourites("sofia")).toEqual({ version: 0, favourites: [] });
      expect(await directory.saveFavourites("sofia", [number("a")], 0)).toBe(1);
      expect(await directory.saveFavourites("sofia", [], 0), "made from an older list").toBeUndefined();
      expect(await directory.saveFavourites("sofia", [number("b"), number("a")], 1)).toBe(2);
      expect(await directory.saveFavourites("sofia", [], 1)).toBeUndefined();
      expect(await directory.favourites("sofia")).toEqual({
        version: 2,
        favourites: [number("b"), number("a")],
      });
      expect(await directory.favourites("ben")).toEqual({ version: 0, favourites: [] });
    });

    describe("recent calls", () => {
      let seq = 100;
      const at = () => ({ seq: ++seq, at: seq * 1_000 });
      const missed = (
        agentId: string,
        interactionId: string,
        cause: "no_answer" | "rejected" = "no_answer",
      ) => ({ do: "missed", agentId, interactionId, cause, ...at() }) as const;
      const taken = (agentId: string, interactionId: string) =>
        ({ do: "joined", agentId, interactionId, ...at() }) as const;
      const placed = (agentId: string, interactionId: string, to: string | null = null) =>
        ({ do: "placed", agentId, interactionId, to, ...at() }) as const;
      const over = (interactionId: string, talkMs: Record<string, number>) =>
        ({ do: "over", interactionId, agentId: null, talkMs, ...at() }) as const;
      const apply = (...changes: RecentChange[]) => directory.applyRecent(changes, seq);
      const list = async (agentId: string, filter: "all" | "calls" | "missed" = "all") =>
        (await directory.recent(agentId, { filter, before: null, limit: 10 })).map(
          ({ interaction, kind, doneAt, takenBy }) =>
            `${interaction.interactionId} ${kind}${kind === "missed" && doneAt === null ? " open" : ""}${
              takenBy === null ? "" : ` ${takenBy}`
            }`,
        );

      test("are listed newest first, by kind, page by page", async () => {
        await begin(["call-1", "voice", "maria"], ["chat-2", "chat", "maria"], ["call-3", "voice", "jon"]);
        await apply(placed("sofia", "call-1"), taken("sofia", "call-1"), taken("sofia", "chat-2"));
        await apply(missed("sofia", "call-3"), missed("ben", "chat-2"));
        expect(await list("sofia")).toEqual(["call-3 missed open", "chat-2 chat", "call-1 made"]);
        expect(await list("sofia", "calls")).toEqual(["call-3 missed open", "call-1 made"]);
        expect(await list("sofia", "missed")).toEqual(["call-3 missed open"]);
        expect(await list("ben"), "only calls are missed").toEqual([]);
        const [newest] = await directory.recent("sofia", { filter: "all", before: null, limit: 1 });
        const older = await directory.recent("sofia", { filter: "all", before: newest?.seq ?? 0, limit: 10 });
        expect(older.map(({ interaction }) => interaction.interactionId)).toEqual(["chat-2", "call-1"]);
      });

      test("say how long was talked, and how long a chat was in hand", async () => {
        await begin(["call-1", "voice", "maria"], ["chat-2", "chat", "maria"]);
        const call = taken("sofia", "call-1");
        const chat = taken("sofia", "chat-2");
        await apply(call, chat, over("call-1", { sofia: 65_000 }));
        const end = over("chat-2", {});
        await apply(end);
        const rows = await directory.recent("sofia", { filter: "all", before: null, limit: 10 });
        expect(rows.map(({ durationMs }) => durationMs)).toEqual([end.at - chat.at, 65_000]);
      });

      test("a missed one is open until it is returned, taken by somebody, taken after all, or put aside", async () => {
        await begin(["call-1", "voice", "maria"], ["call-2", "voice", "jon"], ["call-3", "voice", "eva"]);
        await begin(["call-4", "voice", "maria"], ["call-5", "voice", "lea"]);
        await apply(...["call-1", "call-2", "call-3", "call-5"].map((id) => missed("sofia", id)));
        expect(await directory.missedCount("sofia")).toBe(4);
        await apply(placed("sofia", "call-4"), taken("ben", "call-2"), taken("sofia", "call-3"));
        expect(await directory.putMissedAside("sofia", "call-5", 1)).toBe(true);
        expect(await directory.putMissedAside("sofia", "call-5", 2)).toBe(false);
        expect(await directory.putMissedAside("ben", "call-1", 2), "not Ben's").toBe(false);
        expect(await list("sofia")).toEqual([
          "call-3 received",
          "call-4 made",
          "call-5 missed",
          "call-2 missed ben",
          "call-1 missed",
        ]);
        expect(await directory.missedCount("sofia")).toBe(0);
      });

      test("whoever rejects a call has not missed it", async () => {
        await begin(["call-1", "voice", "maria"]);
        await apply(missed("sofia", "call-1", "rejected"));
        expect(await list("sofia")).toEqual(["call-1 missed"]);
      });

      test("a colleague's call is returned by calling the colleague", async () => {
        await begin(["call-1", "voice", "internal-1"], ["call-2", "voice", "internal-2"]);
        await apply(placed("ben", "call-1", "sofia"), taken("ben", "call-1"), missed("sofia", "call-1"));
        const [row] = await directory.recent("sofia", { filter: "all", before: null, limit: 1 });
        expect(row?.peerAgentId).toBe("ben");
        await apply(placed("sofia", "call-2", "ben"));
        expect(await list("sofia")).toEqual(["call-2 made", "call-1 missed"]);
      });

      test("what was applied is not applied again, and the position is kept", async () => {
        await begin(["call-1", "voice", "maria"]);
        expect(await directory.recentPosition()).toBe(0);
        const change = missed("sofia", "call-1");
        await apply(change);
        expect(await directory.recentPosition()).toBe(seq);
        await directory.putMissedAside("sofia", "call-1", 1);
        await apply(change);
        expect(await directory.missedCount("sofia")).toBe(0);
      });

      test("events that bear upon the lists are read in order, from a place, up to a number", async () => {
        await begin(["call-1", "voice", "maria"]);
        const entry = pen.entry([joined("call-1", "sofia"), joined("call-1", "ben")]);
        await journal.append((entry.events[0]?.seq ?? 1) - 1, [entry]);
        expect((await directory.recentEvents(0, 10)).map(({ seq }) => seq)).toEqual([2, 3]);
        expect((await directory.recentEvents(2, 10)).map(({ seq }) => seq)).toEqual([3]);
        expect((await directory.recentEvents(0, 1)).map(({ seq }) => seq)).toEqual([2]);
      });
    });
  });
}

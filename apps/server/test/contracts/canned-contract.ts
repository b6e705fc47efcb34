import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { CannedRecords, CannedRow } from "../../src/center/canned-records.js";
import type { RecordHouse } from "./journal-contract.js";

const row = (responseId: string, more: Partial<CannedRow> = {}): CannedRow => ({
  responseId,
  version: 1,
  ownerId: null,
  title: "Greeting",
  keyword: "hello",
  folder: "Greetings/First words",
  text: "Hello {{customer.firstName|there}} 👩🏽‍🚒,\nthis is {{agent.nickname}}.",
  language: "en",
  serviceIds: ["auto_claims", "general"],
  marks: ["web"],
  changedBy: "anna",
  changedAt: 1_767_000_000_000,
  deletedAt: null,
  ...more,
});
const unused = { uses: 0, lastUsedAt: null, ownUses: 0, ownLastUsedAt: null };

/** What every adapter of canned responses has to do. */
export function cannedContract(name: string, makeHouse: () => Promise<RecordHouse>): void {
  describe(`canned responses: ${name}`, () => {
    let house: RecordHouse;
    let canned: CannedRecords;
    beforeEach(async () => {
      house = await makeHouse();
      canned = house.records().canned;
    });
    afterEach(() => house.dispose());

    test("one comes back as it was stored, and stays when it was deleted", async () => {
      const stored = row("r1");
      expect(await canned.put(stored)).toBe(true);
      expect(await canned.byId("r1", "sofia")).toEqual({ ...stored, ...unused });
      const bare = row("r2", {
        ownerId: "sofia",
        keyword: "",
        folder: "",
        language: null,
        serviceIds: [],
        marks: [],
        deletedAt: 9,
      });
      await canned.put(bare);
      expect(await canned.byId("r2", "ben")).toEqual({ ...bare, ...unused });
      expect(await canned.byId("r3", "sofia")).toBeUndefined();
    });

    test("a new one takes nobody's place, and a change is of the version before", async () => {
      await canned.put(row("r1"));
      expect(await canned.put(row("r1")), "there is one of this id").toBe(false);
      expect(await canned.put(row("r1", { version: 2, title: "Two" }))).toBe(true);
      expect(await canned.put(row("r1", { version: 2, title: "Other" })), "made from an older one").toBe(
        false,
      );
      expect(await canned.put(row("r1", { version: 4 })), "made from one that never was").toBe(false);
      expect(await canned.put(row("r9", { version: 2 })), "there is none").toBe(false);
      expect(await canned.byId("r1", "sofia")).toMatchObject({ version: 2, title: "Two" });
    });

    test("an agent's list has the shared ones and the own ones, by title, and nobody else's", async () => {
      await canned.put(row("b", { title: "Beta", ownerId: "sofia" }));
      await canned.put(row("d", { title: "Alpha" }));
      await canned.put(row("c", { title: "Alpha" }));
      await canned.put(row("e", { title: "Aaron", ownerId: "ben" }));
      await canned.put(row("gone", { title: "Aaa", deletedAt: 3 }));
      const ids = async (agentId: string) =>
        (await canned.listFor(agentId)).map(({ responseId }) => responseId);
      expect(await ids("sofia")).toEqual(["c", "d", "b"]);
      expect(await ids("ben")).toEqual(["e", "c", "d"]);
      expect(await ids("ines")).toEqual(["c", "d"]);
    });

    test("uses are counted for all and for each, outlive a change, and change no version", async () => {
      await canned.put(row("r1"));
      await canned.put(row("r2"));
      await canned.used("r1", "sofia", 20);
      await canned.used("r1", "sofia", 10);
      await canned.used("r1", "ben", 30);
      const counts = { uses: 3, lastUsedAt: 30, version: 1 };
      expect(await canned.byId("r1", "sofia")).toMatchObject({ ...counts, ownUses: 2, ownLastUsedAt: 20 });
      expect(await canned.byId("r1", "ines")).toMatchObject({ ...counts, ownUses: 0, ownLastUsedAt: null });
      await canned.put(row("r1", { version: 2 }));
      const again = house.records().canned;
      expect(await again.listFor("ben")).toMatchObject([
        { responseId: "r1", version: 2, uses: 3, ownUses: 1, ownLastUsedAt: 30 },
        { responseId: "r2", ...unused },
      ]);
    });
  });
}

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { AuditQuery, AuditRecords, AuditRow } from "../../src/center/audit-records.js";
import type { RecordHouse } from "./journal-contract.js";

const row = (auditId: string, more: Partial<AuditRow> = {}): AuditRow => ({
  auditId,
  at: 1_767_000_000_000,
  by: "olga",
  kind: "number",
  subjectId: "claims-line",
  subjectName: "Claims line",
  before: null,
  after: { name: "Claims line ü", steps: [1, null, { a: "b" }] },
  secretSet: false,
  certain: true,
  undoes: null,
  ...more,
});
const all: AuditQuery = {
  kind: null,
  by: null,
  search: "",
  from: null,
  until: null,
  before: null,
  limit: 10,
};

/** What every adapter of the list of changes has to do. */
export function auditContract(name: string, makeHouse: () => Promise<RecordHouse>): void {
  describe(`changes of Set-up: ${name}`, () => {
    let house: RecordHouse;
    let audit: AuditRecords;
    beforeEach(async () => {
      house = await makeHouse();
      audit = house.records().audit;
    });
    afterEach(() => house.dispose());
    const ids = async (query: Partial<AuditQuery>): Promise<string[]> =>
      (await audit.list({ ...all, ...query })).map(({ auditId }) => auditId);

    test("one comes back as it was put; what is not there is none", async () => {
      const stored = row("a", { undoes: "earlier", secretSet: true });
      await audit.put(stored);
      expect(await audit.byId("a")).toMatchObject(stored);
      expect(await audit.byId("b")).toBeUndefined();
    });

    test("newest first, a page at a time, in the order in which they were written", async () => {
      for (const [auditId, at] of [
        ["a", 10],
        ["c", 20],
        ["b", 20],
        ["d", 30],
      ] as const)
        await audit.put(row(auditId, { at }));
      expect(await ids({ limit: 2 })).toEqual(["d", "b"]);
      expect(await ids({ before: (await audit.byId("b"))?.place ?? 0 })).toEqual(["c", "a"]);
      expect(await ids({ from: 20, until: 30 })).toEqual(["b", "c"]);
    });

    test("by kind, by person, by words in the name; a percent sign is no word for anything", async () => {
      await audit.put(row("a", { kind: "trunk", subjectName: "50% trunk" }));
      await audit.put(row("b", { by: "anna" }));
      expect(await ids({ kind: "trunk" })).toEqual(["a"]);
      expect(await ids({ by: "anna" })).toEqual(["b"]);
      expect(await ids({ search: "CLAIMS" })).toEqual(["b"]);
      expect(await ids({ search: "%" })).toEqual(["a"]);
      expect((await audit.people()).sort()).toEqual(["anna", "olga"]);
    });

    test("the newest of one thing, and what took another one back", async () => {
      await audit.put(row("a", { at: 1 }));
      await audit.put(row("b", { at: 2, undoes: "a" }));
      await audit.put(row("c", { at: 3, subjectId: "another" }));
      expect((await audit.newestOf("number", "claims-line"))?.auditId).toBe("b");
      expect(await audit.newestOf("trunk", "claims-line")).toBeUndefined();
      expect((await audit.undoing(["a", "c"])).map(({ auditId }) => auditId)).toEqual(["b"]);
    });

    test("what is not settled is uncertain; settled it is certain or gone", async () => {
      for (const auditId of ["open", "done", "not-done"]) await audit.put(row(auditId, { certain: false }));
      await audit.settle("done", true);
      await audit.settle("not-done", false);
      expect((await audit.byId("open"))?.certain).toBe(false);
      expect((await audit.byId("done"))?.certain).toBe(true);
      expect(await audit.byId("not-done")).toBeUndefined();
    });
  });
}

import { beforeEach, describe, expect, test } from "vitest";
import type { RecordHouse } from "./journal-contract.js";

/** What every adapter of preferences has to do. */
export function preferencesContract(name: string, makeHouse: () => Promise<RecordHouse>): void {
  describe(`preferences: ${name}`, () => {
    let house: RecordHouse;
    beforeEach(async () => {
      house = await makeHouse();
    });

    test("are empty at first, change by field, and are one user's own", async () => {
      const { preferences } = house.records();
      expect(await preferences.of("sofia")).toEqual({});
      expect(await preferences.change("sofia", { theme: "dark", keys: { a: ["Alt+Q"], b: ["F9"] } })).toEqual(
        {
          theme: "dark",
          keys: { a: ["Alt+Q"], b: ["F9"] },
        },
      );
      const changed = { theme: "dark", keys: { a: ["F8"] }, density: "compact" };
      expect(await preferences.change("sofia", { keys: { a: ["F8"] }, density: "compact" })).toEqual(changed);
      expect(await house.records().preferences.of("sofia")).toEqual(changed);
      expect(await preferences.of("ben")).toEqual({});
    });

    test("of two desks that change different fields at once, both stay", async () => {
      const { preferences } = house.records();
      await Promise.all([
        preferences.change("sofia", { theme: "light" }),
        preferences.change("sofia", { density: "compact" }),
        preferences.change("sofia", { letterSize: 120 }),
      ]);
      expect(await preferences.of("sofia")).toEqual({ theme: "light", density: "compact", letterSize: 120 });
    });
  });
}

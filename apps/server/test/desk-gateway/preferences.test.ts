import { type PreferenceChanges, usualPreferences } from "@patchbay/protocol";
import { expect, test } from "vitest";
import { House } from "./support/house.js";
import { settle } from "./support/manual-clock.js";

test("what an agent chooses is kept, told to the agent's other tab, and nobody else's", async () => {
  const house = await House.open();
  const sofia = await house.readyDesk("sofia");
  const ben = await house.readyDesk("ben");
  expect(await sofia.done("preferences", {})).toEqual(usualPreferences);
  const tab = await house.desk("sofia", { tab: "tab-2" });
  const chosen = await sofia.done("changePreferences", {
    changes: { theme: "dark", keys: { "offer.accept": ["Alt+Q"] } },
  });
  expect(chosen).toEqual({ ...usualPreferences, theme: "dark", keys: { "offer.accept": ["Alt+Q"] } });
  await settle();
  expect(tab.heard("preferences")).toEqual([{ frame: "preferences", preferences: chosen }]);
  expect(ben.heard("preferences")).toEqual([]);
  expect(await ben.done("preferences", {})).toEqual(usualPreferences);
});

test("what is no choice is refused whole; what another version has stored reads as the usual", async () => {
  const house = await House.open();
  const sofia = await house.readyDesk("sofia");
  const wrong: readonly object[] = [
    { theme: "pink" },
    { theme: "dark", letterSize: 900 },
    { columns: { list: 5_000, context: null, folded: [] } },
    { unheard: true },
    { keys: Object.fromEntries(Array.from({ length: 201 }, (_, at) => [`a${at}`, ["F1"]])) },
  ];
  for (const changes of wrong)
    expect(
      await sofia.refused("changePreferences", { changes: changes as PreferenceChanges }),
      JSON.stringify(changes),
    ).toMatchObject({ code: "invalid_args" });
  expect(await sofia.done("preferences", {})).toEqual(usualPreferences);
  house.store.preferences.set("sofia", { theme: "pink", density: "compact", gone: 1 });
  expect(await sofia.done("preferences", {})).toEqual({ ...usualPreferences, density: "compact" });
});

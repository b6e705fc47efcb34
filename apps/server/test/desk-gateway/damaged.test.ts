import { expect, test } from "vitest";
import { House } from "./support/house.js";

test("content that no view can be made of closes the one desk that shows it, and the others go on", async () => {
  const house = await House.open();
  const anna = await house.desk("anna");
  const sofia = await house.readyDesk("sofia");
  // As a row of an older form would be: there, and without its parts.
  const damaged = { phoneNumber: null, from: null, channelMark: "mobile" } as never;
  const maria = await house.startChat("Maria", { data: damaged });
  await house.says(maria, "hello");
  expect(house.problems.map(({ what }) => what)).toContain("view_failed");
  expect(sofia.closedWith).toContain("server_stops");

  expect(anna.connected).toBe(true);
  expect(house.runtime.status).toBe("running");
});

import { expect, test } from "vitest";
import {
  callsIn,
  connects,
  deskWithPhone,
  legsOf,
  line,
  PretendVoice,
  reports,
  takes,
  withLine,
} from "./support/calls.js";
import type { Desk } from "./support/desk.js";
import { contactNamed, House } from "./support/house.js";

/** Sofia has Maria's call on hold, and talks with Tom, whom she has called. */
async function twoCalls(): Promise<{ house: House; sofia: Desk; maria: string; tom: string }> {
  const house = await House.open(new PretendVoice());
  await withLine(house);
  const row = { ...contactNamed("Tom", 0), firstName: "Tom", lastName: "Rescue", phones: ["+15035550177"] };
  await house.runtime.submit({ command: null, content: [{ table: "contact", row }] });
  const sofia = await deskWithPhone(house, "sofia");
  await sofia.done("setPresence", { presence: { kind: "ready" } });
  const maria = await callsIn(house, "Maria");
  await takes(house, sofia, maria);
  const { interactionId: tom } = await sofia.done("placeCall", { entryId: line, number: "+15035550177" });
  await connects(house, sofia, tom);
  await reports(house, tom, 1, { kind: "connected" });
  return { house, sofia, maria, tom };
}
const shown = (desk: Desk, id: string) => desk.shown.interactions.find((one) => one.interactionId === id);

test("two calls become one at the desk, and whoever is brought in has a name and a number", async () => {
  const { house, sofia, maria, tom } = await twoCalls();
  await sofia.done("joinCalls", { interactionId: tom, other: maria, stay: true });
  expect(shown(sofia, maria)?.call?.parties.map(({ role, name }) => [role, name])).toEqual([
    ["customer", "Maria Miller"],
    ["agent", "Sofia Lindqvist"],
    ["external", "Tom Rescue"],
  ]);
  expect(shown(sofia, maria)?.call?.parties[2]?.number).toEqual({
    raw: "+15035550177",
    display: "+1 503 555 0177",
  });
  expect(shown(sofia, tom)?.phase).toBe("wrap_up");
  const lines = sofia.shown.happenings.filter(({ what }) => what === "CallsJoined" || what === "LegMoved");
  expect(lines.map(({ interactionId, facts }) => [interactionId, facts["name"] ?? facts["other"]])).toEqual([
    [maria, tom],
    [maria, "Tom Rescue"],
  ]);
  expect(JSON.stringify(house.store.events(0, house.runtime.state.seq))).not.toContain("5550177");
});

test("whoever connects them is out, and finds the wrap-up of the other call", async () => {
  const { house, sofia, maria, tom } = await twoCalls();
  await sofia.done("joinCalls", { interactionId: maria, other: tom, stay: false });
  expect(legsOf(house, maria).map(({ role }) => role)).toEqual(["customer", "external"]);
  expect(shown(sofia, maria)).toBeUndefined();
  expect(shown(sofia, tom)?.phase).toBe("wrap_up");
});

test("only both of one's own calls: somebody else's is answered like one that is not there", async () => {
  const { house, sofia, maria, tom } = await twoCalls();
  const ben = await deskWithPhone(house, "ben");
  const asked = { interactionId: maria, other: tom, stay: false };
  expect(await ben.refused("joinCalls", asked)).toMatchObject({ code: "not_your_interaction" });
  expect(await sofia.refused("joinCalls", { ...asked, other: "nobody" })).toMatchObject({
    code: "no_interaction",
  });
  expect(await house.handle.records.calledParties(maria), "nothing is kept of a refusal").toEqual([]);
});

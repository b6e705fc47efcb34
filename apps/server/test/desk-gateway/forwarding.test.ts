import { afterEach, beforeEach, expect, test } from "vitest";
import { deskWithPhone, PretendVoice, withLine } from "./support/calls.js";
import type { Desk } from "./support/desk.js";
import { agent, chat, House } from "./support/house.js";

let house: House;
let sofia: Desk;
let ben: Desk;
beforeEach(async () => {
  house = await House.open(new PretendVoice());
  await withLine(house);
  sofia = await deskWithPhone(house, "sofia");
  ben = await deskWithPhone(house, "ben");
});
afterEach(() => expect(house.problems).toEqual([]));

const form = { enabled: true, number: "+1 (503) 555-0188", when: ["always" as const], ringMs: 15_000 };

test("an agent forwards to a number that may be called, sees it, and switches it off; the number is kept", async () => {
  expect(await ben.done("forwarding", {})).toEqual({
    form: { enabled: false, number: "", when: [], ringMs: 15_000 },
    colleague: null,
  });
  await ben.done("saveForwarding", { form: { ...form, when: ["no_answer", "busy"], ringMs: 20_000 } });
  expect(await ben.done("forwarding", {})).toEqual({
    form: { enabled: true, number: "+1 503 555 0188", when: ["busy", "no_answer"], ringMs: 20_000 },
    colleague: null,
  });
  expect(ben.shown.self?.forwarding).toEqual(["busy", "no_answer"]);
  await ben.done("saveForwarding", { form: { ...form, enabled: false, when: [] } });
  expect(ben.shown.self?.forwarding).toEqual([]);
  expect((await ben.done("forwarding", {})).form).toMatchObject({
    enabled: false,
    number: "+1 503 555 0188",
  });
});

test("a number that the agent may not call, one of our own, or none is refused, and nothing changes", async () => {
  const codes: string[] = [];
  for (const number of ["", "8000", "1002", "1999", "+1 900 555 0100"])
    codes.push((await ben.refused("saveForwarding", { form: { ...form, number } })).code);
  expect(codes).toEqual([
    "empty_number",
    "phone_not_in_dial_plan",
    "self_call",
    "phone_not_in_dial_plan",
    "blocked_by_restriction",
  ]);
  const noReason = { form: { ...form, when: [] } };
  expect((await ben.refused("saveForwarding", noReason)).code).toBe("invalid_args");
  expect(ben.shown.self?.forwarding).toEqual([]);
});

test("[FWD-1] a colleague's call goes on to it and does not ring at the desk", async () => {
  await ben.done("saveForwarding", { form });
  const { interactionId } = await sofia.done("placeCall", { agentId: "ben" });
  expect(ben.shown.offers).toEqual([]);
  const legs = house.runtime.state.interactions.get(chat(interactionId))?.call?.legs;
  expect(legs).toMatchObject([{ role: "external", id: `${interactionId}.f1` }, { agentId: "sofia" }]);
});

test("[FWD-4] an agent forwards to a colleague by extension, whose desk rings and says who was called", async () => {
  const ines = await deskWithPhone(house, "ines");
  const extension = house.handle.words().users.get("ines")?.extension ?? "";
  const colleague = { agentId: "ines", name: "Ines Duarte" };
  expect(await ben.done("saveForwarding", { form: { ...form, number: extension } })).toEqual({ colleague });
  expect(await ben.done("forwarding", {})).toEqual({ form: { ...form, number: extension }, colleague });
  await sofia.done("placeCall", { agentId: "ben" });
  expect(ben.shown.offers).toEqual([]);
  expect(ines.shown.offers).toMatchObject([
    { kind: "call", from: { agentId: "sofia" }, forwardedBy: { agentId: "ben", name: "Ben Ortega" } },
  ]);
  const olga = await house.desk("olga");
  expect(await olga.done("forwardings", {})).toEqual({
    agents: [{ agentId: "ben", when: ["always"], number: extension, colleague }],
  });
  // Switched off, it is kept.
  await ben.done("saveForwarding", { form: { ...form, number: extension, enabled: false, when: [] } });
  expect((await ben.done("forwarding", {})).colleague).toEqual(colleague);
});

test("an administrator sees whose calls go on, and clears it; nobody else does", async () => {
  await ben.done("saveForwarding", { form });
  for (const refused of [
    sofia.refused("forwardings", {}),
    sofia.refused("clearForwarding", { agentId: "ben" }),
  ])
    expect((await refused).code).toBe("not_enough_privileges");
  const olga = await house.desk("olga");
  expect(await olga.done("forwardings", {})).toEqual({
    agents: [{ agentId: "ben", when: ["always"], number: "+1 503 555 0188", colleague: null }],
  });
  await olga.done("clearForwarding", { agentId: "ben" });
  expect(ben.shown.self?.forwarding).toEqual([]);
  expect(house.runtime.state.configuration.users.get(agent("ben"))?.forwarding).toBeUndefined();
  expect((await olga.refused("clearForwarding", { agentId: "ben" })).code).toBe("object_not_found");
});

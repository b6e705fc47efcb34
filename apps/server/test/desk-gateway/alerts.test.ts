import { usualAlertRules } from "@patchbay/protocol";
import { beforeEach, expect, test } from "vitest";
import type { Desk } from "./support/desk.js";
import { House } from "./support/house.js";
import { settle } from "./support/manual-clock.js";

let house: House;
let anna: Desk;
beforeEach(async () => {
  house = await House.open();
  anna = await house.desk("anna");
});

const twoWait = { ...usualAlertRules, waiting: { on: true, count: 2 } };
const look = () => house.pass(1_500);
const shownAt = (desk: Desk) => desk.shown.alerts.map(({ alertId }) => alertId);

test("what is beyond a threshold is shown to those who supervise, with who has seen it, also after a kill", async () => {
  const sofia = await house.desk("sofia");
  await anna.done("saveAlertRules", { was: usualAlertRules, rules: twoWait });
  await house.startChat("Maria");
  await look();
  expect(shownAt(anna)).toEqual([]);
  await house.startChat("Jonas");
  await look();
  expect(anna.shown.alerts).toMatchObject([
    { alertId: "waiting:claims", subject: { name: "Auto claims" }, value: 2, acknowledged: null },
  ]);
  expect(shownAt(sofia), "nobody else's business").toEqual([]);
  const since = anna.shown.alerts[0]?.since;
  await anna.done("acknowledgeAlert", { alertId: "waiting:claims" });
  await anna.done("acknowledgeAlert", { alertId: "waiting:nothing" });
  await look();
  expect(anna.shown.alerts).toMatchObject([{ acknowledged: { agentId: "anna", name: "Anna Kowalski" } }]);

  anna.drop();
  await house.killAndRestart();
  anna.hub = house.hub;
  anna.connect();
  await settle();
  await look();
  expect(anna.shown.alerts).toMatchObject([{ since, value: 2, acknowledged: { agentId: "anna" } }]);
  await anna.done("saveAlertRules", { was: twoWait, rules: usualAlertRules });
  await look();
  expect(shownAt(anna), "without its rule it is over").toEqual([]);
});

test("the rules are those of who supervises; whoever began from older ones is told who changed them", async () => {
  const sofia = await house.desk("sofia");
  for (const refused of [
    await sofia.refused("alertRules", {}),
    await sofia.refused("saveAlertRules", { was: usualAlertRules, rules: twoWait }),
    await sofia.refused("acknowledgeAlert", { alertId: "waiting:claims" }),
  ])
    expect(refused.code).toBe("not_enough_privileges");
  expect(await anna.done("alertRules", {})).toEqual({ rules: usualAlertRules, changed: null });
  await anna.done("saveAlertRules", { was: usualAlertRules, rules: twoWait });
  await anna.done("saveAlertRules", { was: usualAlertRules, rules: twoWait });
  const other = { ...twoWait, notAnswering: { on: true } };
  expect(await anna.refused("saveAlertRules", { was: usualAlertRules, rules: other })).toMatchObject({
    code: "version_conflict",
    facts: { changedBy: "Anna Kowalski" },
  });
  expect(await anna.done("alertRules", {})).toMatchObject({ rules: twoWait, changed: { agentId: "anna" } });
});

test("an agent who does not answer is told of until the agent is ready again", async () => {
  await anna.done("saveAlertRules", {
    was: usualAlertRules,
    rules: { ...usualAlertRules, notAnswering: { on: true } },
  });
  const sofia = await house.readyDesk("sofia");
  await house.startChat("Maria");
  await sofia.done("confirmOffer", { offerId: sofia.shown.offers[0]?.offerId ?? "" });
  await house.pass(30_000);
  await look();
  expect(anna.shown.alerts).toMatchObject([{ kind: "not_answering", subject: { name: "Sofia Lindqvist" } }]);
  await sofia.done("setPresence", { presence: { kind: "ready" } });
  await look();
  expect(shownAt(anna)).toEqual([]);
});

test("the half hour of the service level goes on where it was when the server is killed, and ages on", async () => {
  const rules = { ...usualAlertRules, serviceLevel: { on: true, percent: 80, seconds: 30 } };
  await anna.done("saveAlertRules", { was: usualAlertRules, rules });
  const late = async (name: string) => {
    const customer = await house.startChat(name);
    await house.pass(40_000);
    const { interactionId } = customer;
    await anna.done("takeOverChat", { interactionId, agentId: null });
    return customer;
  };
  for (const name of ["one", "two", "three", "four"]) await late(name);
  await look();
  expect(shownAt(anna), "four say nothing").toEqual([]);

  anna.drop();
  await house.killAndRestart();
  anna.hub = house.hub;
  anna.connect();
  await settle();
  await look();
  await late("five");
  await look();
  expect(anna.shown.alerts, "the four from before are counted").toMatchObject([
    { alertId: "service_level:claims", value: 0 },
  ]);
  const since = anna.shown.alerts[0]?.since;

  anna.drop();
  await house.killAndRestart();
  anna.hub = house.hub;
  anna.connect();
  await settle();
  await house.pass(20_000);
  expect(anna.shown.alerts, "and one that is up stays up").toMatchObject([{ since, value: 0 }]);
  await house.pass(30 * 60_000);
  expect(shownAt(anna), "what is older than half an hour does not count, wherever it was read").toEqual([]);
});

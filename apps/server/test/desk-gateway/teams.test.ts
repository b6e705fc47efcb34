import { asId, type TeamId } from "@patchbay/core";
import { usualAlertRules } from "@patchbay/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Desk, inOrder } from "./support/desk.js";
import { agent, claims, general, House } from "./support/house.js";
import { settle } from "./support/manual-clock.js";

let house: House;
let sofia: Desk;
let ben: Desk;
let anna: Desk;
let olga: Desk;
const team = (name: string) => asId<TeamId>(name);

/** Sofia is of the red team and has Maria's chat, Ben of the blue one and has Jonas's; Anna supervises, Olga administers. */
beforeEach(async () => {
  house = await House.open();
  await change("sofia", { teamId: team("red") });
  await change("ben", { teamId: team("claims-team") });
  sofia = await house.readyDesk("sofia");
  anna = await house.desk("anna");
  olga = await house.desk("olga");
  await house.startChat("Maria");
  await takes(sofia);
  await sofia.done("setPresence", { presence: { kind: "not_ready", reason: "lunch" } });
  ben = await house.readyDesk("ben");
  await house.startChat("Jonas");
  await takes(ben);
  await told();
});
afterEach(async () => {
  await told();
  for (const desk of [anna, olga])
    expect(inOrder(desk.shown), "as it would be told anew").toEqual(
      inOrder(await house.fresh(desk.identity)),
    );
  expect(house.problems).toEqual([]);
});

async function change(name: string, over: object): Promise<void> {
  const user = house.runtime.state.configuration.users.get(agent(name));
  if (user === undefined) throw new Error(`no ${name}`);
  await house.command({ type: "ConfigureUser", user: { ...user, ...over } });
}
async function takes(desk: Desk): Promise<void> {
  const offerId = desk.shown.offers[0]?.offerId ?? "";
  await desk.done("confirmOffer", { offerId });
  await desk.done("acceptOffer", { offerId });
}
const told = () => house.pass(600);
const chatsAt = (desk: Desk) => desk.shown.liveChats.map(({ interactionId }) => interactionId).sort();
const linesAt = (desk: Desk) => desk.shown.queues.map(({ serviceId }) => serviceId).sort();
const requestsAt = (desk: Desk) => desk.shown.assistance.map(({ interactionId }) => interactionId);
const red = () => change("anna", { supervises: [team("red")] });

test("the live lists are those of the chosen teams, at once, and back; an administrator's stay whole", async () => {
  expect(chatsAt(anna)).toEqual(["Jonas", "Maria"]);
  await red();
  await told();
  expect(chatsAt(anna)).toEqual(["Maria"]);
  expect(anna.shown.user.supervises).toEqual(["red"]);
  expect(linesAt(anna), "Sofia serves both").toEqual([claims, general]);
  await change("sofia", { skills: {} });
  await told();
  expect(linesAt(anna), "now she serves what asks for no skill").toEqual([general]);
  expect(chatsAt(olga)).toEqual(["Jonas", "Maria"]);
  await change("anna", { supervises: "all" });
  await told();
  expect(chatsAt(anna)).toEqual(["Jonas", "Maria"]);
  expect(linesAt(anna)).toEqual([claims, general]);
  await change("ben", { teamId: team("red") });
  await red();
  await told();
  expect(chatsAt(anna), "Ben is of the team now").toEqual(["Jonas", "Maria"]);
  await change("anna", { roles: ["agent"] });
  await told();
  expect([chatsAt(anna), linesAt(anna)]).toEqual([[], []]);
});

test("a chat comes into sight when it is given to one of theirs, and goes with it; a second tab sees the same", async () => {
  await red();
  await told();
  await sofia.done("setPresence", { presence: { kind: "ready" } });
  await ben.done("transfer", { interactionId: "Jonas", to: { agentId: "sofia" } });
  await told();
  expect(chatsAt(anna), "it is asked of Sofia").toEqual(["Jonas", "Maria"]);
  await house.desk("anna", { tab: "second" });
  await ben.done("cancelRequest", { interactionId: "Jonas" });
  await told();
  expect(chatsAt(anna)).toEqual(["Maria"]);
  anna.drop();
  await told();
  anna.connect({ resume: true });
  await settle();
  expect(chatsAt(anna)).toEqual(["Maria"]);
});

test("requests for help, alerts and what can be asked are limited alike", async () => {
  await red();
  await olga.done("saveAlertRules", {
    was: usualAlertRules,
    rules: { ...usualAlertRules, stateTime: { on: true, notReadySeconds: 10, wrapUpSeconds: 10 } },
  });
  await ben.done("askAssistance", { interactionId: "Jonas", reason: "other", text: "" });
  await ben.done("setPresence", { presence: { kind: "not_ready", reason: "lunch" } });
  await change("ines", { teamId: team("claims-team") });
  const ines = await house.desk("ines");
  await house.pass(20_000);
  expect([requestsAt(anna), requestsAt(olga)]).toEqual([[], ["Jonas"]]);
  expect(anna.shown.alerts).toEqual([]);
  expect(olga.shown.alerts.map(({ subject }) => subject.id)).toEqual(["ines"]);
  const presence = { kind: "ready" } as const;
  const refusals = [
    await anna.refused("acknowledgeAlert", { alertId: "state_time:ines" }),
    await anna.refused("answerAssistance", { interactionId: "Jonas" }),
    await anna.refused("resolveAssistance", { interactionId: "Jonas", text: "" }),
    await anna.refused("monitorChat", { interactionId: "Jonas" }),
    await anna.refused("takeOverChat", { interactionId: "Jonas", agentId: "ben" }),
    await anna.refused("reassign", { interactionId: "Jonas", agentId: "ben", to: { serviceId: general } }),
    await anna.refused("forcePresence", { agentId: "ines", presence }),
  ];
  expect(refusals.map(({ code }) => code)).toEqual(refusals.map(() => "not_enough_privileges"));
  await anna.done("monitorChat", { interactionId: "Maria" });
  await olga.done("acknowledgeAlert", { alertId: "state_time:ines" });
  await olga.done("forcePresence", { agentId: "ines", presence });
  expect(ines.shown.self?.word).toBe("ready");
});

test("the choice is set in the user's form, told in Changes and undone there; a team that is named stays", async () => {
  const { users } = await olga.done("setupUsers", {});
  const was = users.find(({ agentId }) => agentId === "anna")?.form;
  if (was === undefined) throw new Error("no Anna");
  expect(was.supervises).toBe("all");
  const form = { ...was, supervises: ["claims-team"] };
  expect(
    await olga.refused("saveUser", { agentId: "anna", was, form: { ...form, supervises: ["none"] } }),
  ).toMatchObject({ code: "object_not_found", facts: { teamId: "none" } });
  await olga.done("saveUser", { agentId: "anna", was, form });
  await told();
  expect(chatsAt(anna)).toEqual(["Jonas"]);
  const all = { kind: null, by: null, search: "", from: null, until: null, before: null, limit: 5 } as const;
  const { changes, names } = await olga.done("changes", all);
  expect(changes[0]).toMatchObject({
    kind: "user",
    before: { supervises: "all" },
    after: { supervises: ["claims-team"] },
  });
  expect([names["claims-team"], names["team claims-team"]]).toEqual(["Claims", "Claims"]);
  for (const name of ["ben", "ines"]) await change(name, { teamId: null });
  expect(await olga.refused("removeTeam", { teamId: "claims-team" })).toMatchObject({
    code: "team_in_use",
    facts: { members: [{ id: "anna" }] },
  });
  await olga.done("undoChange", { auditId: changes[0]?.auditId ?? "" });
  await told();
  expect(chatsAt(anna)).toEqual(["Jonas", "Maria"]);
  await olga.done("removeTeam", { teamId: "claims-team" });
});

test("a supervisor of the own team keeps to it without a choice, and whoever becomes an agent drops the choice", async () => {
  await change("anna", { teamId: team("red") });
  await told();
  expect(chatsAt(anna)).toEqual(["Maria"]);
  expect(anna.shown.user.supervises).toEqual(["red"]);
  await red();
  const { users } = await olga.done("setupUsers", {});
  const was = users.find(({ agentId }) => agentId === "anna")?.form;
  if (was === undefined) throw new Error("no Anna");
  await olga.done("saveUser", { agentId: "anna", was, form: { ...was, teamId: null, roles: ["agent"] } });
  expect(house.runtime.state.configuration.users.get(agent("anna"))).not.toHaveProperty("supervises");
});

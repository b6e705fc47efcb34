import { beforeEach, expect, test } from "vitest";
import { type Desk, inOrder } from "./support/desk.js";
import { type Customer, House } from "./support/house.js";
import { settle } from "./support/manual-clock.js";

let house: House;
let sofia: Desk;
let anna: Desk;
let maria: Customer;

/** Sofia has Maria's chat; Anna supervises. */
beforeEach(async () => {
  house = await House.open();
  sofia = await house.readyDesk("sofia");
  anna = await house.desk("anna");
  maria = await house.startChat("Maria");
  await house.says(maria, "my car is on a field");
  await takes(sofia);
});

async function takes(desk: Desk): Promise<void> {
  const offerId = desk.shown.offers[0]?.offerId ?? "";
  await desk.done("confirmOffer", { offerId });
  await desk.done("acceptOffer", { offerId });
}
const interactionId = "Maria";
const chatAt = (desk: Desk) => desk.shown.interactions.find((one) => one.interactionId === interactionId);
const saidAt = (desk: Desk): string[] =>
  desk.shown.messages.flatMap(({ body }) => (body?.kind === "text" ? [body.text] : []));
const departureAt = (desk: Desk) =>
  desk
    .heard("changes")
    .flatMap(({ changes }) => changes)
    .findLast((change) => change.on === "interaction.gone");
async function assistanceAt(desk: Desk) {
  await house.clock.advance(250);
  return desk.shown.assistance;
}
const restart = async (...desks: Desk[]): Promise<void> => {
  for (const desk of desks) desk.drop();
  await house.killAndRestart();
  for (const desk of desks) {
    desk.hub = house.hub;
    desk.connect();
  }
  await settle();
};

test("whoever's state is set reads who did it and why, also after a restart, until the next time", async () => {
  const presence = { kind: "not_ready", reason: "lunch" } as const;
  await anna.done("forcePresence", { agentId: "sofia", presence, why: " Your break is due. " });
  const source = { by: "supervisor", supervisorId: "anna", why: "Your break is due." };
  expect(sofia.shown.self).toMatchObject({ word: "busy", presence, source });
  expect(chatAt(sofia)?.phase, "what is in hand stays there").toBe("connected");
  await restart(sofia, anna);
  expect(sofia.shown.self?.source).toEqual(source);
  await anna.done("forcePresence", { agentId: "sofia", presence: { kind: "ready" } });
  expect(sofia.shown.self?.source).toEqual({ by: "supervisor", supervisorId: "anna" });
  const presenceOut = { kind: "logged_out" } as const;
  await anna.done("forcePresence", { agentId: "sofia", presence: presenceOut, why: "The shift is over." });
  expect(sofia.heard("bye").at(-1)).toEqual({
    frame: "bye",
    reason: "forced_logout_by_supervisor",
    by: "anna",
    why: "The shift is over.",
  });
});

test("only whom one looks after: another team's agents are left alone, and told about by administrators", async () => {
  const { users } = house.runtime.state.configuration;
  const anna_ = users.get(anna.identity.agentId);
  if (anna_ === undefined) throw new Error("no Anna");
  // Ben is in a team of his own, and Anna looks after it: Sofia is none of hers.
  const teamId = users.get("ben" as never)?.teamId ?? null;
  await house.command({ type: "ConfigureUser", user: { ...anna_, teamId } });
  const presence = { kind: "not_ready", reason: null } as const;
  const refused = await anna.refused("forcePresence", { agentId: "sofia", presence });
  expect(refused.code).toBe("not_enough_privileges");
  const over = await anna.refused("takeOverChat", { interactionId, agentId: "sofia" });
  expect(over.code).toBe("not_enough_privileges");
  await house.command({ type: "ConfigureUser", user: { ...anna_, teamId, roles: ["administrator"] } });
  await anna.done("takeOverChat", { interactionId, agentId: "sofia" });
});

test("a chat is taken over with all that was said, and its agent is told who has it", async () => {
  await sofia.done("saveNote", { interactionId, text: "two passengers" });
  await anna.done("takeOverChat", { interactionId, agentId: "sofia" });
  expect(chatAt(sofia)).toBeUndefined();
  expect(departureAt(sofia)).toMatchObject({
    departure: { how: "taken_over", to: { agentId: "anna", name: "Anna Kowalski" } },
  });
  expect(chatAt(anna)).toMatchObject({ phase: "connected", teamNotes: [{ text: "two passengers" }] });
  expect(saidAt(anna)).toEqual(["my car is on a field"]);
  await anna.done("sendMessage", {
    interactionId,
    clientMessageId: "hello-from-anna",
    body: { kind: "text", text: "I take care of it" },
  });
  expect(inOrder(anna.shown).interactions).toEqual(inOrder(await house.fresh(anna.identity)).interactions);
});

test("a chat is given to somebody else, who reads the supervisor's note; the agent stays until then", async () => {
  const ben = await house.readyDesk("ben");
  await anna.done("reassign", {
    interactionId,
    agentId: "sofia",
    to: { agentId: "ben" },
    note: "Ben knows farms.",
  });
  expect(ben.shown.offers).toMatchObject([
    { kind: "transfer", from: { agentId: "anna", name: "Anna Kowalski" }, note: "Ben knows farms." },
  ]);
  expect(chatAt(sofia)).toMatchObject({
    phase: "connected",
    request: { agentId: "ben", supervisorId: "anna" },
  });
  await takes(ben);
  expect(chatAt(ben)?.phase).toBe("connected");
  expect(departureAt(sofia)).toMatchObject({ departure: { how: "transferred", to: { agentId: "ben" } } });
});

test("help is asked for, seen by those who supervise alone, survives a kill, and is answered and resolved", async () => {
  await sofia.done("askAssistance", { interactionId, reason: "approval", text: "A hire car for a week?" });
  const open = {
    agent: { agentId: "sofia", name: "Sofia Lindqvist" },
    reason: "approval",
    text: "A hire car for a week?",
    answered: null,
  };
  expect(await assistanceAt(anna)).toMatchObject([
    { ...open, interactionId, contactName: "Maria Miller", serviceName: "Auto claims" },
  ]);
  expect(await assistanceAt(sofia)).toEqual([]);
  expect(chatAt(sofia)?.assistance).toMatchObject(open);
  await restart(sofia, anna);
  expect(await assistanceAt(anna)).toMatchObject([open]);

  await anna.done("answerAssistance", { interactionId });
  expect(chatAt(anna), "it is read along").toMatchObject({ phase: "monitoring" });
  expect(chatAt(sofia)?.assistance?.answered).toMatchObject({ agentId: "anna", name: "Anna Kowalski" });
  expect((await assistanceAt(anna))[0]?.answered?.agentId).toBe("anna");

  await anna.done("resolveAssistance", { interactionId, text: "Yes, up to ten days." });
  expect(chatAt(sofia)?.assistance).toBeNull();
  expect(await assistanceAt(anna)).toEqual([]);
  const facts = (desk: Desk) =>
    desk.shown.happenings.flatMap(({ what, facts: { text } }) =>
      what.startsWith("Assistance") && text !== undefined ? [text] : [],
    );
  expect(facts(sofia)).toEqual(["A hire car for a week?", "Yes, up to ten days."]);
  expect(inOrder(anna.shown).happenings).toEqual(inOrder(await house.fresh(anna.identity)).happenings);
});

test("an agent who asks again after taking it back is heard with the new words, and a loss of connection loses nothing", async () => {
  await sofia.done("askAssistance", { interactionId, reason: "question", text: "first" });
  await sofia.done("withdrawAssistance", { interactionId });
  expect(await assistanceAt(anna)).toEqual([]);
  anna.drop();
  await sofia.done("askAssistance", { interactionId, reason: "other", text: "" });
  anna.connect({ resume: true });
  await settle();
  expect(await assistanceAt(anna)).toMatchObject([{ reason: "other", text: "" }]);
  anna.drop();
  await house.command({
    type: "CustomerEnd",
    interactionId: maria.interactionId,
    clientKey: maria.clientKey,
  });
  anna.connect({ resume: true });
  await settle();
  expect(await assistanceAt(anna)).toEqual([]);
});

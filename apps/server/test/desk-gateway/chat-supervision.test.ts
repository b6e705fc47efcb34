import type { LiveChatView } from "@patchbay/protocol";
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
const chatAt = (desk: Desk, interactionId = "Maria") =>
  desk.shown.interactions.find((one) => one.interactionId === interactionId);
const saidAt = (desk: Desk): string[] =>
  desk.shown.messages.flatMap(({ body }) => (body?.kind === "text" ? [body.text] : []));
async function liveAt(desk: Desk, interactionId = "Maria"): Promise<LiveChatView | undefined> {
  await house.clock.advance(250);
  return desk.shown.liveChats.find((one) => one.interactionId === interactionId);
}
const whisper = (desk: Desk, text: string) =>
  desk.done("sendMessage", {
    interactionId: "Maria",
    clientMessageId: `from-${text}`,
    audience: "team",
    body: { kind: "text", text },
  });
const beside = (interactionId = "Maria") => anna.done("monitorChat", { interactionId });

test("chats that are taken are listed for those who supervise, with whose turn it is, and for nobody else", async () => {
  expect(await liveAt(anna)).toMatchObject({
    contact: { name: "Maria Miller" },
    serviceName: "Auto claims",
    stage: "open",
    agents: [{ agentId: "sofia", name: "Sofia Lindqvist" }],
    monitors: [],
  });
  const since = (await liveAt(anna))?.unansweredSince;
  expect(since).toEqual(expect.any(Number));
  await sofia.done("sendMessage", {
    interactionId: "Maria",
    clientMessageId: "an-answer",
    body: { kind: "text", text: "I am here" },
  });
  expect((await liveAt(anna))?.unansweredSince).toBeNull();
  await house.startChat("Waits");
  expect(await liveAt(anna, "Waits"), "nobody has taken it").toBeUndefined();
  expect(sofia.shown.liveChats).toEqual([]);
  const told = sofia.heard("changes").flatMap(({ changes }) => changes.map(({ on }) => on));
  expect(told.filter((on) => on.startsWith("live_chat"))).toEqual([]);
  expect(inOrder(anna.shown).liveChats).toEqual(inOrder(await house.fresh(anna.identity)).liveChats);
  await sofia.done("endInteraction", { interactionId: "Maria" });
  expect((await liveAt(anna))?.stage).toBe("ending");
  await house.pass(5_000);
  expect(await liveAt(anna), "who wraps up has no chat").toBeUndefined();
});

test("a supervisor reads along, live, and nobody in the chat learns of it", async () => {
  await beside();
  expect(chatAt(anna)).toMatchObject({
    phase: "monitoring",
    contact: { name: "Maria Miller" },
    monitors: [],
  });
  expect(saidAt(anna)).toEqual(["my car is on a field"]);
  const first = sofia.heard("changes").length;
  const messageId = await house.says(maria, "it rains");
  house.ephemeral.customerTyping("Maria", true, "and it");
  expect(saidAt(anna)).toEqual(["my car is on a field", "it rains"]);
  expect(anna.heard("typing").at(-1)).toMatchObject({ who: "customer", typing: true, preview: "and it" });
  expect(anna.shown.self, "it is no load").toMatchObject({ word: "supervising" });
  const told = JSON.stringify([sofia.shown, sofia.heard("changes").slice(first)]);
  expect(told).not.toContain("ChatMonitored");
  expect(chatAt(sofia)?.monitors).toEqual([]);
  expect(await liveAt(anna)).toMatchObject({ monitors: [{ agentId: "anna", name: "Anna Kowalski" }] });
  // What she reads is not read by the agents: the customer sees no receipt of hers.
  const refused = await anna.refused("markRead", { interactionId: "Maria", messageId });
  expect(refused.code).toBe("not_your_interaction");
  anna.say({ frame: "typing", interactionId: "Maria", typing: true });
  await settle();
  expect(sofia.heard("typing").filter(({ who }) => who !== "customer")).toEqual([]);
  expect(inOrder(anna.shown).interactions).toEqual(inOrder(await house.fresh(anna.identity)).interactions);
});

test("a whisper reaches the agents, who know from then on who is there, and may whisper back", async () => {
  await beside();
  const nothing = await anna.refused("sendMessage", {
    interactionId: "Maria",
    clientMessageId: "to-the-customer",
    body: { kind: "text", text: "hello Maria" },
  });
  expect(nothing.code).toBe("not_suitable_state");
  await whisper(anna, "offer her a hire car");
  expect(sofia.shown.messages.at(-1)).toMatchObject({
    audience: "team",
    from: { agentId: "anna", name: "Anna Kowalski" },
  });
  expect(chatAt(sofia)?.monitors).toMatchObject([{ agentId: "anna", name: "Anna Kowalski" }]);
  await whisper(sofia, "she has one");
  expect(saidAt(anna)).toEqual(["my car is on a field", "offer her a hire car", "she has one"]);
  const seen: unknown[] = [];
  house.ephemeral.onAgentTyping((...typing) => seen.push(typing));
  anna.say({ frame: "typing", interactionId: "Maria", typing: true });
  await settle();
  expect(sofia.heard("typing").at(-1)).toMatchObject({ who: { agentId: "anna" }, typing: true });
  await anna.done("saveDraft", { interactionId: "Maria", text: "and", audience: "team", version: 1 });
  expect((await house.fresh(anna.identity)).interactions[0]?.draft).toMatchObject({ text: "and" });
  await anna.done("stopMonitoringChat", { interactionId: "Maria" });
  expect(chatAt(anna)).toBeUndefined();
  expect(chatAt(sofia)?.monitors).toEqual([]);
  expect(
    (await anna.refused("saveDraft", { interactionId: "Maria", text: "x", audience: "team", version: 2 }))
      .code,
  ).toBe("not_your_interaction");
});

test("a broken line, a reload and a restart of the server come back to the same chat, and its end is told", async () => {
  anna.drop();
  anna.connect({ resume: true });
  await settle();
  await beside();
  anna.drop();
  await house.says(maria, "is anybody there?");
  anna.connect({ resume: true });
  await settle();
  expect(chatAt(anna)?.phase).toBe("monitoring");
  expect(saidAt(anna)).toEqual(["my car is on a field", "is anybody there?"]);
  anna.drop();
  anna.connect();
  await settle();
  expect(saidAt(anna), "a reload").toEqual(["my car is on a field", "is anybody there?"]);
  await house.killAndRestart();
  for (const desk of [anna, sofia]) {
    desk.hub = house.hub;
    desk.connect();
  }
  await settle();
  expect(chatAt(anna)?.phase).toBe("monitoring");
  await house.command({
    type: "CustomerEnd",
    interactionId: maria.interactionId,
    clientKey: maria.clientKey,
  });
  expect(chatAt(anna)).toBeUndefined();
  expect(chatAt(sofia)?.phase).toBe("wrap_up");
  const gone = anna
    .heard("changes")
    .flatMap(({ changes }) =>
      changes.flatMap((change) => (change.on === "interaction.gone" ? [change] : [])),
    );
  expect(gone).toEqual([
    { on: "interaction.gone", interactionId: "Maria", departure: { how: "chat_ended", to: null } },
  ]);
});

test("an agent is refused, and whoever loses the role sees nothing more", async () => {
  const ben = await house.desk("ben");
  expect((await ben.refused("monitorChat", { interactionId: "Maria" })).code).toBe("not_enough_privileges");
  await beside();
  const user = house.runtime.state.configuration.users.get(anna.identity.agentId);
  if (user === undefined) throw new Error("no Anna");
  await house.command({ type: "ConfigureUser", user: { ...user, roles: ["agent"] } });
  await house.says(maria, "a secret");
  expect(chatAt(anna)).toBeUndefined();
  expect(JSON.stringify(anna.shown)).not.toContain("a secret");
  expect(await liveAt(anna)).toBeUndefined();
});

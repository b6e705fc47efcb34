import { asId, type MessageScope } from "@patchbay/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { callsIn, deskWithPhone, PretendVoice, takes, withLine } from "./support/calls.js";
import type { Desk } from "./support/desk.js";
import { agent, chat, claims, general, House } from "./support/house.js";

let house: House;
let sofia: Desk;
beforeEach(async () => {
  house = await House.open(new PretendVoice());
  await withLine(house);
  await message("hello", { agentId: agent("sofia"), serviceId: null });
  await message("secret", { agentId: agent("ben"), serviceId: null });
  await message("notice", { agentId: null, serviceId: claims });
  await message("offer", { agentId: null, serviceId: general });
  sofia = await deskWithPhone(house, "sofia");
});
afterEach(() => expect(house.problems).toEqual([]));

const message = (name: string, scope: MessageScope): Promise<boolean> =>
  house.command(
    {
      type: "ConfigurePrompt",
      prompt: { id: asId(name), kind: "speech", sound: "0".repeat(64), durationMs: 4_000, message: scope },
    },
    [{ table: "prompt_words", promptId: name, words: { name: `The ${name}` } }],
  );

/** A customer of the claims service talks with Sofia. */
async function talks(): Promise<string> {
  await sofia.done("setPresence", { presence: { kind: "ready" } });
  const interactionId = await callsIn(house, "anna");
  await takes(house, sofia, interactionId);
  return interactionId;
}
const callAt = (interactionId: string) =>
  sofia.shown.interactions.find((one) => one.interactionId === interactionId);
const ends = (interactionId: string): Promise<boolean> => {
  const message = house.runtime.state.interactions.get(chat(interactionId))?.call?.message;
  if (message == null) throw new Error("nothing is played");
  return house.command({
    type: "ReportPlay",
    interactionId: chat(interactionId),
    playId: message.playId,
    report: { kind: "ended" },
  });
};

test("everybody has the own messages and the shared ones; a colleague's are not there, whatever is asked of them", async () => {
  const { messages } = await sofia.done("messages", {});
  expect(messages).toEqual([
    { messageId: "hello", name: "The hello", own: true, serviceId: null, durationMs: 4_000 },
    { messageId: "notice", name: "The notice", own: false, serviceId: claims, durationMs: 4_000 },
    { messageId: "offer", name: "The offer", own: false, serviceId: general, durationMs: 4_000 },
  ]);
  const interactionId = await talks();
  for (const refused of [
    sofia.refused("saveMessage", { messageId: "secret", name: "Mine" }),
    sofia.refused("removeMessage", { messageId: "secret" }),
    sofia.refused("playMessage", { interactionId, messageId: "secret" }),
  ])
    expect(await refused).toMatchObject({ code: "object_not_found" });
});

test("an agent changes the own messages, an administrator the shared ones; neither is a prompt of Set-up", async () => {
  await sofia.done("saveMessage", { messageId: "hello", name: "Greeting", serviceId: claims });
  const notMine = await sofia.refused("saveMessage", { messageId: "notice", name: "Mine" });
  expect(notMine).toMatchObject({ code: "not_enough_privileges" });
  const olga = await house.desk("olga");
  await olga.done("saveMessage", { messageId: "notice", name: "Disclosure" });
  expect(
    await olga.refused("saveMessage", { messageId: "notice", name: "x", serviceId: "none" }),
  ).toMatchObject({ code: "no_service" });
  await olga.done("removeMessage", { messageId: "offer" });
  const { messages } = await sofia.done("messages", {});
  // An own message is for every call of its agent.
  expect(messages.map(({ name, serviceId }) => [name, serviceId])).toEqual([
    ["Disclosure", null],
    ["Greeting", null],
  ]);
  const { prompts } = await olga.done("setupPrompts", {});
  expect(prompts.filter(({ own }) => own)).toEqual([]);
  for (const refused of [
    olga.refused("savePrompt", { promptId: "hello", name: "Mine", kind: "music" }),
    olga.refused("removePrompt", { promptId: "hello" }),
  ])
    expect(await refused).toMatchObject({ code: "object_not_found" });
});

test("[MSG-1] a message is played into the call, is seen with its length, and is stopped", async () => {
  const interactionId = await talks();
  expect(await sofia.refused("playMessage", { interactionId, messageId: "offer" })).toMatchObject({
    code: "message_not_for_service",
  });
  await sofia.done("playMessage", { interactionId, messageId: "notice" });
  expect(callAt(interactionId)?.call?.message).toEqual({
    messageId: "notice",
    name: "The notice",
    by: "sofia",
    since: house.clock.now(),
    durationMs: 4_000,
    thenEnds: false,
    announces: null,
  });
  expect(await sofia.refused("playMessage", { interactionId, messageId: "hello" })).toMatchObject({
    code: "already_in_progress",
  });
  await sofia.done("stopMessage", { interactionId });
  expect(callAt(interactionId)?.call?.message).toBeNull();
  expect(callAt(interactionId)?.phase).toBe("connected");
});

test("[MSG-2] play and finish frees the agent at once, with the result, and the call ends with the message", async () => {
  const interactionId = await talks();
  const wrong = { interactionId, messageId: "hello", thenEnds: true, dispositionId: "nonsense" };
  expect(await sofia.refused("playMessage", wrong)).toMatchObject({ code: "disposition_unknown" });
  expect(callAt(interactionId)?.call?.message).toBeNull();
  await sofia.done("playMessage", { ...wrong, dispositionId: "opened" });
  expect(callAt(interactionId)).toBeUndefined();
  expect(sofia.shown.self?.word).toBe("ready");
  const call = () => house.runtime.state.interactions.get(chat(interactionId));
  expect(call()).toMatchObject({ stage: "open", disposition: "opened" });
  await ends(interactionId);
  expect(call()?.stage ?? "gone").not.toBe("open");
});

test("play and finish without a result leaves the agent in wrap-up, where one is asked for", async () => {
  const interactionId = await talks();
  await sofia.done("playMessage", { interactionId, messageId: "hello", thenEnds: true });
  expect(callAt(interactionId)?.phase).toBe("wrap_up");
  await ends(interactionId);
  expect(callAt(interactionId)?.phase).toBe("wrap_up");
});

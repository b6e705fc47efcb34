import { afterEach, beforeEach, expect, test } from "vitest";
import { android } from "./clients.js";
import { World } from "./world.js";

let world: World;
beforeEach(async () => {
  world = await World.open({ settings: { slowAnswerMs: 5 } });
});
afterEach(() => world.close());

const UUID = "11111111-2222-4333-8444-555555555555";
const say = (msg: string, msg_id: string) => ({ event: "chat_session_message", msg, msg_id });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test("[10] a message that was told to try again and is stored after all is not stored twice", async () => {
  const app = android(world.base);
  const chatId = await app.start();
  world.store.faults = () => ({ kind: "slow", ms: 1_200 });
  const earlier = app.send(chatId, say("Earlier", "1"));
  await pause(100);
  const first = await app.send(chatId, say("Hello", UUID));
  expect([first.status, first.body.error_code]).toEqual([503, "5001"]);
  // Asked again at once, as both SDKs do: the first one is on its way to the disk still.
  const again = await app.send(chatId, say("Hello", UUID));
  expect(again.status).toBe(200);
  expect((await earlier).status).toBe(200);
  expect((await world.messagesOf(chatId)).map(({ body }) => body)).toMatchObject([
    { text: "Earlier" },
    { text: "Hello" },
  ]);
});

test("[2] a chat that was told to try again and is started after all is given to whoever asks again", async () => {
  const other = android(world.base);
  const otherChat = await other.start();
  world.store.faults = () => ({ kind: "slow", ms: 1_200 });
  const earlier = other.send(otherChat, say("Earlier", "1"));
  await pause(100);
  const app = android(world.base);
  const first = await app.requestChat();
  expect([first.status, first.body.error_code]).toEqual([503, "5001"]);
  const again = await app.requestChat();
  expect([again.status, again.body.is_new_chat]).toEqual([200, false]);
  expect((await earlier).status).toBe(200);
  expect(world.runtime.state.interactions.size).toBe(2);
});

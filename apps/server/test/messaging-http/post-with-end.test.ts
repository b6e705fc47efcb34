import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { android, type Client, ios, web } from "./clients.js";
import { SOFIA, World } from "./world.js";

let world: World;
beforeEach(async () => {
  world = await World.open({ settings: { slowAnswerMs: 5 } });
});
afterEach(() => world.close());

const END = { event: "chat_session_end" };
const message = (msg: string, msg_id: string = randomUUID()) => ({
  event: "chat_session_message",
  msg,
  msg_id,
});
const said = async (app: Client, chatId: string): Promise<unknown[]> =>
  (await app.history(chatId)).filter(({ event }) => event === "chat_session_message").map(({ msg }) => msg);

test.each([
  ["android", android],
  ["ios", ios],
  ["web", web],
] as const)(
  "[2.2, 4] all that %s posts with the end of the chat is stored, also what stands behind it",
  async (_name, client) => {
    const app = client(world.base);
    const chatId = await app.start();
    const answer = await app.send(chatId, message("one"), END, message("two"), END);
    expect(answer.status).toBe(200);
    expect(await said(app, chatId)).toEqual(["one", "two"]);
    expect((await app.call("GET", "chats/active")).status).toBe(404);
  },
);

test("[2.2, 4] a post whose answer was lost is answered as before, though it ended the chat", async () => {
  const app = ios(world.base);
  const chatId = await app.start();
  const post = [message("one"), END, message("two")];
  for (let time = 1; time <= 3; time++) expect((await app.send(chatId, ...post)).status).toBe(200);
  expect(await said(app, chatId)).toEqual(["one", "two"]);
  expect((await app.send(chatId, END)).status).toBe(200);
  await app.start();
  expect((await app.send(chatId, ...post)).status).toBe(200);
});

test("[2.2, 4] a message whose answer was lost before the agent ended the chat is there, a new one is not", async () => {
  const app = android(world.base);
  const chatId = await app.start();
  await world.ready(SOFIA);
  await world.accept(SOFIA);
  const first = message("I was there at nine");
  await app.send(chatId, first);
  await app.send(chatId, END);
  expect((await app.send(chatId, first)).status).toBe(200);
  for (const post of [
    [message("something new")],
    [first, message("something new")],
    [message("something new"), END],
    // Without a UUID nothing tells a repeat from the same words said again.
    [message("I was there at nine", "1")],
    [{ event: "chat_session_typing" }],
    [],
  ]) {
    const answer = await app.send(chatId, ...post);
    expect([post, answer.status, answer.body.error_code]).toEqual([post, 404, "5005"]);
  }
  expect(await said(app, chatId)).toEqual(["I was there at nine"]);
});

test("[1.2] nobody learns from a repeated post whether another app's chat exists", async () => {
  const app = ios(world.base);
  const chatId = await app.start();
  const post = [message("one"), END];
  await app.send(chatId, ...post);
  const stranger = await ios(world.base).send(chatId, ...post);
  expect([stranger.status, stranger.body.error_code]).toEqual([404, "5005"]);
});

test("[4] a disconnect beside the end changes nothing of that", async () => {
  const app = android(world.base);
  for (const events of [
    [message("one"), { event: "chat_session_disconnect" }, END],
    [END, { event: "chat_session_disconnect" }, message("one")],
  ]) {
    const chatId = await app.start();
    expect((await app.send(chatId, ...events)).status).toBe(200);
    expect(await said(app, chatId)).toEqual(["one"]);
    expect((await app.call("GET", "chats/active")).status).toBe(404);
  }
});

test("[4] a customer who leaves in the middle of a post has said all of it", async () => {
  const app = android(world.base);
  const chatId = await app.start();
  const left = await app.send(chatId, message("one"), { event: "chat_session_disconnect" }, message("two"));
  expect([left.status, await said(app, chatId)]).toEqual([200, ["one", "two"]]);
});

import { afterEach, beforeEach, expect, test } from "vitest";
import { android, ios, type WireEvent } from "./clients.js";
import { SOFIA, World } from "./world.js";

let world: World;
beforeEach(async () => {
  world = await World.open();
});
afterEach(() => world.close());

const texts = (events: readonly WireEvent[]) =>
  events.filter(({ msg_text }) => msg_text !== undefined).map(({ msg_text }) => msg_text);

async function connected(app = android(world.base)) {
  const chatId = await app.start();
  await world.ready(SOFIA);
  await world.accept(SOFIA);
  return { app, chatId };
}

test("[0.7] a poll is held, and answered the moment something happens", async () => {
  const { app, chatId } = await connected();
  await app.poll(chatId);
  const before = Date.now();
  expect(await app.poll(chatId)).toEqual([]);
  expect(Date.now() - before).toBeGreaterThanOrEqual(200);
  const waiting = app.poll(chatId);
  await new Promise((resolve) => setTimeout(resolve, 30));
  await world.say(SOFIA, chatId, "now");
  expect(texts(await waiting)).toEqual(["now"]);
});

test("[4] the newest poll wins; the older one is empty, never with events", async () => {
  const { app, chatId } = await connected();
  await app.poll(chatId);
  const older = app.poll(chatId);
  await new Promise((resolve) => setTimeout(resolve, 30));
  const newer = app.poll(chatId);
  expect(await older).toEqual([]);
  await world.say(SOFIA, chatId, "once");
  expect(texts(await newer)).toEqual(["once"]);
});

test("[4] a poll whose socket died uses up nothing", async () => {
  const { app, chatId } = await connected();
  await app.poll(chatId);
  const abort = new AbortController();
  const dead = app.poll(chatId, abort.signal).catch(() => "dead");
  await new Promise((resolve) => setTimeout(resolve, 30));
  abort.abort();
  expect(await dead).toBe("dead");
  await world.say(SOFIA, chatId, "kept");
  expect(texts(await app.poll(chatId))).toEqual(["kept"]);
});

test("[3.1] a poll that would end with nothing tells a changed wait, once", async () => {
  const first = await ios(world.base).start();
  const app = android(world.base);
  const chatId = await app.start();
  expect((await app.poll(chatId))[0]).toMatchObject({ position: "2", agents_available: "0" });
  expect(await app.poll(chatId)).toEqual([]);
  await world.do({ type: "CustomerEnd", interactionId: first as never, clientKey: clientKeyOfChat(first) });
  expect(await app.poll(chatId)).toEqual([
    { event: "chat_session_status", state: "queued", ewt: "", position: "1", agents_available: "0" },
  ]);
  expect(await app.poll(chatId)).toEqual([]);
});

const clientKeyOfChat = (chatId: string) => {
  const chat = world.runtime.state.interactions.get(chatId as never);
  if (chat === undefined) throw new Error("no such chat");
  return chat.clientKey;
};

test("[4] one app polls two chats at once", async () => {
  const one = ios(world.base);
  const first = await one.start();
  const { chatId: second, app: two } = await connected(ios(world.base));
  const [a, b] = await Promise.all([one.poll(first), two.poll(second)]);
  expect(a.length > 0 && b.length > 0).toBe(true);
});

test("[4, 10] after a restart everything past the stored position comes again with the same id, nothing before it", async () => {
  const { app, chatId } = await connected();
  await world.say(SOFIA, chatId, "told");
  await app.poll(chatId);
  await expect.poll(() => world.store.pollPositions.get(chatId) ?? 0).toBeGreaterThan(0);
  const messageId = await world.say(SOFIA, chatId, "not told");
  await world.kill();
  const after = await World.open({ after: world });
  try {
    const moved = app.at(after.base);
    const told = await moved.poll(chatId);
    expect(texts(told)).toEqual(["not told"]);
    expect(told.at(-1)?.msg_id).toBe(messageId);
  } finally {
    await after.kill();
  }
});

test("[10] a repeat with the same UUID and body is one message, also after a restart; everything else is new", async () => {
  const { app, chatId } = await connected();
  const uuid = "3d5c2b1a-1111-4222-8333-444455556666";
  const message = { event: "chat_session_message", msg_id: uuid, msg: "help" };
  await Promise.all([app.send(chatId, message), app.send(chatId, message)]);
  await app.send(chatId, message);
  expect((await world.messagesOf(chatId)).length).toBe(1);
  await app.send(chatId, { ...message, msg: "help me" });
  await app.send(chatId, { ...message, msg_id: "1" });
  await app.send(chatId, { ...message, msg_id: "1" });
  await app.send(chatId, { ...message, msg_id: "null" });
  await app.send(chatId, { ...message, msg_id: "null" });
  expect((await world.messagesOf(chatId)).length).toBe(6);
  await world.kill();
  const after = await World.open({ after: world });
  try {
    expect((await app.at(after.base).send(chatId, message)).status).toBe(200);
    expect((await after.messagesOf(chatId)).length).toBe(6);
  } finally {
    await after.kill();
  }
});

test("[10] while the center is not there every path answers 503 + 5001 late, never 404", async () => {
  await world.close();
  let isReady = false;
  world = await World.open({ http: { isReady: () => isReady } });
  const app = android(world.base);
  for (const [method, path] of [
    ["GET", "availability"],
    ["POST", "chats"],
    ["GET", "chats/active"],
    ["GET", "chats/x/events"],
    ["POST", "chats/x/events"],
    ["GET", "chats/x/history"],
    ["GET", "chats/x/files/y"],
    ["GET", "chats/x/profilephotos/y"],
    ["POST", "files"],
    ["GET", "no/such/path"],
  ] as const) {
    const before = Date.now();
    const answer = await app.call(method, path);
    expect([path, answer.status, answer.body.error_code]).toEqual([path, 503, "5001"]);
    expect(Date.now() - before).toBeGreaterThanOrEqual(140);
  }
  isReady = true;
  expect((await app.requestChat()).status).toBe(200);
});

test("[10] a suspended center: 503 for the post, polls let go, then it goes on and nothing is doubled", async () => {
  const { app, chatId } = await connected();
  await app.poll(chatId);
  const waiting = app.call("GET", `chats/${chatId}/events`);
  await new Promise((resolve) => setTimeout(resolve, 30));
  const failing = world.store.attempts + 1;
  world.store.faults = (attempt) => (attempt === failing ? { kind: "after_commit" } : null);
  const message = {
    event: "chat_session_message",
    msg_id: "3d5c2b1a-1111-4222-8333-444455556667",
    msg: "help",
  };
  let status = 0;
  for (let tries = 0; tries < 20 && status !== 200; tries++) {
    const answer = await app.send(chatId, message);
    status = answer.status;
    if (status !== 200) expect([status, answer.body.error_code]).toEqual([503, "5001"]);
  }
  expect(status).toBe(200);
  expect((await waiting).status).toBe(200);
  expect((await world.messagesOf(chatId)).length).toBe(1);
  await world.say(SOFIA, chatId, "we are here");
  expect(texts(await app.poll(chatId))).toEqual(["we are here"]);
});

test("[10] what was stored although nobody heard of it is told after the recovery, once", async () => {
  const { app, chatId } = await connected();
  await app.poll(chatId);
  const failing = world.store.attempts + 1;
  world.store.faults = (attempt) => (attempt === failing ? { kind: "after_commit" } : null);
  await expect(world.say(SOFIA, chatId, "stored, unheard")).rejects.toThrow("not_accepted_try_again");
  await expect.poll(() => world.runtime.status).toBe("running");
  expect(texts(await app.poll(chatId))).toEqual(["stored, unheard"]);
  expect(await app.poll(chatId)).toEqual([]);
});

test("[0.8] on shutdown a waiting poll is answered with an empty list", async () => {
  await world.close();
  world = await World.open({ settings: { pollHoldMs: 10_000 } });
  const app = android(world.base);
  const chatId = await app.start();
  await app.poll(chatId);
  const waiting = app.call("GET", `chats/${chatId}/events`);
  await new Promise((resolve) => setTimeout(resolve, 30));
  await world.kill();
  const answer = await waiting;
  expect([answer.status, answer.text]).toEqual([200, '{"events":[]}']);
});

test("[3.3] signaling is passed on as an object, a call's offer alone in its answer", async () => {
  const { app, chatId } = await connected();
  await app.poll(chatId);
  const heard: unknown[] = [];
  world.signaling.onFromCustomer(async (signal) => void heard.push(signal));
  const party = world.partyOf(SOFIA, chatId);
  await app.send(
    chatId,
    {
      event: "chat_session_signaling",
      msg_id: "1",
      destination_party_id: party,
      data: { type: "REQUEST_CALL", offerVideo: false },
    },
    {
      event: "chat_session_signaling",
      destination_party_id: party,
      data: { candidate: "c", sdpMid: "0", sdpMLineIndex: "0" },
    },
    { event: "chat_session_signaling", destination_party_id: party, data: '{"type":"END_CALL"}' },
  );
  expect(heard).toEqual([
    { interactionId: chatId, destinationPartyId: party, data: { type: "REQUEST_CALL", offerVideo: false } },
    {
      interactionId: chatId,
      destinationPartyId: party,
      data: { type: "ICE_CANDIDATE", candidate: "c", sdpMid: "0", sdpMLineIndex: "0" },
    },
    { interactionId: chatId, destinationPartyId: party, data: { type: "END_CALL" } },
  ]);
  await world.say(SOFIA, chatId, "I call you");
  world.signaling.toCustomer({
    interactionId: chatId,
    partyId: party,
    data: { type: "OFFER_CALL", sdp: "v=0" },
  });
  world.signaling.toCustomer({
    interactionId: chatId,
    partyId: party,
    data: { type: "ICE_CANDIDATE", candidate: "d", sdpMid: "0", sdpMLineIndex: 0 },
  });
  expect(texts(await app.poll(chatId))).toEqual(["I call you"]);
  const offer = await app.poll(chatId);
  expect(offer).toMatchObject([
    { event: "chat_session_signaling", party_id: party, data: { type: "OFFER_CALL", sdp: "v=0" } },
  ]);
  expect(offer[0]?.msg_id).toMatch(/^\d+$/);
  expect(await app.poll(chatId)).toMatchObject([{ data: { type: "ICE_CANDIDATE", sdpMLineIndex: "0" } }]);
  expect(JSON.stringify(await app.history(chatId))).not.toContain("signaling");
});

test("an app that polls is here, then away, then gone", async () => {
  await world.close();
  world = await World.open({ settings: { pollHoldMs: 50, awayAfterMs: 120, goneAfterMs: 240 } });
  const app = android(world.base);
  const heard: string[] = [];
  world.ephemeral.onCustomerPresence((_id, presence) => heard.push(presence));
  const chatId = await app.start();
  for (let polls = 0; polls < 4; polls++) await app.poll(chatId);
  expect(heard).toEqual(["here"]);
  await expect.poll(() => heard).toEqual(["here", "away", "gone"]);
  await app.poll(chatId);
  expect(heard.at(-1)).toBe("here");
});

test("[10] limits: events and new chats refused, polls only slowed down", async () => {
  await world.close();
  world = await World.open({
    settings: {
      eventsBurst: 5,
      eventsPerSecond: 1,
      chatsPerMinute: 2,
      pollsBurst: 2,
      pollsPerSecond: 10,
      pollHoldMs: 20,
    },
  });
  const app = android(world.base);
  const chatId = await app.start();
  const message = { event: "chat_session_message", msg: "x" };
  expect((await app.send(chatId, message, message, message, message, message)).status).toBe(200);
  const over = await app.send(chatId, message);
  expect([over.status, typeof over.body.error_code]).toEqual([429, "string"]);
  expect((await world.messagesOf(chatId)).length).toBe(5);
  const before = Date.now();
  for (let polls = 0; polls < 6; polls++) await app.poll(chatId);
  expect(Date.now() - before).toBeGreaterThan(250);
  const other = ios(world.base);
  for (const expected of [200, 200, 429]) {
    const answer = await other.requestChat();
    expect(answer.status).toBe(expected);
    if (answer.status === 200) await other.send(String(answer.body.chat_id), { event: "chat_session_end" });
  }
});

test("[0.7] a poll that is delayed for calling too fast is answered no later than one that is not", async () => {
  const fast = await World.open({ settings: { pollHoldMs: 1_000, pollsBurst: 2, pollsPerSecond: 10 } });
  try {
    const app = android(fast.base);
    const chatId = await app.start();
    await app.poll(chatId);
    const startedAt = Date.now();
    const polls = Array.from({ length: 8 }, () => app.poll(chatId));
    await Promise.all(polls);
    // Seven of them were delayed, the last one for about 0.7 s.
    expect(Date.now() - startedAt).toBeLessThan(1_400);
  } finally {
    await fast.close();
  }
});

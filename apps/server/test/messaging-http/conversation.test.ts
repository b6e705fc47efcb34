import { asId, type InteractionId } from "@patchbay/core";
import { serverEventsBodySchema } from "@patchbay/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";
import { android, androidCrashes, ios, iosDrops, numbersIn, type WireEvent, web } from "./clients.js";
import { BEN, SOFIA, World } from "./world.js";

let world: World;
beforeEach(async () => {
  world = await World.open();
});
afterEach(() => world.close());

test.each([
  ["android", android],
  ["ios", ios],
] as const)("[0, 2.1, 3.1] a whole conversation with the %s app", async (_name, client) => {
  const app = client(world.base);
  const started = await app.requestChat({
    phone_number: "",
    parameters: { user_platform: { os: "x", api: 30 } },
  });
  expect(started.status).toBe(200);
  expect(numbersIn(started.body)).toEqual([]);
  expect(started.body.is_new_chat).toBe(true);
  expect(started.body.state).toBe("queued");
  expect("ewt" in started.body).toBe(false);
  const chatId = String(started.body.chat_id);
  await world.ready(SOFIA);
  await world.accept(SOFIA);
  const messageId = await world.say(SOFIA, chatId, 'Hello <b> & "you"\nthere');

  // Everything from before the first poll is in the first answer.
  const first = await app.poll(chatId);
  expect(first.map(({ event }) => event)).toEqual([
    "chat_session_status",
    "chat_session_case_set",
    "chat_session_status",
    "chat_session_status",
    "chat_session_party_joined",
    "chat_session_message",
  ]);
  expect(first.filter(({ event }) => event === "chat_session_status").map(({ state }) => state)).toEqual([
    "queued",
    "connecting",
    "connected",
  ]);
  // Nobody was logged in when it began to wait.
  expect(first[0]).toMatchObject({ ewt: "", position: "1", agents_available: "0" });
  expect(first[1]).toMatchObject({ case_id: "10000" });
  expect(first[4]).toMatchObject({
    display_name: "Sofia",
    first_name: "Sofia",
    last_name: "",
    type: "internal",
  });
  const party = String(first[4]?.party_id);
  expect(first[5]).toMatchObject({
    msg_id: messageId,
    party_id: party,
    msg: "Hello &lt;b&gt; &amp; &quot;you&quot;<br/>there",
    msg_text: 'Hello <b> & "you"\nthere',
  });
  expect(String(first[5]?.timestamp)).toMatch(/^\d{10}$/);

  // An idle poll is 200 with an empty list.
  expect(await app.poll(chatId)).toEqual([]);

  const own = "3d5c2b1a-1111-4222-8333-444455556666";
  const sent = await app.send(chatId, {
    event: "chat_session_message",
    msg_id: own,
    party_id: "x",
    msg: "Hi",
  });
  expect([sent.status, sent.text]).toEqual([200, "{}"]);
  const stored = (await world.messagesOf(chatId)).at(-1);
  await world.do({
    type: "ReportReceipt",
    interactionId: chatId as never,
    messageId: stored?.messageId as never,
    reader: SOFIA,
    receipt: "read",
  });
  const second = await app.poll(chatId);
  expect(second).toEqual([
    { event: "chat_session_message_read", ref_msg_id: own, party_id: party, timestamp: expect.any(String) },
  ]);

  // Its receipts for what it got, and for its own and unknown ids, again and again.
  for (const ref of [messageId, messageId, own, "null", "0"]) {
    const receipts = { event: "chat_session_message_read", ref_msg_id: ref, party_id: null };
    expect((await app.send(chatId, receipts)).status).toBe(200);
  }
  const receipt = (await world.messagesOf(chatId)).find((message) => message.messageId === messageId);
  expect(receipt?.readAt).not.toBeNull();

  await world.do({ type: "EndInteraction", interactionId: chatId as never, agentId: SOFIA });
  const last = await app.poll(chatId);
  expect(last.map(({ event, state }) => state ?? event)).toEqual([
    "chat_session_party_left",
    "completed",
    "chat_session_ended",
  ]);
  const over = await app.call("GET", `chats/${chatId}/events`);
  expect([over.status, over.body.error_code]).toEqual([404, "5005"]);

  const history = await app.history(chatId);
  const all = [...first, ...second, ...last, ...history];
  expect(androidCrashes(all)).toEqual([]);
  expect(iosDrops(all)).toEqual([]);
  serverEventsBodySchema.parse({ events: all });
  expect(history.find(({ msg_id }) => msg_id === own)).toMatchObject({
    party_id: chatId,
    msg: "Hi",
    msg_text: "Hi",
  });
  expect(history.map(({ event }) => event)).not.toContain("chat_session_typing");
});

test("[1.1] one active chat per app; another app does not see it", async () => {
  const app = android(world.base);
  const none = await app.call("GET", "chats/active");
  expect([none.status, none.body.error_code]).toEqual([404, "5005"]);
  const [one, two] = await Promise.all([app.requestChat(), app.requestChat()]);
  expect(one.body.chat_id).toBe(two.body.chat_id);
  expect([one.body.is_new_chat, two.body.is_new_chat].sort()).toEqual([false, true]);
  const chatId = String(one.body.chat_id);
  const active = await app.call("GET", "chats/active");
  expect(active.body).toMatchObject({ chat_id: chatId, is_new_chat: false });
  const other = ios(world.base);
  for (const path of [`chats/${chatId}/events`, `chats/${chatId}/history`, `chats/${chatId}/casehistory`]) {
    const answer = await other.call("GET", path);
    expect([path, answer.status, answer.body.error_code]).toEqual([path, 404, "5005"]);
  }
  const post = await other.send(chatId, { event: "chat_session_message", msg: "let me in" });
  expect([post.status, post.body.error_code]).toEqual([404, "5005"]);
  expect(await world.messagesOf(chatId)).toEqual([]);
});

test("[2] a position in the parameters is there with the offer", async () => {
  await world.ready(SOFIA);
  const parameters = {
    first_name: "Ada",
    last_name: "Byron",
    account: "P-77",
    latitude: "40.7128",
    longitude: -74.006,
    accuracy: 12,
  };
  const chatId = await android(world.base).start({ phone_number: "(212) 555-0143", parameters });
  expect((await world.messagesOf(chatId)).map(({ body }) => body)).toMatchObject([
    { kind: "location", latitude: 40.7128, longitude: -74.006, accuracy: 12 },
  ]);
  expect(world.offerOf(SOFIA)?.interactionId).toBe(chatId);
  const row = await world.handle.records.interaction(chatId);
  expect(await world.handle.records.contact(row?.contactId ?? "")).toMatchObject({
    firstName: "Ada",
    lastName: "Byron",
    account: "P-77",
    phones: ["+12125550143"],
  });
  expect((await world.handle.records.interactionData(chatId))?.parameters).toMatchObject({
    accuracy: "12",
    latitude: "40.7128",
  });
});

test("[10] the same app is the same contact, and so is the same phone number", async () => {
  const app = android(world.base);
  const first = await app.start({ phone_number: "+12125550143", parameters: { first_name: "Ada" } });
  await app.send(first, { event: "chat_session_end" });
  const second = await app.start({});
  expect(second).not.toBe(first);
  const third = await ios(world.base).start({ phone_number: "212-555-0143" });
  const contacts = await Promise.all(
    [first, second, third].map(async (id) => (await world.handle.records.interaction(id))?.contactId),
  );
  expect(new Set(contacts).size).toBe(1);
});

test("[3.2] what each client really sends is understood", async () => {
  const app = ios(world.base);
  const chatId = await app.start();
  const typing: unknown[] = [];
  world.ephemeral.onCustomerTyping((...heard) => typing.push(heard));
  const answer = await app.send(
    chatId,
    {
      event: "chat_session_message",
      msg_id: "3d5c2b1a-1111-4222-8333-444455556666:1",
      msg: "a &lt; b<br>c",
      msg_text: "",
    },
    { event: "chat_session_message", msg_id: 7, msg: "x", msg_text: "plain" },
    { event: "chat_session_message", message_id: "m-1", msg: "by message_id" },
    { event: "chat_session_typing", party_id: null },
    { event: "chat_session_typing", msg: "so far" },
    { event: "chat_session_not_typing" },
    { event: "chat_session_location", msg_id: "", latitude: "48.1", longitude: 11.5 },
    { event: "chat_session_form_data", form_request_id: 3, form_name: "survey", data: { stars: 5 } },
    { event: "chat_session_navigation", msg_id: "1", title: "Prices", page: "https://x.example/p" },
    { event: "chat_session_something_new", deep: { a: 1 } },
  );
  expect(answer.status).toBe(200);
  const messages = await world.messagesOf(chatId);
  expect(messages.map(({ body }) => body)).toMatchObject([
    { kind: "text", text: "a < b\nc" },
    { kind: "text", text: "plain" },
    { kind: "text", text: "by message_id" },
    { kind: "location", latitude: 48.1, longitude: 11.5, url: null },
    { kind: "form", formName: "survey", formRequestId: "3", fields: { stars: "5" } },
    { kind: "navigation", title: "Prices", page: "https://x.example/p" },
  ]);
  expect(messages.map(({ clientMessageId }) => clientMessageId)).toEqual([
    "3d5c2b1a-1111-4222-8333-444455556666:1",
    "7",
    "m-1",
    null,
    null,
    "1",
  ]);
  expect(typing).toEqual([
    [chatId, true, null],
    [chatId, true, "so far"],
    [chatId, false, null],
  ]);
  // The history of the same things: nothing that crashes Android, everything that the others may read.
  const told = (await app.history(chatId)).map(({ event }) => event);
  expect(told).toContain("chat_session_form_data");
  expect(told).toContain("chat_session_navigation");
});

test("[0.5] Android's history holds nothing that it does not know", async () => {
  const app = android(world.base);
  const chatId = await app.start();
  await app.send(
    chatId,
    { event: "chat_session_message", msg_id: "null", msg: "a < b & <i>c</i>" },
    { event: "chat_session_form_data", form_request_id: 3, form_name: "f", data: {} },
    { event: "chat_session_navigation", title: "t", page: "p" },
    { event: "chat_session_location", latitude: 1e-7, longitude: -0.00000001 },
  );
  const history = await app.history(chatId);
  expect(androidCrashes(history)).toEqual([]);
  expect(history.find(({ event }) => event === "chat_session_message")).toMatchObject({
    msg_text: "a < b & <i>c</i>",
  });
  expect(history.find(({ event }) => event === "chat_session_location")).toMatchObject({
    latitude: "0.0000001",
    url: null,
  });
});

test("[3.1] typing of the agent, whispers unheard, parties joining and leaving", async () => {
  const app = android(world.base);
  const chatId = await app.start();
  await world.ready(SOFIA);
  await world.accept(SOFIA);
  await app.poll(chatId);
  world.ephemeral.agentTyping(chatId, SOFIA, true);
  expect((await app.poll(chatId)).map(({ event }) => event)).toEqual(["chat_session_typing"]);
  world.ephemeral.agentTyping(chatId, SOFIA, true);
  world.ephemeral.agentTyping(chatId, SOFIA, false);
  expect((await app.poll(chatId)).map(({ event }) => event)).toEqual(["chat_session_not_typing"]);
  await world.say(SOFIA, chatId, "between us", "team");
  expect(await app.poll(chatId)).toEqual([]);
  await world.ready(BEN);
  await world.do({
    type: "RequestAgent",
    interactionId: chatId as never,
    agentId: SOFIA,
    kind: "transfer",
    to: { agentId: BEN },
  });
  await world.accept(BEN);
  const told = await app.poll(chatId);
  expect(
    told
      .filter(({ event }) => event.includes("party"))
      .map(({ event }) => event)
      .sort(),
  ).toEqual(["chat_session_party_joined", "chat_session_party_left"]);
  expect(JSON.stringify(await app.history(chatId))).not.toContain("between us");
});

test("[3.1] a supervisor beside the chat leaves no trace on the wire: poll and history", async () => {
  const app = android(world.base);
  const chatId = await app.start();
  const interactionId = asId<InteractionId>(chatId);
  await world.ready(SOFIA);
  await world.accept(SOFIA);
  await app.poll(chatId);
  await world.supervise(BEN);
  await world.do({ type: "MonitorChat", interactionId, supervisorId: BEN });
  await world.say(BEN, chatId, "between the two of us", "team");
  await world.say(SOFIA, chatId, "understood", "team");
  world.ephemeral.agentTyping(chatId, BEN, true);
  expect(await app.poll(chatId), "not even that something happened").toEqual([]);
  await world.do({ type: "StopMonitoringChat", interactionId, supervisorId: BEN });
  await world.say(SOFIA, chatId, "a hire car comes");
  expect((await app.poll(chatId)).map(({ event, msg_text }) => [event, msg_text])).toEqual([
    ["chat_session_message", "a hire car comes"],
  ]);
  const history = JSON.stringify(await app.history(chatId));
  expect(history).toContain("a hire car comes");
  for (const secret of ["between the two", "understood", BEN, "Ben"]) expect(history).not.toContain(secret);
});

test("[3.2] disconnect keeps the chat with the scenario, a message brings it back", async () => {
  const app = android(world.base);
  const chatId = await app.start();
  await world.ready(SOFIA);
  await world.accept(SOFIA);
  await app.poll(chatId);
  await app.send(chatId, { event: "chat_session_disconnect" });
  const told = await app.poll(chatId);
  expect(told.map(({ event, state }) => state ?? event)).toEqual(["chat_session_party_left", "ivr"]);
  expect((await app.send(chatId, { event: "chat_session_message", msg: "one more thing" })).status).toBe(200);
  const back = await app.poll(chatId);
  expect(back[0]).toMatchObject({ event: "chat_session_status", state: "queued" });
});

test("[3.1] silence: the warning, then the end", async () => {
  await world.close();
  world = await World.open({ service: { inactivityWarnMs: 60, inactivityEndMs: 60 } });
  const app = ios(world.base);
  const chatId = await app.start();
  await world.ready(SOFIA);
  await world.accept(SOFIA);
  await world.say(SOFIA, chatId, "Are you hurt?");
  const told: WireEvent[] = [];
  while (!told.some(({ event }) => event === "chat_session_ended")) told.push(...(await app.poll(chatId)));
  const names = told.map(({ event }) => event);
  expect(names.indexOf("chat_session_timeout_warning")).toBeGreaterThan(0);
  expect(names.indexOf("chat_session_inactivity_timeout")).toBeGreaterThan(
    names.indexOf("chat_session_timeout_warning"),
  );
  expect(iosDrops(told)).toEqual([]);
});

test("[2, 3.1] version 1: the posted answer is a list, receipts and case are not told", async () => {
  const app = web(world.base);
  const chatId = await app.start();
  await world.ready(SOFIA);
  await world.accept(SOFIA);
  const sent = await app.send(chatId, { event: "chat_session_message", msg_id: "1", msg: "hi" });
  expect(sent.text).toBe('{"events":[]}');
  const messageId = await world.say(SOFIA, chatId, "hello");
  const told = await app.poll(chatId);
  expect(told.map(({ event }) => event)).not.toContain("chat_session_case_set");
  // Version 1 has no receipts: fetched is delivered.
  await expect
    .poll(async () => (await world.handle.records.message(chatId, messageId))?.deliveredAt)
    .not.toBeNull();
});

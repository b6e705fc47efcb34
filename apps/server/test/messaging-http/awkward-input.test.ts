import { afterEach, beforeEach, expect, test } from "vitest";
import { cleanText, cutText, isPossibleId } from "../../src/center/plain-text.js";
import { android, answerOf } from "./clients.js";
import { World } from "./world.js";

let world: World;
beforeEach(async () => {
  world = await World.open({ settings: { slowAnswerMs: 5 } });
});
afterEach(() => world.close());

/** Two UTF-16 units: what a cut must not go through. */
const FACE = "😀";
const CLIENT = "5f0c1e9a-0000-4000-8000-00000000abcd";
const HALF = /\p{Surrogate}/u;

test("a cut leaves out the character that it would halve, and nothing else", () => {
  expect(cutText(`ab${FACE}`, 3)).toBe("ab");
  expect(cutText(`ab${FACE}`, 4)).toBe(`ab${FACE}`);
  expect(cutText(`ab${FACE}c`, 4)).toBe(`ab${FACE}`);
  expect(cutText("abc", 2)).toBe("ab");
  expect(cutText("", 2)).toBe("");
  expect(HALF.test(cutText(cleanText(`a\ud800${FACE}`), 3))).toBe(false);
});

test.each([
  ["\0", false],
  ["a b", false],
  ["", false],
  ["\ud800", false],
  ["é", false],
  ["NSAGUlRu2BBymaxiBJLH3g", true],
  ["agent-1:x", true],
  ["x".repeat(201), false],
])("%j as an id", (id, possible) => {
  expect(isPossibleId(id)).toBe(possible);
});

test("[2] a chat starts with a thousand parameters too: the first hundred are kept, as the docs say", async () => {
  const app = android(world.base);
  const parameters = Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`fact${at}`, at]));
  const chatId = await app.start({ parameters });
  const kept = (await world.handle.records.interactionData(chatId))?.parameters ?? {};
  expect([Object.keys(kept).length, kept["fact0"], kept["fact99"]]).toEqual([100, "0", "99"]);
  const documented = await (await fetch(`${world.base}/docs/openapi.json`)).text();
  expect(documented).toContain("The first 100 are kept");
});

test("[3.2] a text that is too long is cut between characters, and stored", async () => {
  const app = android(world.base);
  const chatId = await app.start();
  const events = [
    { event: "chat_session_navigation", title: `${"t".repeat(499)}${FACE}`, page: "p" },
    { event: "chat_session_navigation", title: "t", page: `${"p".repeat(1_999)}${FACE}` },
    { event: "chat_session_message", msg: "m", msg_id: `${"i".repeat(199)}${FACE}` },
    { event: "chat_session_location", latitude: 1, longitude: 2, address: `${"a".repeat(999)}${FACE}` },
    {
      event: "chat_session_form_data",
      form_name: `${"f".repeat(199)}${FACE}`,
      data: { [`${"k".repeat(99)}${FACE}`]: `${"v".repeat(3_999)}${FACE}` },
    },
  ];
  for (const event of events) {
    const answer = await app.call("POST", `chats/${chatId}/events`, { body: { events: [event] } });
    expect([event, answer.status]).toEqual([event, 200]);
  }
  const stored = [...world.store.messages.values()];
  expect(stored).toHaveLength(events.length);
  expect(HALF.test(JSON.stringify(stored))).toBe(false);
});

test("[2] what an app says of its user is cut between characters too", async () => {
  const answer = await android(world.base).call("POST", "chats", {
    body: {
      phone_number: `${"x".repeat(49)}${FACE}`,
      from: `${"f".repeat(199)}${FACE}`,
      parameters: {
        first_name: `${"n".repeat(199)}${FACE}`,
        [`${"k".repeat(99)}${FACE}`]: `${"v".repeat(3_999)}${FACE}`,
      },
    },
  });
  expect(answer.status).toBe(200);
});

test("[2] ids that a database could not even look up are ids of nothing", async () => {
  const app = android(world.base);
  const chatId = await app.start();
  for (const [method, path, status, code] of [
    ["GET", "chats/%00/history", 404, "5005"],
    ["GET", "chats/a%00b/events", 404, "5005"],
    ["POST", "chats/%00/events", 404, "5005"],
    ["GET", "chats/%00/casehistory", 404, "5005"],
    ["GET", "chats/%F0%9F%98%80/history", 404, "5005"],
    ["GET", "chats/%00/files/%00", 404, "5502"],
    ["GET", "chats/%00/profilephotos/%00", 404, "5502"],
  ] as const) {
    const answer = await app.call(method, path, method === "POST" ? { body: { events: [] } } : {});
    expect([path, answer.status, answer.body.error_code]).toEqual([path, status, code]);
  }
  const file = await answerOf(await fetch(`${world.base}/clientweb/file/%00`));
  expect([file.status, file.body.error_code]).toEqual([404, "5502"]);
  const sent = await app.call("POST", `chats/${chatId}/events`, {
    body: { events: [{ event: "chat_session_file", file_id: "\0" }] },
  });
  expect([sent.status, sent.body.error_code]).toEqual([400, "5502"]);
});

test("[1.2] a body that is nested thousands of levels deep is refused with 5003, whatever holds it", async () => {
  const app = android(world.base);
  const chatId = await app.start();
  const deep = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
  for (const [path, raw] of [
    ["chats", `{"parameters":{"a":${deep}}}`],
    [`chats/${chatId}/events`, `{"events":[{"event":"chat_session_form_data","data":{"a":${deep}}}]}`],
    [`chats/${chatId}/events`, `{"events":${deep}}`],
  ] as const) {
    const answer = await app.call("POST", path, { raw });
    expect([answer.status, answer.body.error_code]).toEqual([400, "5003"]);
  }
  const nested = { event: "chat_session_form_data", data: { user: { platform: { version: [1, 2] } } } };
  const usual = await app.call("POST", `chats/${chatId}/events`, { body: { events: [nested] } });
  expect(usual.status).toBe(200);
});

test("our own API: an id of the app's that no database takes is cleaned like its text", async () => {
  const chatId = await android(world.base, CLIENT).start();
  const answer = await fetch(
    `${world.base}/api/customer/v1/chats/${chatId}/events?tenantUrl=claims.example`,
    {
      method: "POST",
      headers: {
        authorization: `MOBILE-API-140-327-PLAIN appId=demo-app, clientId=${CLIENT}`,
        "content-type": "application/json",
        "idempotency-key": "a-key-of-mine",
      },
      body: JSON.stringify({ type: "message", text: "a\0b", clientMessageId: "x\0\ud800" }),
    },
  );
  expect(answer.status).toBe(200);
  expect([...world.store.messages.values()]).toMatchObject([
    { clientMessageId: "x\ufffd", body: { text: "ab" } },
  ]);
});

import Fastify from "fastify";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createEphemeral } from "../../src/center/ephemeral.js";
import { parseAuthorization } from "../../src/messaging-http/authorization.js";
import { normalTenant } from "../../src/messaging-http/caller.js";
import { clientKindOf } from "../../src/messaging-http/client-kind.js";
import { registerMessagingHttp } from "../../src/messaging-http/index.js";
import { android, answerOf, Client, ios, numbersIn, web } from "./clients.js";
import { SOFIA, World } from "./world.js";

let world: World;
beforeEach(async () => {
  world = await World.open();
});
afterEach(() => world.close());

const SCHEME = "MOBILE-API-140-327-PLAIN";
const get = async (path: string, headers: Record<string, string> = {}) =>
  answerOf(await fetch(`${world.base}${path}`, { headers }));

test.each([
  [`${SCHEME} appId=a-1, clientId=b-2`],
  [`${SCHEME} appId="a-1", clientId="b-2"`],
  [`${SCHEME} appId="a-1", clientId="b-2 "`],
  [`  ${SCHEME}   clientId=b-2,appId=a-1 `],
])("[1] Authorization is read: %s", (header) => {
  expect(parseAuthorization(header)).toEqual({ appId: "a-1", clientId: "b-2" });
});

test.each([
  [undefined, "2000"],
  ["", "2000"],
  [SCHEME, "2001"],
  [`${SCHEME} nonsense`, "2001"],
  ["Bearer appId=a, clientId=b", "2002"],
  [`${SCHEME} clientId=b`, "2003"],
  [`${SCHEME} appId=a`, "2004"],
  [`${SCHEME} appId=a, clientId=""`, "2004"],
])("[1.2] Authorization %s is refused with %s", async (header, code) => {
  const answer = await get(
    "/clientweb/api/v2/availability?tenantUrl=localhost",
    header === undefined ? {} : { authorization: header },
  );
  expect([answer.status, answer.body.error_code]).toEqual([403, code]);
  expect(typeof answer.body.error_message).toBe("string");
});

test("[1.2] unknown tenant 1000, unknown appId 3000, unreadable JSON 5003, unknown chat 5005", async () => {
  const authorization = `${SCHEME} appId=demo-app, clientId=c`;
  for (const query of ["", "?tenantUrl=", "?tenantUrl=elsewhere.example"]) {
    const answer = await get(`/clientweb/api/v2/availability${query}`, { authorization });
    expect([answer.status, answer.body.error_code]).toEqual([403, "1000"]);
  }
  const unknown = await get("/clientweb/api/v2/availability?tenantUrl=localhost", {
    authorization: `${SCHEME} appId=x, clientId=c`,
  });
  expect([unknown.status, unknown.body.error_code]).toEqual([403, "3000"]);
  const app = android(world.base);
  const chatId = await app.start();
  for (const raw of [
    "{",
    "[]",
    '"x"',
    '{"events":{}}',
    '{"events":[{"event":5}]}',
    '{"events":[{"event":"chat_session_location"}]}',
  ]) {
    const answer = await app.call("POST", `chats/${chatId}/events`, { raw });
    expect([raw, answer.status, answer.body.error_code]).toEqual([raw, 400, "5003"]);
  }
  for (const raw of ["{", "[]", '{"parameters":"x"}']) {
    const answer = await app.call("POST", "chats", { raw });
    expect([raw, answer.status, answer.body.error_code]).toEqual([raw, 400, "5003"]);
  }
  const missing = await app.call("GET", "chats/nobody/history");
  expect([missing.status, missing.body.error_code]).toEqual([404, "5005"]);
});

test("[1.2] a broken event in the middle leaves nothing of its post behind", async () => {
  const app = android(world.base);
  const chatId = await app.start();
  const answer = await app.send(
    chatId,
    { event: "chat_session_message", msg: "first" },
    { event: "chat_session_location", latitude: "north", longitude: "5" },
  );
  expect([answer.status, answer.body.error_code]).toEqual([400, "5003"]);
  expect(await world.messagesOf(chatId)).toEqual([]);
});

test.each([
  "claims.example",
  "https://claims.example",
  "https://claims.example/",
  "https%3A%2F%2Fclaims.example%2F",
  "CLAIMS.example",
])("[1] tenantUrl %s names the center", async (tenantUrl) => {
  const answer = await android(world.base).call("GET", "version", { query: { tenantUrl } });
  expect(answer.status).toBe(200);
  expect(normalTenant(tenantUrl)).toBe("claims.example");
});

test("[1] an empty JSON body and a body on a GET do no harm", async () => {
  const app = ios(world.base);
  expect((await app.call("POST", "chats", { raw: "" })).status).toBe(200);
  const odd = new Client(world.base, {
    authorization: `${SCHEME} appId=demo-app, clientId=undefined`,
    headers: {},
    query: () => ({}),
    version: 1,
  });
  expect((await odd.requestChat()).status).toBe(200);
});

test("[1.3] clients are told apart", () => {
  const kind = (query: object, headers: Record<string, string>) =>
    clientKindOf({ query: { ...query }, headers });
  expect(kind({ nonce: "1" }, { useragent: "MobileClient" })).toBe("android");
  expect(kind({}, { useragent: "MobileClient" })).toBe("ios");
  expect(kind({ timestamp: "1" }, {})).toBe("web");
  expect(kind({}, { origin: "https://x.example" })).toBe("web");
  expect(kind({}, { "user-agent": "MobileClient" })).toBe("generic");
});

test("[2] availability, parameters, ice servers, configuration, version", async () => {
  const app = ios(world.base);
  const open = await app.call("GET", "availability");
  expect(open.body).toEqual({ chat: "available", agents_available: "0" });
  await world.ready(SOFIA);
  expect((await app.call("GET", "availability")).body.agents_available).toBe("1");
  expect((await app.call("GET", "parameters")).body).toEqual({
    parameters: [
      { first_name: "FIRST_NAME" },
      { last_name: "LAST_NAME" },
      { account: "ACCOUNT" },
      { phone: "PHONE" },
    ],
  });
  expect((await app.call("GET", "iceservers")).body).toEqual({ servers: [] });
  expect((await app.call("GET", "configuration")).body).toMatchObject({
    widgets: [{ name: "App", urls: [], styles: "" }],
  });
  const version = await app.call("GET", "version");
  expect(numbersIn(version.body)).toEqual([]);
  expect(version.body.server_version).toMatch(/^\d+\.\d+/);
  expect((await web(world.base).call("GET", "version")).status).toBe(404);
});

test("[0.6] closed is unavailable to Android and notAvailable to everybody else; no chat then", async () => {
  await world.close();
  world = await World.open({ service: { open: false } });
  expect((await android(world.base).call("GET", "availability")).body.chat).toBe("unavailable");
  expect((await ios(world.base).call("GET", "availability")).body.chat).toBe("notAvailable");
  expect((await web(world.base).call("GET", "availability")).body.chat).toBe("notAvailable");
  const refused = await ios(world.base).requestChat();
  expect([refused.status, refused.body.error_code]).toEqual([503, "5001"]);
});

test("[1.1] WebChat: a cookie tells browsers apart, and each page's origin gets its own chat", async () => {
  const call = async (origin: string, cookie?: string) => {
    const response = await fetch(`${world.base}/clientweb/api/v1/chats?tenantUrl=localhost&timestamp=1`, {
      method: "POST",
      headers: {
        authorization: `${SCHEME} appId="demo-app", clientId="WebChat"`,
        "content-type": "application/json",
        origin,
        ...(cookie === undefined ? {} : { cookie }),
      },
      body: "{}",
    });
    return { ...(await answerOf(response)), cookie: response.headers.get("set-cookie") };
  };
  const first = await call("https://www.larkfield.example");
  expect(first.status).toBe(200);
  expect(first.headers.get("access-control-allow-origin")).toBe("https://www.larkfield.example");
  expect(first.headers.get("access-control-allow-credentials")).toBe("true");
  expect(first.cookie).toMatch(/^patchbay_web_chat=[\w-]{22}; Path=\/clientweb; HttpOnly/);
  const cookie = String(first.cookie).split(";")[0] ?? "";
  const again = await call("https://www.larkfield.example", cookie);
  expect([again.body.chat_id, again.body.is_new_chat, again.cookie]).toEqual([
    first.body.chat_id,
    false,
    null,
  ]);
  const stranger = await call("https://evil.example", cookie);
  expect(stranger.body.chat_id).not.toBe(first.body.chat_id);
});

test("[1.1] a preflight comes without authorization", async () => {
  const response = await fetch(`${world.base}/clientweb/api/v1/chats/x/events?tenantUrl=localhost`, {
    method: "OPTIONS",
    headers: { origin: "https://www.larkfield.example", "access-control-request-method": "POST" },
  });
  expect(response.status).toBe(200);
  expect(response.headers.get("access-control-allow-headers")).toContain("Authorization, Content-Type");
  expect(response.headers.get("access-control-allow-origin")).toBe("https://www.larkfield.example");
  expect(response.headers.get("access-control-allow-credentials")).toBe("true");
});

test("[2] case history and close case, under the chat and at the root", async () => {
  const app = android(world.base);
  const none = await app.call("GET", "casehistory");
  expect([none.status, none.body.error_code]).toEqual([406, "5601"]);
  const first = await app.start();
  await app.send(first, { event: "chat_session_message", msg: "one" }, { event: "chat_session_end" });
  const second = await app.start();
  for (const path of [`chats/${second}/casehistory`, "casehistory"]) {
    const { body } = await app.call("GET", path);
    const sessions = body.sessions as { chat_id: string; created_time: string; events: unknown[] }[];
    expect(sessions.map(({ chat_id }) => chat_id)).toEqual([first, second]);
    expect(sessions[0]?.created_time).toMatch(/^\d{10}$/);
    expect(JSON.stringify(sessions[0]?.events)).toContain("one");
  }
  // Android's body holds an end event, which must be ignored.
  const closed = await app.call("POST", `chats/${second}/closecase`, {
    body: { events: [{ event: "chat_session_end" }] },
  });
  expect([closed.status, closed.text]).toEqual([200, "{}"]);
  expect((await app.call("GET", "chats/active")).body.chat_id).toBe(second);
  expect((await ios(world.base).call("POST", `chats/${second}/closecase`)).status).toBe(404);
  await app.send(second, { event: "chat_session_end" });
  const third = await app.start();
  const { body } = await app.call("GET", `chats/${third}/casehistory`);
  expect((body.sessions as unknown[]).length).toBe(1);
});

test("[2] the agent's picture by chat and party", async () => {
  const app = android(world.base);
  const chatId = await app.start();
  await world.ready(SOFIA);
  await world.accept(SOFIA);
  const partyId = world.partyOf(SOFIA, chatId);
  const path = `/clientweb/api/v2/chats/${chatId}/profilephotos/${partyId}`;
  expect((await get(path)).status).toBe(404);
  const png = Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
  );
  const photo = await world.handle.blobs.put({
    bytes: (async function* () {
      yield png;
    })(),
    name: "sofia.png",
    uploadedBy: SOFIA,
    interactionId: null,
  });
  const sofia = world.words.current.users.get(SOFIA);
  if (sofia === undefined) throw new Error("nobody");
  world.words.current = {
    ...world.words.current,
    users: new Map([[SOFIA, { ...sofia, photoFileId: photo.fileId }]]),
  };
  const answer = await get(path);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "image/png"]);
  expect((await get(`/clientweb/api/v2/chats/${chatId}/profilephotos/nobody`)).body.error_code).toBe("5502");
});

test("every route says who may call it", async () => {
  const app = Fastify();
  const routes: { url: string; access: unknown }[] = [];
  app.addHook("onRoute", ({ url, config }) => {
    routes.push({ url, access: config?.access });
  });
  const nobody = { byTenant: () => undefined, byHost: () => undefined, byId: () => undefined, all: () => [] };
  await registerMessagingHttp(app, { centers: nobody, ephemeralFor: () => createEphemeral() });
  await app.ready();
  expect(routes.length).toBeGreaterThan(30);
  expect(routes.filter(({ access }) => access === undefined)).toEqual([]);
  expect(new Set(routes.map(({ access }) => access))).toEqual(new Set(["customer", "capability", "public"]));
  await app.close();
});

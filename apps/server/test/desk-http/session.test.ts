import { asId, type ClientKey, type InteractionId, type Service } from "@patchbay/core";
import { httpErrorSchema } from "@patchbay/protocol";
import type { FastifyInstance } from "fastify";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type ACenter, aCenter, aDesk, logIn, ourPage } from "./a-center.js";

/** Without after-call work, so that the end of a chat is the end of the work. */
const chatService: Service = {
  id: asId("help"),
  requires: [],
  distribution: "longest_idle",
  open: true,
  answerTimeoutMs: 20_000,
  wrapUpMs: 0,
  wrapUpEndsItself: false,
  dispositions: [],
  dispositionMandatory: false,
  endUndoMs: 5_000,
  graceMs: 0,
  graceOfferMs: 0,
  inactivityWarnMs: null,
  inactivityEndMs: 60_000,
  queueLengthMax: 10,
};

let center: ACenter;
let app: FastifyInstance;

beforeEach(async () => {
  center = await aCenter();
  await center.addUser("sofia", ["agent"]);
  await center.addUser("ben", ["agent"]);
  await center.addUser("anna", ["supervisor"]);
  await center.addUser("admin", ["administrator"]);
  ({ app } = await aDesk(center));
});
afterEach(async () => {
  await app.close();
  await center.stop();
});

const whoAmI = (cookie: string, seat = 1) =>
  app.inject({ url: `/api/session?seat=${seat}`, headers: { ...ourPage(), cookie } });
const logOut = (cookie: string, seat = 1) =>
  app.inject({ method: "DELETE", url: `/api/session?seat=${seat}`, headers: { ...ourPage(), cookie } });
const inCore = (agentId: string) => center.handle.center.state.agents.get(asId(agentId));

test("signing in gives a cookie for the seat, tells who it is, and logs the agent in", async () => {
  const { response, cookie, setCookie } = await logIn(app, "sofia", { seat: 2 });
  expect(response.statusCode).toBe(200);
  expect(response.json()).toEqual({
    agentId: "sofia",
    username: "sofia",
    firstName: "",
    lastName: "",
    roles: ["agent"],
  });
  expect(setCookie).toMatch(/^pb_seat_2=[\w-]{43}; Path=\/; Max-Age=86400; HttpOnly; SameSite=Strict$/);
  expect((await whoAmI(cookie, 2)).json()).toMatchObject({ agentId: "sofia" });
  expect((await whoAmI(cookie, 1)).statusCode).toBe(401);
  expect(inCore("sofia")?.presence).toEqual({ kind: "not_ready", reason: "signed_in" });
});

test("supervisors and administrators sign in too", async () => {
  expect((await logIn(app, "anna")).response.json()).toMatchObject({ roles: ["supervisor"] });
  expect((await logIn(app, "admin")).response.json()).toMatchObject({ roles: ["administrator"] });
});

test("two seats of one browser are two agents", async () => {
  const one = await logIn(app, "sofia", { seat: 1 });
  const two = await logIn(app, "ben", { seat: 2, cookie: one.cookie });
  const both = `${one.cookie}; ${two.cookie}`;
  expect((await whoAmI(both, 1)).json()).toMatchObject({ agentId: "sofia" });
  expect((await whoAmI(both, 2)).json()).toMatchObject({ agentId: "ben" });
});

test("a wrong password and an unknown name get the very same answer", async () => {
  const [wrong, unknown] = [
    await logIn(app, "sofia", { password: "nope" }),
    await logIn(app, "zoe", { password: "nope" }),
  ];
  const { correlationId: _a, ...first } = httpErrorSchema.parse(wrong.response.json());
  const { correlationId: _b, ...second } = httpErrorSchema.parse(unknown.response.json());
  expect(first).toEqual({ code: "invalid_credentials", message: "The user name or the password is wrong." });
  expect(second).toEqual(first);
  expect([wrong.response.statusCode, unknown.response.statusCode]).toEqual([401, 401]);
  expect(wrong.response.headers["set-cookie"]).toBeUndefined();
});

test("the sixth guess has to wait and is told how long", async () => {
  for (let i = 0; i < 5; i++) await logIn(app, "sofia", { password: "nope", address: `192.0.2.${i}` });
  const { response } = await logIn(app, "sofia", { address: "192.0.2.9" });
  expect(response.statusCode).toBe(429);
  expect(response.json()).toMatchObject({ code: "rate_limited", facts: { retryAfterSeconds: 5 } });
  expect(response.headers["retry-after"]).toBe("5");
});

test("a second window is refused and told since when; with force it takes over and the first one is out", async () => {
  const first = await logIn(app, "sofia");
  const since = inCore("sofia")?.loggedInAt;
  const refused = await logIn(app, "sofia");
  expect(refused.response.statusCode).toBe(409);
  expect(refused.response.json()).toMatchObject({ code: "user_already_logged_in", facts: { since } });
  expect((await whoAmI(first.cookie)).statusCode).toBe(200);
  const forced = await logIn(app, "sofia", { force: true });
  expect(forced.response.statusCode).toBe(200);
  expect((await whoAmI(first.cookie)).statusCode).toBe(401);
  expect((await whoAmI(forced.cookie)).statusCode).toBe(200);
});

test("the same user back at the same seat needs no force, and gets a new token", async () => {
  const first = await logIn(app, "sofia");
  const again = await logIn(app, "sofia", { cookie: first.cookie });
  expect(again.response.statusCode).toBe(200);
  expect(again.cookie).not.toBe(first.cookie);
  expect((await whoAmI(first.cookie)).statusCode).toBe(401);
});

test("another user at the same seat sends the one before home", async () => {
  const first = await logIn(app, "sofia");
  await logIn(app, "ben", { cookie: first.cookie });
  expect(inCore("sofia")).toBeUndefined();
  expect((await whoAmI(first.cookie)).statusCode).toBe(401);
});

test("a token from before the login is never taken on", async () => {
  const planted = `pb_seat_1=${"A".repeat(43)}`;
  const { cookie } = await logIn(app, "sofia", { cookie: planted });
  expect(cookie).not.toBe(planted);
  expect((await whoAmI(planted)).statusCode).toBe(401);
});

test("signing out ends the session and the agent's day", async () => {
  const { cookie } = await logIn(app, "sofia");
  const left = await logOut(cookie);
  expect(left.statusCode).toBe(204);
  expect(left.headers["set-cookie"]).toContain("pb_seat_1=; Path=/; Max-Age=0");
  expect(inCore("sofia")).toBeUndefined();
  expect((await whoAmI(cookie)).json()).toMatchObject({ code: "not_logged_in" });
});

test("whoever the center logs out has no session any more; whose desk was lost still has", async () => {
  const [sofia, ben] = [await logIn(app, "sofia"), await logIn(app, "ben", { seat: 2 })];
  await center.submit({
    type: "ForcePresence",
    agentId: asId("sofia"),
    presence: { kind: "logged_out" },
    supervisorId: asId("anna"),
  });
  expect((await whoAmI(sofia.cookie)).statusCode).toBe(401);
  const benNow = inCore("ben");
  if (!benNow) throw new Error("Ben is not logged in");
  await center.submit({ type: "LoseDesk", agentId: benNow.id, sessionId: benNow.sessionId, graceMs: 30_000 });
  center.clock.time += 31_000;
  await center.submit({ type: "MeetDeadlines" });
  expect(inCore("ben")).toBeUndefined();
  expect((await whoAmI(ben.cookie, 2)).statusCode).toBe(200);
});

test("a user who is switched off or removed is out with the next request", async () => {
  const { cookie } = await logIn(app, "sofia");
  await center.submit({ type: "RemoveUser", agentId: asId("sofia") });
  expect((await whoAmI(cookie)).statusCode).toBe(401);
  expect((await logIn(app, "sofia")).response.json()).toMatchObject({ code: "user_disabled_or_deleted" });
});

test("a changed role counts from the next request on", async () => {
  await logIn(app, "ben", { seat: 2 });
  const { cookie } = await logIn(app, "sofia");
  const force = () =>
    app.inject({
      method: "POST",
      url: "/api/supervise/agents/ben/presence",
      headers: { ...ourPage(), cookie },
      payload: { presence: { kind: "not_ready", reason: null } },
    });
  expect((await force()).json()).toMatchObject({ code: "not_enough_privileges" });
  await center.addUser("sofia", ["agent", "supervisor"]);
  expect((await force()).statusCode).toBe(204);
  expect(inCore("ben")?.source).toEqual({ by: "supervisor", supervisorId: "sofia" });
});

test("with a chat in hand signing out is remembered, and the seat is kept until it is wrapped up", async () => {
  await center.submit({ type: "ConfigureService", service: chatService });
  await center.submit({
    type: "ConfigureEntry",
    entry: { id: asId("app"), channel: "chat", serviceId: asId("help"), priority: 0 },
  });
  const { cookie } = await logIn(app, "sofia");
  await center.submit({ type: "SetPresence", agentId: asId("sofia"), presence: { kind: "ready" } });
  const interactionId = asId<InteractionId>("chat-1");
  const clientKey = asId<ClientKey>("maria's phone");
  await center.submit({
    type: "StartInteraction",
    interactionId,
    clientKey,
    entryId: asId("app"),
    contactId: asId("maria"),
  });
  const offerId =
    center.handle.center.state.interactions.get(interactionId)?.request?.offerId ?? asId("none");
  await center.submit({ type: "ConfirmOffer", offerId, agentId: asId("sofia") });
  await center.submit({ type: "AcceptOffer", offerId, agentId: asId("sofia") });

  const left = await logOut(cookie);
  expect([left.statusCode, left.json()]).toEqual([202, { next: "logged_out" }]);
  expect((await whoAmI(cookie)).statusCode).toBe(200);
  const other = await logIn(app, "ben", { cookie });
  expect([other.response.statusCode, other.response.json().code]).toEqual([409, "already_in_progress"]);
  expect(inCore("ben")).toBeUndefined();

  await center.submit({ type: "CustomerEnd", interactionId, clientKey });
  expect(inCore("sofia")).toBeUndefined();
  expect((await whoAmI(cookie)).statusCode).toBe(401);
});

test("ten windows that log in as one user at once: one gets in, and only its cookie is good", async () => {
  const tries = await Promise.all(Array.from({ length: 10 }, () => logIn(app, "sofia")));
  const inside = tries.filter(({ response }) => response.statusCode === 200);
  expect(inside).toHaveLength(1);
  expect(tries.filter(({ response }) => response.json().code === "user_already_logged_in")).toHaveLength(9);
  expect((await whoAmI(inside[0]?.cookie ?? "")).statusCode).toBe(200);
});

const { "sec-fetch-site": _site, ...olderBrowser } = ourPage();
test.each([
  ["without our header", { ...ourPage(), "x-patchbay": "" }],
  ["from another site", { ...ourPage(), "sec-fetch-site": "cross-site" }],
  ["from a neighbour host", { ...ourPage(), "sec-fetch-site": "same-site" }],
  ["from another origin", { ...olderBrowser, origin: "https://evil.example" }],
  ["from a page without an origin", { ...olderBrowser, origin: "null" }],
])("a request %s changes nothing", async (_where, headers) => {
  const { cookie } = await logIn(app, "sofia");
  const sent = { ...headers, cookie };
  const out = await app.inject({ method: "DELETE", url: "/api/session", headers: sent });
  expect([out.statusCode, out.json().code]).toEqual([403, "not_our_page"]);
  const login = await app.inject({
    method: "POST",
    url: "/api/session",
    headers: sent,
    payload: { username: "ben", password: "correct horse", seat: 1 },
  });
  expect([login.statusCode, login.json().code]).toEqual([403, "not_our_page"]);
  expect((await whoAmI(cookie)).statusCode).toBe(200);
});

test.each([
  [{}],
  [{ username: "sofia", password: "x", seat: 0 }],
  [{ username: "sofia", password: "x".repeat(201), seat: 1 }],
  [{ username: { $ne: "" }, password: "x", seat: 1 }],
])("a login of the wrong form is told so: %j", async (payload) => {
  const response = await app.inject({ method: "POST", url: "/api/session", headers: ourPage(), payload });
  expect([response.statusCode, response.json().code]).toEqual([400, "invalid_args"]);
});

test("broken JSON and a huge body get an answer in our form", async () => {
  for (const payload of ["{", JSON.stringify({ username: "x".repeat(10_000) })]) {
    const headers = { ...ourPage(), "content-type": "application/json" };
    const response = await app.inject({ method: "POST", url: "/api/session", headers, payload });
    expect(response.statusCode).toBeGreaterThanOrEqual(400);
    expect(response.statusCode).toBeLessThan(500);
    expect(httpErrorSchema.parse(response.json()).code).toBe("invalid_args");
  }
});

import Fastify from "fastify";
import { expect, test } from "vitest";
import { declareAccess, registerAuth, UndeclaredAccessError } from "../../src/auth/index.js";
import type { CenterHandle } from "../../src/center/edge.js";
import { aCenter, aDesk, logIn, ourPage } from "./a-center.js";

const nobody = {
  centers: {
    byTenant: () => undefined,
    byHost: () => undefined,
    byId: () => undefined,
    all: (): CenterHandle[] => [],
  },
  sessions: () => {
    throw new Error("no center");
  },
  publicUrl: null,
};

test("a route that does not say who may call it keeps the server from starting", async () => {
  const app = Fastify();
  registerAuth(app, nobody);
  app.get("/told", { config: { access: "public" } }, () => "yes");
  app.get("/forgotten", () => "oh");
  await expect(app.ready()).rejects.toThrow(UndeclaredAccessError);
  await expect(app.ready()).rejects.toThrow("GET /forgotten");
});

test("a route open to an empty list of roles counts as undeclared", async () => {
  const app = Fastify();
  registerAuth(app, nobody);
  app.get("/nobody", { config: { access: [] } }, () => "yes");
  await expect(app.ready()).rejects.toThrow(UndeclaredAccessError);
});

test("a scope can speak for a plugin that knows nothing of this", async () => {
  const app = Fastify();
  const auth = registerAuth(app, nobody);
  app.register(async (scope) => {
    declareAccess(scope, "public");
    scope.get("/page", () => "hello");
  });
  app.get("/mine", { config: { access: "any" } }, () => "secret");
  await app.ready();
  expect((await app.inject("/page")).body).toBe("hello");
  // No center is open yet: a desk must not believe that it is signed out.
  const early = await app.inject("/mine");
  expect([early.statusCode, early.json().code, early.headers["retry-after"]]).toEqual([
    503,
    "not_ready",
    "1",
  ]);
  expect((await app.inject("/nowhere")).statusCode).toBe(404);
  expect(auth.routes()).toContainEqual({ method: "GET", url: "/page", access: "public" });
  expect(auth.routes()).toContainEqual({ method: "HEAD", url: "/mine", access: "any" });
});

test("the desk's routes are all there with their access, and another center's session opens none of them", async () => {
  const [larkfield, other] = [await aCenter("larkfield"), await aCenter("other")];
  await larkfield.addUser("sofia", ["agent", "supervisor", "administrator"]);
  const { app, auth } = await aDesk(larkfield, other);
  const { cookie } = await logIn(app, "sofia");
  const guarded = auth.routes().filter(({ access }) => access !== "public");
  expect(guarded.map(({ method, url }) => `${method} ${url}`).sort()).toEqual([
    "DELETE /api/session",
    "GET /api/files/:fileId",
    "GET /api/mailbox/greeting",
    "GET /api/messages/:messageId/audio",
    "GET /api/screen-pop",
    "GET /api/session",
    "GET /api/setup/prompts/:promptId/audio",
    "GET /api/users/:agentId/photo",
    "HEAD /api/files/:fileId",
    "HEAD /api/mailbox/greeting",
    "HEAD /api/messages/:messageId/audio",
    "HEAD /api/screen-pop",
    "HEAD /api/session",
    "HEAD /api/setup/prompts/:promptId/audio",
    "HEAD /api/users/:agentId/photo",
    "POST /api/files",
    "POST /api/messages",
    "POST /api/setup/prompts",
    "POST /api/setup/prompts/spoken",
    "POST /api/supervise/agents/:agentId/presence",
    "PUT /api/mailbox/greeting",
    "PUT /api/messages/:messageId/audio",
    "PUT /api/setup/prompts/:promptId/audio",
  ]);
  for (const { method, url } of guarded) {
    const foreign = await app.inject({
      method: method as "GET",
      url,
      headers: { ...ourPage("other"), cookie },
    });
    expect([method, url, foreign.statusCode]).toEqual([method, url, 401]);
  }
  await app.close();
  await larkfield.stop();
  await other.stop();
});

test("a WebSocket is for the seat's cookie and our own pages", async () => {
  const center = await aCenter();
  await center.addUser("sofia", ["agent"]);
  const { app: desk } = await aDesk(center);
  const { cookie } = await logIn(desk, "sofia");
  const app = Fastify();
  const auth = registerAuth(app, {
    centers: { ...nobody.centers, byHost: () => center.handle },
    sessions: () => center.sessions,
    publicUrl: "https://desk.larkfield.example",
  });
  app.get("/upgrade", { config: { access: "public" } }, async (request) => {
    const found = await auth.authenticateUpgrade(request, 1);
    return { agentId: found?.user.id ?? null };
  });
  const upgrade = async (headers: Record<string, string>) =>
    (await app.inject({ url: "/upgrade", headers: { host: "larkfield:8080", ...headers } })).json().agentId;
  expect(await upgrade({ cookie, origin: "http://larkfield:8080" })).toBe("sofia");
  expect(await upgrade({ cookie, origin: "https://desk.larkfield.example" })).toBe("sofia");
  expect(await upgrade({ cookie })).toBe("sofia");
  expect(await upgrade({ cookie, origin: "http://larkfield:9090" })).toBeNull();
  expect(await upgrade({ cookie, origin: "https://evil.example" })).toBeNull();
  expect(await upgrade({ origin: "http://larkfield:8080" })).toBeNull();
  await desk.close();
  await center.stop();
});

/**
 * Who may call what, generated from the server's own table of routes: every route, as every kind of caller of both
 * centers, at both centers. What is expected follows from the access that the route declares and from nothing else.
 */
import { randomInt, randomUUID } from "node:crypto";
import path from "node:path";
import { asId, type Privilege, privilegesOfRole, privilegesOnBase, type Role } from "@patchbay/core";
import { type ApiScope, apiScopes } from "@patchbay/protocol";
import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import { afterAll, describe, expect, test } from "vitest";
import { type DeclaredRoute, UndeclaredAccessError } from "../../src/auth/index.js";
import { buildApp } from "../../src/composition/build-app.js";
import { OpenCenters } from "../../src/composition/centers.js";
import { noPush, subscriptionsInMemory } from "../../src/push/index.js";
import {
  appHeaders,
  CENTERS,
  type CenterName,
  cookieOf,
  hostOf,
  multipart,
  otherThan,
  ourPage,
  ROLES,
  twoCenters,
} from "./support/two-centers.js";

const world = await twoCenters();
afterAll(() => world.close());

type Caller =
  | { readonly kind: "nobody" }
  | { readonly kind: "customer" }
  | { readonly kind: "user"; readonly role: Role; readonly home: CenterName }
  | { readonly kind: "key"; readonly scope: ApiScope; readonly home: CenterName };

const callers: readonly Caller[] = [
  { kind: "nobody" },
  { kind: "customer" },
  ...CENTERS.flatMap((home) => ROLES.map((role) => ({ kind: "user", role, home }) as const)),
  ...CENTERS.flatMap((home) => apiScopes.map((scope) => ({ kind: "key", scope, home }) as const)),
];

/** `in`: past every guard, whatever the answer then is. Else the status and the code of the refusal. */
type Outcome =
  | "in"
  | "401 not_logged_in"
  | "403 not_enough_privileges"
  | "403 2000"
  | "403 2002"
  | "401 key_required"
  | "401 key_not_accepted"
  | "403 key_lacks_scope";

const rolesOf = (access: Exclude<DeclaredRoute["access"], string | { key: unknown }>): readonly Role[] =>
  "privilege" in access ? ROLES.filter((role) => privilegesOfRole[role].includes(access.privilege)) : access;

/** The rule that the whole matrix is held against. */
function expected({ access }: DeclaredRoute, caller: Caller, at: CenterName): Outcome {
  if (access === "public" || access === "capability") return "in";
  // A program's key is of another scheme than an app's.
  if (access === "customer")
    return caller.kind === "customer" ? "in" : caller.kind === "key" ? "403 2002" : "403 2000";
  if (typeof access === "object" && "key" in access) {
    if (caller.kind !== "key") return "401 key_required";
    if (caller.home !== at) return "401 key_not_accepted";
    return access.key === "any" || access.key === caller.scope ? "in" : "403 key_lacks_scope";
  }
  if (caller.kind !== "user" || caller.home !== at) return "401 not_logged_in";
  return access === "any" || rolesOf(access).includes(caller.role) ? "in" : "403 not_enough_privileges";
}

/** An address of the route with ids of things that are really there, so that a guard that lets through does harm. */
function addressOf(route: DeclaredRoute, of: CenterName): string {
  const mine = world.of.get(of);
  if (mine === undefined) throw new Error(of);
  const ids: Readonly<Record<string, string>> = {
    chatId: mine.chatId,
    fileId: mine.customerFileId,
    partyId: mine.partyId,
    agentId: mine.colleagueId,
    promptId: mine.promptId,
    messageId: mine.promptId,
    recordingId: mine.recordingId,
    interactionId: mine.chatId,
    token: "nothing-that-anybody-has-made",
    serviceId: `service-of-${of}`,
    logId: `log-of-${of}`,
  };
  return route.url
    .replace(/:(\w+)/g, (_whole, name: string) => {
      const id = ids[name];
      if (id === undefined) throw new Error(`the matrix knows no ${name}: add one to Belongings`);
      return id;
    })
    .replace("*", "nothing");
}

const deviceFacts = { microphone: "", speaker: "", browser: "", platform: "", connection: "" };

/** Bodies that do something when they are let in. A new route that needs one is told so by the last test of all. */
const bodies: Readonly<Record<string, unknown>> = {
  "POST /api/supervise/agents/:agentId/presence": { presence: { kind: "not_ready", reason: null } },
  "PUT /api/recordings/:recordingId/hold": { held: true },
  "POST /api/records/search": { text: "secret" },
  "POST /api/signatures/:recordingId/judgement": { verdict: "accepted" },
  "PUT /api/signatures/scripts/:serviceId": {
    was: null,
    script: { language: "en", text: "Do you agree?" },
    retentionDays: null,
  },
  "POST /api/calls/:interactionId/quality-report": { facts: deviceFacts },
  "POST /api/calls/:interactionId/device": deviceFacts,
  "POST /api/client-logs": { comment: "", log: {} },
  "PUT /api/calls/:interactionId/quality-report": { problem: "echo" },
  "POST /clientweb/api/v1/chats/:chatId/events": { events: [{ event: "chat_session_message", msg: "hi" }] },
  "POST /clientweb/api/v2/chats/:chatId/events": { events: [{ event: "chat_session_message", msg: "hi" }] },
  "POST /api/customer/v1/chats/:chatId/survey": { stars: 5, text: "hi" },
  "POST /api/customer/v1/chats/:chatId/events": { type: "message", text: "hi", clientMessageId: null },
};

const seatOf = (role: Role): number => ROLES.indexOf(role) + 1;
const cookies = new Map<string, string>();

const keys = new Map<string, Promise<string>>();
/** One key for each scope of each center. */
function keyOf({ scope, home }: Extract<Caller, { kind: "key" }>): Promise<string> {
  const name = `${scope} of ${home}`;
  const made =
    keys.get(name) ??
    world.open
      .get(home)
      ?.apiKeys.make({ name, purpose: "", scopes: [scope], expiresAt: null, addresses: [] }, "administrator")
      .then((key) => ("key" in key ? key.key : ""));
  if (made === undefined) throw new Error(home);
  keys.set(name, made);
  return made;
}

async function headersOf(caller: Caller, at: CenterName): Promise<Record<string, string>> {
  if (caller.kind === "nobody") return ourPage(at);
  if (caller.kind === "customer") return { ...ourPage(at), ...appHeaders(at) };
  if (caller.kind === "key") return { ...ourPage(at), authorization: `Bearer ${await keyOf(caller)}` };
  const key = `${caller.home} ${caller.role}`;
  const cookie =
    cookies.get(key) ?? (await cookieOf(world.app, caller.home, caller.role, seatOf(caller.role)));
  cookies.set(key, cookie);
  return { ...ourPage(at), cookie };
}

interface Told {
  /** An Outcome, or a refusal that none of the rules knows. */
  readonly outcome: string;
  readonly status: number | "held";
  readonly text: string;
}

/** A poll or a stream that is held open has been let in. A refused poll is answered a second late by design. */
const HELD_AFTER_MS = 1_600;

async function call(route: DeclaredRoute, caller: Caller, at: CenterName, of: CenterName): Promise<Told> {
  const headers = await headersOf(caller, at);
  const key = `${route.method} ${route.url}`;
  const isUpload = route.method === "POST" && route.url.endsWith("/files");
  const takesBody = ["POST", "PUT", "PATCH"].includes(route.method);
  const abort = new AbortController();
  const answer = world.app.inject({
    method: route.method as "GET",
    url: addressOf(route, of),
    query: {
      tenantUrl: hostOf(at),
      appId: "demo-app",
      ...(caller.kind === "user" ? { seat: String(seatOf(caller.role)) } : {}),
    },
    headers: {
      ...headers,
      "idempotency-key": randomUUID(),
      ...(isUpload ? { "content-type": "multipart/form-data; boundary=edge" } : {}),
      ...(takesBody && !isUpload ? { "content-type": "application/json" } : {}),
    },
    // An address of its own for each call: the limit on refused calls is another test's subject.
    remoteAddress: `127.${1 + randomInt(250)}.${randomInt(250)}.${randomInt(250)}`,
    signal: abort.signal,
    ...(isUpload ? { payload: multipart("x") } : {}),
    ...(takesBody && !isUpload ? { payload: JSON.stringify(bodies[key] ?? {}) } : {}),
  });
  let timer: NodeJS.Timeout | undefined;
  const held = new Promise<"held">((resolve) => {
    timer = setTimeout(resolve, HELD_AFTER_MS, "held");
  });
  const first = await Promise.race([answer, held]);
  clearTimeout(timer);
  if (first === "held") {
    abort.abort();
    await answer.catch(() => undefined);
    return { outcome: "in", status: "held", text: "" };
  }
  const isJson = /json/.test(String(first.headers["content-type"])) && first.body !== "";
  const body = isJson ? first.json<Record<string, unknown>>() : {};
  const code = String(body["code"] ?? body["error_code"] ?? "");
  // Whoever calls signing out or ends up out signs in anew for the next row.
  if (route.url === "/api/session" && route.method !== "GET") cookies.clear();
  const refused = first.statusCode === 401 || first.statusCode === 403;
  return {
    outcome: refused ? `${first.statusCode} ${code || codeOfHead(route, first.statusCode, caller)}` : "in",
    status: first.statusCode,
    text: first.body,
  };
}

/** The answer to HEAD has no body: its refusals are told by the status alone. */
function codeOfHead({ method, access }: DeclaredRoute, status: number, caller: Caller): string {
  if (method !== "HEAD") return "";
  if (typeof access === "object" && "key" in access) {
    if (status === 403) return "key_lacks_scope";
    return caller.kind === "key" ? "key_not_accepted" : "key_required";
  }
  if (status === 401) return "not_logged_in";
  if (access !== "customer") return "not_enough_privileges";
  return caller.kind === "key" ? "2002" : "2000";
}

const seqOf = (center: CenterName): number => world.open.get(center)?.runtime.state.seq ?? -1;
/** What time brings by itself: the seats of this test have no desk, and a poll that was cut off ends a little later. */
const OF_TIME: ReadonlySet<string> = new Set(["DeskLost", "AgentLoggedOut", "MessageReceiptReported"]);
const eventsSince = (center: CenterName, seq = -1): string[] => {
  const entries = world.open.get(center)?.runtime.since(seq);
  if (entries === undefined) throw new Error(`${center} does not remember ${seq}`);
  const events = entries.flatMap((entry) => entry.events).filter(({ type }) => !OF_TIME.has(type));
  return events.map((event) => `happened at ${center}: ${JSON.stringify(event)}`);
};
const wordOf = (caller: Caller): string =>
  caller.kind === "user"
    ? `${caller.role} of ${caller.home}`
    : caller.kind === "key"
      ? `${caller.scope} key of ${caller.home}`
      : caller.kind;

const routes = world.auth.routes();

describe("every route, every caller, both centers", () => {
  test("the table holds the whole server", () => {
    const kinds = new Set(routes.map(({ access }) => (typeof access === "string" ? access : "roles")));
    expect([...kinds].sort()).toEqual(["any", "capability", "customer", "public", "roles"]);
    const those = (wanted: (route: DeclaredRoute) => boolean): string[] =>
      routes
        .filter((route) => wanted(route) && route.method !== "HEAD")
        .map(({ method, url }) => `${method} ${url}`)
        .sort();
    // What needs no identity, and what needs a role, is written down twice: widening it is a decision, no slip.
    expect(those(({ access }) => access === "public" || access === "capability")).toEqual([
      "GET /",
      "GET /api/customer/v1/push-key",
      "GET /api/customer/v1/widget",
      "GET /api/desk/stream",
      "GET /app",
      "GET /clientweb/api/v1/chats/:chatId/files/:fileId",
      "GET /clientweb/api/v1/chats/:chatId/profilephotos/:partyId",
      "GET /clientweb/api/v2/chats/:chatId/files/:fileId",
      "GET /clientweb/api/v2/chats/:chatId/profilephotos/:partyId",
      "GET /clientweb/file/:fileId",
      "GET /desk",
      "GET /docs",
      "GET /docs/",
      "GET /docs/docs.css",
      "GET /docs/openapi.json",
      "GET /docs/reporting",
      "GET /docs/reporting/",
      "GET /docs/reporting/docs.css",
      "GET /docs/reporting/openapi.json",
      "GET /healthz",
      "GET /readyz",
      "GET /transcript/:token",
      "GET /web",
      "GET /widget",
      "GET /widget.js",
      "OPTIONS /api/customer/v1/*",
      "OPTIONS /clientweb/*",
      "POST /api/first-administrator",
      "POST /api/first-administrator/look",
      "POST /api/session",
    ]);
    expect(those(({ access }) => typeof access === "object" && !("key" in access))).toEqual([
      "DELETE /api/users/:agentId/lock",
      "DELETE /api/users/:agentId/second-factor",
      "GET /api/client-logs",
      "GET /api/client-logs/:logId",
      "GET /api/errors/counts",
      "GET /api/quality",
      "GET /api/quality/legs",
      "GET /api/recordings/:recordingId/accesses",
      "GET /api/replays/:interactionId",
      "GET /api/setup/prompts/:promptId/audio",
      "GET /api/signatures/scripts",
      "GET /api/users/accounts",
      "POST /api/setup/prompts",
      "POST /api/setup/prompts/spoken",
      "POST /api/supervise/agents/:agentId/presence",
      "POST /api/supervise/figures",
      "PUT /api/recordings/:recordingId/hold",
      "PUT /api/setup/prompts/:promptId/audio",
      "PUT /api/signatures/scripts/:serviceId",
      "PUT /api/users/:agentId/password",
    ]);
    expect(those(({ access }) => typeof access === "object" && "key" in access)).toEqual([
      "GET /api/v1/changes",
      "GET /api/v1/figures",
      "GET /api/v1/key",
      "GET /api/v1/records",
      "GET /metrics",
    ]);
    expect(those(({ access }) => access === "customer")).toContain(
      "GET /clientweb/api/v2/chats/:chatId/history",
    );
    expect(those(({ access }) => access === "any")).toContain("GET /api/files/:fileId");
  });

  test.each(routes.map((route) => [`${route.method} ${route.url}`, route] as const))(
    "%s",
    async (_name, route) => {
      const wrong: string[] = [];
      const rows = CENTERS.flatMap((at) =>
        callers.map((caller) => ({ at, caller, wanted: expected(route, caller, at) })),
      );
      // All refusals first and at once: nothing may have come of any of them.
      for (const { caller, at } of rows) await headersOf(caller, at);
      const refused = rows.filter(({ wanted }) => wanted !== "in");
      const before = CENTERS.map(seqOf);
      const check = async ({ at, caller, wanted }: (typeof rows)[number]): Promise<void> => {
        const told = await call(route, caller, at, at);
        const row = `${wordOf(caller)} at ${at}`;
        if (told.outcome !== wanted) wrong.push(`${row}: wanted ${wanted}, got ${told.outcome} ${told.text}`);
        if (wanted !== "in" && told.text.includes("secret-of-"))
          wrong.push(`${row}: refused, told ${told.text}`);
      };
      await Promise.all(refused.map(check));
      for (const [i, at] of CENTERS.entries()) wrong.push(...eventsSince(at, before[i]));
      for (const row of rows) if (row.wanted === "in") await check(row);
      expect(wrong).toEqual([]);
    },
  );
});

describe("a privilege that an own role does not include", () => {
  /** The supervisor of larkfield with exactly these; `null`: as supervisors are. */
  const give = async (included: readonly Privilege[] | null): Promise<void> => {
    const runtime = world.open.get("larkfield")?.runtime;
    const user = runtime?.state.configuration.users.get(asId("supervisor"));
    if (runtime === undefined || user === undefined) throw new Error("no supervisor");
    const { ownRole: _, ...usual } = user;
    const own = included === null ? {} : { ownRole: { id: "own", privileges: included } };
    const done = await runtime.submit({ command: { type: "ConfigureUser", user: { ...usual, ...own } } });
    expect(done.ok).toBe(true);
  };
  afterAll(() => give(null));
  const supervisor: Caller = { kind: "user", role: "supervisor", home: "larkfield" };
  const profile = routes.filter(({ method, url }) => method === "PUT" && url === "/api/account/profile");
  const needing = [
    ...profile.map((route) => [route, "edit_own_profile"] as const),
    ...routes.flatMap((route) =>
      typeof route.access === "object" &&
      "privilege" in route.access &&
      route.access.privilege !== "administer"
        ? [[route, route.access.privilege] as const]
        : [],
    ),
  ];

  test("opens none of its routes, and opens them all when it is given", async () => {
    expect(new Set(needing.map(([, privilege]) => privilege))).toEqual(
      new Set([
        "edit_own_profile",
        "force_states",
        "hear_team_recordings",
        "see_call_quality",
        "see_figures",
        "see_team_records",
      ]),
    );
    for (const [route, privilege] of needing) {
      const name = `${route.method} ${route.url}`;
      await give(privilegesOnBase.supervisor.filter((one) => one !== privilege));
      expect((await call(route, supervisor, "larkfield", "larkfield")).outcome, name).toBe(
        "403 not_enough_privileges",
      );
      await give([privilege]);
      expect((await call(route, supervisor, "larkfield", "larkfield")).outcome, name).toBe("in");
    }
  });
});

describe("what belongs to one center is unknown at the other", () => {
  const withIds = routes.filter(({ url }) => url.includes(":"));

  test.each(withIds.map((route) => [`${route.method} ${route.url}`, route] as const))(
    "%s with the other center's ids",
    async (_name, route) => {
      const wrong: string[] = [];
      for (const at of CENTERS) {
        const other = otherThan(at);
        const marker = world.of.get(other)?.marker ?? "";
        // Who is at home elsewhere is not even let in: the first matrix.
        const here = callers.filter((caller) => !("home" in caller) || caller.home === at);
        for (const caller of here) await headersOf(caller, at);
        const before = seqOf(other);
        const check = async (caller: Caller): Promise<void> => {
          const told = await call(route, caller, at, other);
          const row = `${wordOf(caller)} at ${at}: ${told.status} ${told.text}`;
          if (told.status === "held" || told.status < 400) wrong.push(row);
          if (marker === "" || told.text.includes(marker)) wrong.push(`${row} tells what is ${other}'s`);
        };
        await Promise.all(here.map(check));
        wrong.push(...eventsSince(other, before));
      }
      expect(wrong).toEqual([]);
    },
  );

  test("the files of an agent's own upload, and of a customer's, are not read by the other center's agent", async () => {
    for (const at of CENTERS) {
      const other = world.of.get(otherThan(at));
      const own = world.of.get(at);
      const headers = await headersOf({ kind: "user", role: "agent", home: at }, at);
      const read = async (fileId = "") =>
        (await world.app.inject({ url: `/api/files/${fileId}?seat=1`, headers })).statusCode;
      expect([await read(other?.agentFileId), await read(other?.customerFileId)]).toEqual([404, 404]);
      // The check itself is alive: one's own center's are there.
      expect([await read(own?.agentFileId), await read(own?.customerFileId)]).toEqual([200, 200]);
    }
  });
});

describe("a route that nobody thought about", () => {
  const parts = {
    settings: { trustProxy: false, publicUrl: null, mapTilesUrl: null },
    centers: new OpenCenters(),
    isReady: () => false,
    whenReady: new Promise<void>(() => undefined),
    log: pino({ level: "silent" }),
    appsDir: path.join("/", "no-pages-here"),
    version: "0.0.0",
    push: noPush,
    subscriptionsFor: () => subscriptionsInMemory(),
  };
  const started = async (plant: (app: FastifyInstance) => void) => {
    const { app } = await buildApp(parts);
    plant(app);
    return app.listen({ host: "127.0.0.1", port: 0 }).finally(() => app.close());
  };

  test("keeps the whole server from listening", async () => {
    const start = started((app) => app.get("/api/planted", async () => "everything"));
    await expect(start).rejects.toThrow(UndeclaredAccessError);
    await expect(start).rejects.toThrow("GET /api/planted");
  });

  test("keeps it from listening also inside a scope, and without the plant it listens", async () => {
    const hidden = started((app) => {
      app.register(async (scope) => {
        scope.delete("/api/planted/:id", async () => "gone");
      });
    });
    await expect(hidden).rejects.toThrow("DELETE /api/planted/:id");
    await expect(started(() => undefined)).resolves.toContain("http://127.0.0.1:");
  });
});

import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase, type TestDatabase } from "../support/postgres.js";
import { type Build, buildFor, ServerProcess } from "./support/built-server.js";

let build: Build;
let database: TestDatabase;
let administrator: pg.Client;
const servers: ServerProcess[] = [];
/** Longer than any work of its own holds the server up: after that it knows that it was frozen. */
const FROZEN_MS = 4_000;

beforeAll(async () => {
  build = await buildFor("frozen-server");
  database = await freshDatabase();
  administrator = new pg.Client({ connectionString: database.ownerUrl });
  await administrator.connect();
});
afterAll(async () => {
  for (const server of servers) {
    if (server.isOver) continue;
    server.child.kill("SIGKILL");
    await server.ended;
  }
  await administrator.end();
  await database.drop();
  await build.remove();
});

async function start(name: string): Promise<ServerProcess> {
  const env = { DATA_DIR: build.folder(name), DATABASE_URL: database.ownerUrl };
  const server = await ServerProcess.spawn(build.main, env);
  servers.push(server);
  return server;
}

/** The statement that docs/operating.md gives to an administrator. */
function documentedStatement(): string {
  const docs = readFileSync(new URL("../../../../docs/operating.md", import.meta.url), "utf8");
  const statement = /```sql\n([^`]*pg_terminate_backend[^`]*)```/.exec(docs)?.[1];
  if (statement === undefined) throw new Error("docs/operating.md does not say how to end the session");
  return statement;
}

const clientId = randomUUID();
async function call(server: ServerProcess, method: "GET" | "POST", path: string, body?: unknown) {
  const response = await fetch(`${server.base}/clientweb/api/v2${path}?tenantUrl=localhost`, {
    method,
    headers: {
      authorization: `MOBILE-API-140-327-PLAIN appId="demo-app", clientId="${clientId}"`,
      "content-type": "application/json",
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}
const say = (server: ServerProcess, chatId: string, text: string) =>
  call(server, "POST", `/chats/${chatId}/events`, {
    events: [{ event: "chat_session_message", msg: text, msg_id: randomUUID() }],
  });

test("a server that was frozen and replaced writes nothing and tells nothing when it wakes", async () => {
  const first = await start("first");
  await first.ready();
  const { chat_id: chatId } = (await call(first, "POST", "/chats", { phone_number: "", parameters: {} }))
    .body;
  expect(await say(first, chatId, "before")).toMatchObject({ status: 200 });
  first.child.kill("SIGSTOP");
  const frozenAt = performance.now();

  // Frozen is not dead: its session lives, so nobody else may write.
  const early = await start("second");
  expect(await early.ended).toBe(1);
  expect(early.output).toContain(`another server writes this center: process ${first.child.pid} on `);
  expect(early.output).toContain("docs/operating.md");

  await administrator.query(documentedStatement());
  const second = await start("second");
  await second.ready();
  expect(await say(second, chatId, "at the second")).toMatchObject({ status: 200 });

  // They arrive while it is frozen, and are the first thing that it meets.
  const asked = [
    say(first, chatId, "at the frozen one"),
    call(first, "GET", "/chats/active"),
    call(first, "GET", `/chats/${chatId}/history`),
    call(first, "GET", `/chats/${chatId}/events`),
  ];
  await sleep(Math.max(300, FROZEN_MS - (performance.now() - frozenAt)));
  first.child.kill("SIGCONT");
  for (const answer of await Promise.all(asked)) {
    expect(answer).toMatchObject({ status: 503, body: { error_code: "5001" } });
  }
  expect(await (await fetch(`${first.base}/readyz`)).json()).toMatchObject({ ready: false });

  const told = JSON.stringify((await call(second, "GET", `/chats/${chatId}/history`)).body);
  expect(["before", "at the second", "at the frozen one"].map((text) => told.includes(text))).toEqual([
    true,
    true,
    false,
  ]);
  expect(await say(second, chatId, "still at the second")).toMatchObject({ status: 200 });
  expect(await first.stop()).toBe(0);
  expect(await second.stop()).toBe(0);
}, 90_000);

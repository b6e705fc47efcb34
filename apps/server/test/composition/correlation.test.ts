/**
 * What the log says of a busy quarter of an hour: each line that a request caused has the number that its asker was told, and
 * nothing that was said, typed or sent is in any of them.
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { InjectOptions } from "fastify";
import { afterAll, expect, test } from "vitest";
import { openLog } from "../../src/platform/index.js";
import { Desk } from "./support/desk.js";
import { appHeaders, cookieOf, hostOf, ourPage, PASSWORD, twoCenters } from "./support/two-centers.js";

const folder = await mkdtemp(path.join(tmpdir(), "pb-correlation-"));
const log = openLog({ dataDir: folder, logLevel: "trace" });
const world = await twoCenters(log);
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

const text = (): Promise<string> => readFile(path.join(folder, "log", "server.log"), "utf8");
const lines = async (): Promise<Record<string, unknown>[]> =>
  (await text())
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
const linesOf = async (correlationId: string) =>
  (await lines()).filter((line) => line["correlationId"] === correlationId);
const ask = (options: InjectOptions) =>
  world.app.inject({ ...options, headers: { ...ourPage("larkfield"), ...options.headers } });

test("a request has a number: a sane one that it brings along, else one of ours; the answer, its error and the log have it", async () => {
  const signIn = (requestId: string) =>
    ask({
      method: "POST",
      url: "/api/session",
      headers: { "x-request-id": requestId },
      payload: { username: "agent", password: "planted-wrong-password", seat: 1 },
    });
  const brought = await signIn("edge-4f9d1c77");
  expect(brought.headers["x-request-id"]).toBe("edge-4f9d1c77");
  expect(brought.json()).toMatchObject({ code: "invalid_credentials", correlationId: "edge-4f9d1c77" });
  expect((await linesOf("edge-4f9d1c77")).map(({ msg }) => msg)).toEqual(
    expect.arrayContaining(["a request was refused", "a request was answered"]),
  );
  for (const odd of [
    "4930123456789",
    "x",
    "a b c d e f g h",
    `a${"b".repeat(64)}`,
    'quote"quote"',
    "😀😀😀😀",
  ]) {
    const { headers, body } = await signIn(Buffer.from(odd).toString("latin1"));
    expect(headers["x-request-id"]).toMatch(/^[A-Za-z0-9_-]{12}$/);
    expect(headers["x-request-id"]).not.toBe(odd);
    expect(JSON.parse(body)).toMatchObject({ correlationId: headers["x-request-id"] });
  }
  expect(await text()).not.toContain("4930123456789");
});

test("an app of a customer and a page that is not there are told their number, too", async () => {
  const chat = await world.app.inject({
    method: "POST",
    url: "/clientweb/api/v2/chats",
    query: { tenantUrl: hostOf("larkfield") },
    headers: { ...appHeaders("larkfield"), "x-request-id": "app-request-0001" },
    payload: { phone_number: "+4930555555501", parameters: { first_name: "Planted Petra" } },
  });
  expect(chat.statusCode).toBe(200);
  expect(chat.headers["x-request-id"]).toBe("app-request-0001");
  expect(await linesOf("app-request-0001")).toContainEqual(
    expect.objectContaining({ route: "/clientweb/api/v2/chats", status: 200 }),
  );
  const nowhere = await ask({ method: "GET", url: "/api/planted-in-the-address" });
  expect(await linesOf(String(nowhere.headers["x-request-id"]))).toContainEqual(
    expect.objectContaining({ route: "", status: 404 }),
  );
});

test("what a request of a desk causes has its number, and what everybody shares has none", async () => {
  const center = world.open.get("larkfield");
  if (center === undefined) throw new Error("no center");
  const desk = await Desk.open(
    world.port,
    hostOf("larkfield"),
    await cookieOf(world.app, "larkfield", "administrator", 3),
    3,
  );
  const refused = await desk.ask("desk.setup.remove_reason", { reasonId: "planted-reason" });
  const { correlationId = "" } = refused.error ?? {};
  expect(await linesOf(correlationId)).toContainEqual(
    expect.objectContaining({ msg: "a request was refused", name: "desk.setup.remove_reason" }),
  );
  desk.close();
  const answered = (await lines()).filter(({ msg }) => msg === "the center has recovered");
  expect(answered).toHaveLength(2);
  for (const line of answered) expect(line).not.toHaveProperty("correlationId");
});

test("nothing of all that was said, typed, shown or sent stands in the log, at its most talkative", async () => {
  const cookie = await cookieOf(world.app, "larkfield", "supervisor", 2);
  await ask({
    method: "POST",
    url: "/api/records/search",
    query: { seat: "2" },
    headers: { cookie },
    payload: { text: "planted words", customer: "+4930555555501", from: 7 },
  });
  await world.app.inject({
    method: "GET",
    url: "/clientweb/api/v2/chats/planted-chat/events",
    query: { tenantUrl: hostOf("larkfield"), planted: "planted-query" },
    headers: { ...appHeaders("larkfield"), authorization: "planted-authorization" },
  });
  const all = await text();
  expect(all.split("\n").length).toBeGreaterThan(30);
  const secrets = [
    "planted",
    "Planted",
    PASSWORD,
    "secret-of-",
    "4930555555501",
    "5f0c1e9a-0000-4000-8000-000000000001",
    cookie.split("=")[1] ?? "no cookie",
  ];
  expect(secrets.filter((secret) => all.includes(secret))).toEqual([]);
});

/**
 * What programs read with a key, over a real socket and a real PostgreSQL: the key's life, its limits, and that its
 * answers are those of the desk.
 */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import type { ApiKeyForm } from "@patchbay/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ApiKeys, MemoryApiKeys } from "../../src/api-keys/index.js";
import { realIds } from "../../src/platform/real-clock.js";
import { Desk } from "../composition/support/desk.js";
import {
  appHeaders,
  type CenterName,
  cookieOf,
  hostOf,
  twoCenters,
} from "../composition/support/two-centers.js";

const world = await twoCenters();
let admin: Desk;
beforeAll(async () => {
  const cookie = await cookieOf(world.app, "larkfield", "administrator", 3);
  admin = await Desk.open(world.port, hostOf("larkfield"), cookie, 3);
});
afterAll(async () => {
  admin.close();
  await world.close();
});

let made = 0;
async function make(over: Partial<ApiKeyForm> = {}): Promise<{ keyId: string; key: string; name: string }> {
  const name = over.name ?? `Key ${++made}`;
  const form = { name, purpose: "", scopes: ["records"], expiresAt: null, addresses: [], ...over };
  const { keyId, key } = await admin.done("desk.setup.make_api_key", { form });
  return { keyId: String(keyId), key: String(key), name };
}
const read = (
  url: string,
  key: string | null,
  { at = "larkfield", from = "203.0.113.7" }: { at?: CenterName; from?: string } = {},
) =>
  world.app.inject({
    url,
    remoteAddress: from,
    headers: { host: hostOf(at), ...(key === null ? {} : { authorization: `Bearer ${key}` }) },
  });
const keys = async () => (await admin.done("desk.setup.api_keys", {}))["keys"] as Record<string, unknown>[];
const rowOf = async (keyId: string) => (await keys()).find((row) => row["keyId"] === keyId);

test("a key is told once, and what is kept of it opens nothing", async () => {
  const { keyId, key, name } = await make();
  expect(key).toMatch(/^pbk_[a-z0-9]{8}_[A-Za-z0-9_-]{43}$/);
  expect((await read("/api/v1/key", key)).json()).toEqual({ name, scopes: ["records"], expiresAt: null });
  expect(await rowOf(keyId)).toMatchObject({
    prefix: key.slice(0, 12),
    state: "active",
    createdBy: "administrator secret-of-larkfield",
    lastUsedAt: expect.any(Number),
  });
  expect(JSON.stringify(await keys())).not.toContain(key.slice(13));
  const changes = await admin.done("desk.setup.changes", {
    kind: "apiKey",
    by: null,
    search: name,
    from: null,
    until: null,
    before: null,
    limit: 10,
  });
  expect(JSON.stringify(changes)).not.toContain(key.slice(13));
  expect(changes["changes"]).toEqual([
    expect.objectContaining({ action: "created", subjectName: name, secretSet: true, mayUndo: false }),
  ]);
});

test("without a key, with another one, or with its beginning alone nobody gets in, and hears how to", async () => {
  const { key } = await make();
  const none = await read("/api/v1/records", null);
  expect([none.statusCode, none.json()]).toMatchObject([401, { code: "key_required" }]);
  expect(none.headers["www-authenticate"]).toBe('Bearer realm="patchbay"');
  const other = key.endsWith("A") ? "B" : "A";
  for (const wrong of [key.slice(0, -1), `${key.slice(0, -1)}${other}`, key.slice(0, 12), "x".repeat(150)]) {
    const refused = await read("/api/v1/records", wrong);
    expect([refused.statusCode, refused.json()]).toMatchObject([401, { code: "key_not_accepted" }]);
    expect(refused.headers["www-authenticate"]).toContain('error="invalid_token"');
  }
  // Not in an address either, where every proxy would write it down.
  expect((await read(`/api/v1/records?key=${key}&access_token=${key}`, null)).statusCode).toBe(401);
  const elsewhere = await read("/api/v1/records", key, { at: "harrow" });
  expect([elsewhere.statusCode, elsewhere.json()]).toMatchObject([401, { code: "key_not_accepted" }]);
});

test("a revoked key is refused from the next request on; nobody brings it back, and its name is free again", async () => {
  const { keyId, key, name } = await make();
  expect((await read("/api/v1/records", key)).statusCode).toBe(200);
  await admin.done("desk.setup.revoke_api_key", { keyId });
  expect((await read("/api/v1/records", key)).json()).toMatchObject({ code: "key_not_accepted" });
  expect(await rowOf(keyId)).toMatchObject({ state: "revoked", revokedBy: expect.any(String) });
  const again = await admin.ask("desk.setup.revoke_api_key", { keyId });
  expect(again.error?.code).toBe("object_not_found");
  const { changes } = (await admin.done("desk.setup.changes", {
    kind: "apiKey",
    by: null,
    search: name,
    from: null,
    until: null,
    before: null,
    limit: 10,
  })) as { changes: { auditId: string; action: string; mayUndo: boolean }[] };
  expect(changes.map(({ action, mayUndo }) => [action, mayUndo])).toEqual([
    ["removed", false],
    ["created", false],
  ]);
  const undone = await admin.ask("desk.setup.undo_change", { auditId: changes[0]?.auditId });
  expect(undone.error?.code).toBe("not_suitable_state");
  await make({ name });
  const twice = await admin.ask("desk.setup.make_api_key", {
    form: { name: name.toUpperCase(), purpose: "", scopes: ["audit"], expiresAt: null, addresses: [] },
  });
  expect(twice.error?.code).toBe("name_taken");
});

test("a key has an end, and a list of addresses from where it may come", async () => {
  const { key, keyId } = await make({ addresses: ["203.0.113.0/24", "2001:db8::/32"] });
  expect((await read("/api/v1/key", key)).statusCode).toBe(200);
  expect((await read("/api/v1/key", key, { from: "::ffff:203.0.113.9" })).statusCode).toBe(200);
  expect((await read("/api/v1/key", key, { from: "2001:db8::1" })).statusCode).toBe(200);
  const refused = await read("/api/v1/key", key, { from: "198.51.100.4" });
  expect([refused.statusCode, refused.json()]).toMatchObject([403, { code: "key_not_from_here" }]);
  let now = 1_000;
  const ownClock = new ApiKeys(new MemoryApiKeys(), { now: () => now }, realIds);
  const form = { name: "Soon", purpose: "", scopes: ["audit" as const], expiresAt: 2_000, addresses: [] };
  const soon = await ownClock.make(form, "somebody");
  const shown = "key" in soon ? soon.key : "";
  now = 1_999;
  expect(await ownClock.admit(shown, "audit", "::1")).toMatchObject({ form });
  now = 2_000;
  expect(await ownClock.admit(shown, "audit", "::1")).toBe("key_not_accepted");
  expect(await ownClock.list()).toMatchObject([{ form, lastUsedAt: 1_999 }]);
  for (const [over, path] of [
    [{ expiresAt: Date.now() - 1 }, "form.expiresAt"],
    [{ addresses: ["1:2:3:4:5:6:7:8:9"] }, "form.addresses"],
    [{ addresses: ["300.1.1.1"] }, "form.addresses.0"],
    [{ scopes: [] }, "form.scopes"],
  ] as const) {
    const odd = { name: "Odd", purpose: "", scopes: ["audit"], expiresAt: null, addresses: [], ...over };
    const answer = await admin.ask("desk.setup.make_api_key", { form: odd });
    expect(answer.error?.code, path).toBe("invalid_args");
    expect(answer.text).toContain(path);
  }
  expect(await rowOf(keyId)).toMatchObject({ state: "active" });
});

test("a key that asks too often is told when to come again, and no other key waits for it", async () => {
  const [busy, calm] = [await make(), await make()];
  const answers = await Promise.all(Array.from({ length: 90 }, () => read("/api/v1/key", busy.key)));
  const late = answers.filter(({ statusCode }) => statusCode === 429);
  expect(late.length).toBeGreaterThan(10);
  expect(late[0]?.headers["retry-after"]).toBe("1");
  expect(late[0]?.json()).toMatchObject({ code: "rate_limited" });
  expect((await read("/api/v1/key", calm.key)).statusCode).toBe(200);
  // Whoever guesses is slowed down by address.
  const guesses = await Promise.all(
    Array.from({ length: 60 }, () => read("/api/v1/key", "pbk_guess", { from: "192.0.2.66" })),
  );
  expect(guesses.filter(({ statusCode }) => statusCode === 429).length).toBeGreaterThan(10);
});

test("records come page by page, each once, and only of the own center", async () => {
  const { key } = await make({ scopes: ["records"] });
  for (let chat = 0; chat < 4; chat += 1)
    await world.app.inject({
      method: "POST",
      url: "/clientweb/api/v2/chats",
      query: { tenantUrl: hostOf("larkfield") },
      headers: {
        ...appHeaders("larkfield"),
        authorization: `MOBILE-API-140-327-PLAIN appId=demo-app, clientId=5f0c1e9a-0000-4000-8000-00000000001${chat}`,
      },
      payload: { phone_number: "", parameters: { first_name: `Customer ${chat}` } },
    });
  const seen: string[] = [];
  let cursor: string | null = "";
  for (let page = 0; cursor !== null && page < 9; page += 1) {
    const url: string = `/api/v1/records?limit=2${cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`}`;
    const answer: {
      records: { interactionId: string; startedAt: string; serviceName: string }[];
      next: string | null;
    } = (await read(url, key)).json();
    expect(answer.records.length).toBeLessThanOrEqual(2);
    for (const { startedAt, serviceName } of answer.records) {
      expect(new Date(startedAt).toISOString()).toBe(startedAt);
      expect(serviceName).toBe("secret-of-larkfield");
    }
    seen.push(...answer.records.map(({ interactionId }) => interactionId));
    cursor = answer.next;
  }
  expect(seen.length).toBeGreaterThanOrEqual(5);
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen).toContain(world.of.get("larkfield")?.chatId);
  const found = (await read("/api/v1/records?text=Customer+3&from=2026-01-01T00:00:00Z", key)).json<{
    records: { customerName: string }[];
  }>();
  expect(found.records.map(({ customerName }) => customerName)).toEqual(["Customer 3"]);
});

test("figures are the desk's, as JSON and as a table; changes are those of Set-up", async () => {
  const { key } = await make({ scopes: ["figures", "audit"], name: '=HYPERLINK("x")' });
  const day = new Date().toISOString().slice(0, 10);
  const next = new Date(Date.parse(day) + 2 * 86_400_000).toISOString().slice(0, 10);
  const span = `from=${day}T00:00:00Z&until=${next}T00:00:00Z`;
  const figures = (await read(`/api/v1/figures?${span}`, key)).json<{
    total: { offered: number };
    services: { serviceId: string; offered: number }[];
  }>();
  expect(figures.total.offered).toBeGreaterThanOrEqual(1);
  const csv = await read(`/api/v1/figures?${span}&format=csv`, key);
  expect(csv.headers["content-type"]).toBe("text/csv; charset=utf-8");
  expect(csv.body.split("\r\n").slice(0, 2)).toEqual([
    expect.stringMatching(/^serviceId,name,offered,answered/),
    expect.stringMatching(new RegExp(`^claims,secret-of-larkfield,${figures.services[0]?.offered},`)),
  ]);
  const changes = (await read("/api/v1/changes?kind=apiKey&limit=1", key)).json<{
    changes: { kind: string; at: string; by: { name: string } }[];
    next: string;
  }>();
  expect(changes.changes).toMatchObject([{ kind: "apiKey", subjectName: '=HYPERLINK("x")' }]);
  const older = await read(`/api/v1/changes?kind=apiKey&limit=1&cursor=${changes.next}`, key);
  expect(older.json<{ changes: object[] }>().changes).toHaveLength(1);
  for (const [url, path] of [
    ["/api/v1/figures", "from"],
    [`/api/v1/figures?from=yesterday&until=${day}T00:00:00Z`, "from"],
    [`/api/v1/figures?from=${day}T00:00:00Z&until=2027-12-01T00:00:00Z`, "until"],
    ["/api/v1/changes?limit=1000", "limit"],
    ["/api/v1/changes?cursor=zzz", "cursor"],
    ["/api/v1/changes?drop=table", "drop"],
  ] as const) {
    const refused = await read(url, key);
    expect([refused.statusCode, refused.json()]).toMatchObject([
      400,
      { code: "invalid_args", facts: { path } },
    ]);
  }
});

test("the examples of docs/api.md run as they stand there", async () => {
  const { key } = await make({ scopes: ["figures", "records", "audit", "metrics"] });
  const text = await readFile(new URL("../../../../docs/api.md", import.meta.url), "utf8");
  const examples = [...text.matchAll(/```sh\n(curl[\s\S]*?)```/g)].map(([, lines = ""]) => lines);
  expect(examples.length).toBeGreaterThanOrEqual(4);
  for (const example of examples) {
    // The host has no address here: that is said beside it, and nothing else is changed.
    const here = example.replaceAll(/^curl /gm, `curl -s --max-time 10 -H 'Host: ${hostOf("larkfield")}' `);
    const { stdout } = await promisify(execFile)("sh", ["-c", here], {
      env: { ...process.env, KEY: key, PATCHBAY: `http://127.0.0.1:${world.port}` },
    });
    expect(stdout.trim(), example).toMatch(/^(\{"|serviceId,|# )/);
  }
});

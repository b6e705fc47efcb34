/** What Prometheus reads: that it tells the truth, of nobody, of no other center, and what the documentation says it does. */
import { readFile } from "node:fs/promises";
import { afterAll, expect, test } from "vitest";
import type { LastBackup } from "../../src/backup/index.js";
import { CenterMetrics, ServerMetrics } from "../../src/metrics/index.js";
import { appHeaders, hostOf, twoCenters } from "../composition/support/two-centers.js";

const world = await twoCenters();
afterAll(() => world.close());
const larkfield = world.open.get("larkfield");
if (larkfield === undefined) throw new Error("no center");
const made = await larkfield.apiKeys.make(
  { name: "Prometheus", purpose: "", scopes: ["metrics"], expiresAt: null, addresses: [] },
  "administrator",
);
const key = "key" in made ? made.key : "";
const scrape = async (): Promise<string> => {
  const answer = await world.app.inject({
    url: "/metrics",
    headers: { host: hostOf("larkfield"), authorization: `Bearer ${key}` },
  });
  expect(answer.statusCode).toBe(200);
  expect(answer.headers["content-type"]).toBe("text/plain; version=0.0.4; charset=utf-8");
  return answer.body;
};
/** The value of one line, by its name with labels. */
const told = (text: string, name: string): number => {
  const line = text.split("\n").find((one) => one.startsWith(`${name} `));
  if (line === undefined) throw new Error(`${name} is not told`);
  return Number(line.slice(name.length + 1));
};
const docs = new URL("../../../../docs/", import.meta.url);

test("what is alive and what happened is told as it is", async () => {
  const before = await scrape();
  expect(told(before, "patchbay_center_running")).toBe(1);
  expect(told(before, "patchbay_journal_seq")).toBe(larkfield.runtime.state.seq);
  const active = 'patchbay_interactions{state="active",channel="chat",service="secret-of-larkfield"}';
  expect(told(before, active)).toBe(1);
  expect(told(before, 'patchbay_agents{state="busy"}')).toBe(1);
  expect(told(before, "patchbay_desk_sessions")).toBe(1);
  const received = 'patchbay_events_total{type="MessageReceived"}';
  const accepted = 'patchbay_commands_total{result="accepted"}';
  const commits = "patchbay_append_seconds_count";
  const { chatId = "" } = world.of.get("larkfield") ?? {};
  const post = await world.app.inject({
    method: "POST",
    url: `/clientweb/api/v2/chats/${chatId}/events`,
    query: { tenantUrl: hostOf("larkfield") },
    headers: appHeaders("larkfield"),
    payload: { events: [{ event: "chat_session_message", msg: "Are you there?" }] },
  });
  expect(post.statusCode).toBe(200);
  const after = await scrape();
  expect(told(after, received)).toBe(told(before, received) + 1);
  expect(told(after, accepted)).toBeGreaterThan(told(before, accepted));
  expect(told(after, commits)).toBeGreaterThan(told(before, commits));
  const route = `method="POST",route="/clientweb/api/v2/chats/:chatId/events",status="200"`;
  expect(told(after, `patchbay_http_request_seconds_count{${route}}`)).toBe(
    told(before, `patchbay_http_request_seconds_count{${route}}`) + 1,
  );
});

test("no id, no person, no address and nothing of the other center is in it", async () => {
  for (let odd = 0; odd < 20; odd += 1)
    await world.app.inject({ url: `/odd/${odd}`, headers: { host: hostOf("larkfield") } });
  const text = await scrape();
  const { chatId = "none", colleagueId = "none", agentFileId = "none" } = world.of.get("larkfield") ?? {};
  for (const secret of ["secret-of-harrow", chatId, colleagueId, agentFileId, "/odd/", key])
    expect(text).not.toContain(secret);
  // Everything has been answered but this very scrape.
  const open = [...text.matchAll(/^patchbay_http_requests_in_flight\{route="(.*)"\} (?!0$)(.*)$/gm)];
  expect(open.map(([, route, count]) => [route, count])).toEqual([["/metrics", "1"]]);
  const missed = 'patchbay_http_request_seconds_count{method="GET",route="(none)",status="404"}';
  expect(told(text, missed)).toBeGreaterThanOrEqual(20);
});

test("a center that is stopped says so, and still answers", async () => {
  const harrow = world.open.get("harrow");
  const its = await harrow?.apiKeys.make(
    { name: "Prometheus", purpose: "", scopes: ["metrics"], expiresAt: null, addresses: [] },
    "administrator",
  );
  await harrow?.runtime.stop();
  const { body } = await world.app.inject({
    url: "/metrics",
    headers: {
      host: hostOf("harrow"),
      authorization: `Bearer ${its !== undefined && "key" in its ? its.key : ""}`,
    },
  });
  expect(told(body, "patchbay_center_running")).toBe(0);
  expect(told(await scrape(), "patchbay_center_running")).toBe(1);
});

test("the documentation names every metric and no other; alerts and dashboard ask for what there is", async () => {
  const text = await scrape();
  const lines = [...text.matchAll(/^# TYPE (\S+) (\S+)/gm)].map(([, name = "", type = ""]) => ({
    name,
    type,
  }));
  const own = new Set(lines.map(({ name }) => name).filter((name) => name.startsWith("patchbay_")));
  for (const registry of [new CenterMetrics().registry, new ServerMetrics({ version: "0" }).registry])
    for (const { name } of await registry.getMetricsAsJSON())
      if (name.startsWith("patchbay_")) expect(own).toContain(name);
  const documented = await readFile(new URL("operating-metrics.md", docs), "utf8");
  const rows = documented.split("\n").filter((line) => line.startsWith("| `patchbay_"));
  const named = rows.flatMap((row) => [...(row.split("|")[1] ?? "").matchAll(/`(patchbay_\w+)`/g)]);
  expect(named.map(([, name]) => name).sort()).toEqual([...own].sort());
  const series = new Set(
    lines.flatMap(({ name, type }) =>
      type === "histogram" ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name],
    ),
  );
  for (const file of ["metrics/alerts.yml", "metrics/grafana.json"]) {
    const asked = (await readFile(new URL(file, docs), "utf8")).match(/\b(patchbay|nodejs|process)_\w+/g);
    expect(asked?.length).toBeGreaterThan(3);
    for (const name of asked ?? []) expect(series, file).toContain(name);
  }
});

test("the last backup is told since there is one", async () => {
  let last: LastBackup | null = null;
  const { registry } = new ServerMetrics({ version: "0", lastBackup: async () => last });
  expect(await registry.metrics()).not.toMatch(/^patchbay_backup_/m);
  last = { at: 1_796_000_000_500, bytes: 4_711 };
  const text = await registry.metrics();
  expect(told(text, "patchbay_backup_timestamp_seconds")).toBe(1_796_000_000.5);
  expect(told(text, "patchbay_backup_bytes")).toBe(4_711);
});

import { asId, type StepId } from "@patchbay/core";
import { callQualitySchema, qualityGroupsSchema, qualityLegsSchema, recordSchema } from "@patchbay/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cookieOf, ourPage, type TwoCenters, twoCenters } from "../composition/support/two-centers.js";

let world: TwoCenters;
const cookies = new Map<string, { readonly cookie: string; readonly seat: number }>();
const facts = {
  microphone: "Jabra Evolve2\u0000",
  speaker: "Jabra",
  browser: "Chrome 141",
  platform: "Linux",
  connection: "",
};

beforeAll(async () => {
  world = await twoCenters();
  for (const [at, role] of ["agent", "supervisor", "administrator"].entries())
    cookies.set(role, { cookie: await cookieOf(world.app, "larkfield", role, at + 1), seat: at + 1 });
  const larkfield = world.open.get("larkfield");
  // A call that the agent has had: its row, and how it sounded.
  const submit = async (
    command: Parameters<NonNullable<typeof larkfield>["runtime"]["submit"]>[0]["command"],
  ) => {
    const result = await larkfield?.runtime.submit({ command });
    if (result?.ok !== true) throw new Error(`${command?.type}: ${JSON.stringify(result)}`);
  };
  await submit({
    type: "ConfigureScenario",
    scenario: {
      id: asId("bye"),
      version: 1,
      start: asId("bye"),
      steps: { [asId<StepId>("bye")]: { type: "hang_up", prompts: [] } },
    },
  });
  const voice = { address: "8000", scenarioId: asId<never>("bye") };
  await submit({
    type: "ConfigureEntry",
    entry: { id: asId("line"), channel: "voice", serviceId: asId("claims"), priority: 0, voice },
  });
  await submit({ type: "SetPhone", agentId: asId("agent"), phone: { device: "browser", health: "ok" } });
  await submit({
    type: "PlaceCall",
    interactionId: asId("call-1"),
    agentId: asId("agent"),
    entryId: asId("line"),
    contactId: asId("contact-1"),
    clientKey: asId("call-call-1"),
    beside: null,
  });
  const leg = {
    legId: "call-1.l2",
    interactionId: "call-1",
    role: "agent",
    agentId: "agent",
    device: "browser",
    startedAt: 5_000,
  };
  await larkfield?.quality.add(leg, [
    { atMs: 5_000, mos: 2.2, loss: 0.1, jitterMs: 40, roundTripMs: 90, level: 0.2 },
  ]);
  await larkfield?.quality.place(leg, {
    facts: { ...facts, microphone: "Jabra Evolve2" },
    network: "192.0.2.0/24",
  });
});
afterAll(() => world.close());

const ask = (who: string, method: "GET" | "POST" | "PUT", url: string, payload: object) => {
  const { cookie, seat } = cookies.get(who) ?? { cookie: "", seat: 1 };
  return world.app.inject({
    method,
    url,
    query: { seat: String(seat), ...(method === "GET" ? (payload as Record<string, string>) : {}) },
    headers: { ...ourPage("larkfield"), cookie },
    remoteAddress: "192.0.2.44",
    ...(method === "GET" ? {} : { payload }),
  });
};

test("an agent reports bad sound with one word, and says later what it was; nobody for somebody else's call", async () => {
  const url = "/api/calls/call-1/quality-report";
  expect((await ask("agent", "PUT", url, { problem: "echo" })).statusCode).toBe(404);
  expect((await ask("supervisor", "POST", url, { facts })).json()).toMatchObject({ code: "no_interaction" });
  expect((await ask("agent", "POST", "/api/calls/unknown/quality-report", { facts })).statusCode).toBe(404);
  expect((await ask("agent", "POST", url, {})).json()).toMatchObject({
    code: "invalid_args",
    facts: { path: "facts" },
  });
  expect((await ask("agent", "POST", url, { facts })).statusCode).toBe(204);
  expect((await ask("agent", "POST", url, { facts })).statusCode).toBe(204);
  expect((await ask("agent", "PUT", url, { problem: "slow" })).statusCode).toBe(400);
  expect((await ask("agent", "PUT", url, { problem: "one_way" })).statusCode).toBe(204);
  const record = recordSchema.parse((await ask("administrator", "GET", "/api/records/call-1", {})).json());
  expect(callQualitySchema.parse(record.quality)).toMatchObject({
    legs: [
      {
        legId: "call-1.l2",
        mos: 2.2,
        device: "Jabra Evolve2, Chrome 141",
        samples: [{ atMs: 5_000, loss: 0.1 }],
      },
    ],
    reports: [{ problem: "one_way" }],
  });
});

test("without voice nobody asks for a desk's devices", async () => {
  const answer = await ask("agent", "POST", "/api/calls/call-1/device", facts);
  expect(answer.json()).toMatchObject({ code: "no_interaction" });
});

test("who oversees sees it by agent, device and network, down to each call", async () => {
  for (const [by, key, name] of [
    ["agent", "agent", "agent secret-of-larkfield"],
    ["device", "Jabra Evolve2", "Jabra Evolve2"],
    ["network", "192.0.2.0/24", "192.0.2.0/24"],
  ] as const) {
    const { groups } = qualityGroupsSchema.parse(
      (await ask("supervisor", "GET", "/api/quality", { by, from: "0" })).json(),
    );
    expect(groups).toMatchObject([{ key, name, calls: 1, reports: 1, mos: 2.2, lossMax: 0.1 }]);
    const { legs } = qualityLegsSchema.parse(
      (await ask("administrator", "GET", "/api/quality/legs", { by, key, from: "0" })).json(),
    );
    expect(legs).toMatchObject([{ interactionId: "call-1", report: "one_way", network: "192.0.2.0/24" }]);
  }
  expect((await ask("agent", "GET", "/api/quality", { by: "agent", from: "0" })).statusCode).toBe(403);
  const wrong = await ask("supervisor", "GET", "/api/quality", { by: "colour", from: "0" });
  expect(wrong.json()).toMatchObject({ code: "invalid_args", facts: { path: "by" } });
});

import Fastify from "fastify";
import { expect, test } from "vitest";
import { noVoice } from "../../src/center/voice-door.js";
import { registerHealth } from "../../src/composition/health.js";

const well = {
  address: { id: "larkfield", company: "Larkfield", hosts: [] },
  runtime: { status: "running", state: { seq: 7 } },
  snapshots: { status: { state: "following", agreedSeq: null, snapshotSeq: null, message: null } },
  databaseAnswers: true,
  voice: null,
} as const;

async function readiness(center: Parameters<typeof registerHealth>[1]["centers"], isReady = true) {
  const app = Fastify();
  registerHealth(app, { centers: center, isReady: () => isReady });
  const answer = await app.inject("/readyz");
  await app.close();
  return { status: answer.statusCode, body: answer.json<{ ready: boolean; centers: unknown[] }>() };
}

test("a server whose centers all work is ready, and says how each one is", async () => {
  expect(await readiness({ opened: () => [well] })).toMatchObject({
    status: 200,
    body: {
      ready: true,
      centers: [{ center: "larkfield", status: "running", databaseAnswers: true, seq: 7 }],
    },
  });
});

test.each([
  ["whose database did not take the last sign of life", { ...well, databaseAnswers: false }],
  ["that is suspended", { ...well, runtime: { ...well.runtime, status: "suspended" as const } }],
  [
    "whose copies differ",
    { ...well, snapshots: { status: { ...well.snapshots.status, state: "diverged" as const } } },
  ],
])("a server with a center %s is not ready", async (_, center) => {
  expect(await readiness({ opened: () => [well, center] })).toMatchObject({
    status: 503,
    body: { ready: false },
  });
});

test("a server that starts or stops is not ready", async () => {
  expect((await readiness({ opened: () => [well] }, false)).status).toBe(503);
});

test("a center whose calls are off is ready all the same, and says why they are", async () => {
  const problem = { code: "port_in_use", variable: "SIP_PORT", port: 5060 } as const;
  const voice = { view: () => ({ ...noVoice.view(), state: "no_network" as const, problem }) };
  expect(await readiness({ opened: () => [{ ...well, voice }] })).toMatchObject({
    status: 200,
    body: { ready: true, centers: [{ voice: { state: "no_network", problem } }] },
  });
});

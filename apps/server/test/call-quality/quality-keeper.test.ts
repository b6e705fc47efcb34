import { asId, type Command, type StepId } from "@patchbay/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type MeasuredLeg, QualityKeeper, type QualitySample } from "../../src/call-quality/index.js";
import type { LegQuality } from "../../src/center/voice-door.js";
import { type ACenter, aCenter } from "../desk-http/a-center.js";

let center: ACenter;
let keeper: QualityKeeper;
let hear: (quality: LegQuality) => void;
let fails = false;
const written: { readonly leg: MeasuredLeg; readonly samples: readonly QualitySample[] }[] = [];
const placed: string[] = [];
const starts = new Map<string, number>();

beforeEach(async () => {
  written.length = 0;
  placed.length = 0;
  starts.clear();
  fails = false;
  center = await aCenter();
  await center.addUser("sofia", ["agent"]);
  const commands: Command[] = [
    {
      type: "ConfigureService",
      service: {
        id: asId("claims"),
        requires: [],
        distribution: "longest_idle",
        open: true,
        answerTimeoutMs: 20_000,
        wrapUpMs: 0,
        wrapUpEndsItself: true,
        dispositions: [],
        dispositionMandatory: false,
        endUndoMs: 0,
        graceMs: 0,
        graceOfferMs: 0,
        inactivityWarnMs: null,
        inactivityEndMs: 0,
        queueLengthMax: 10,
      },
    },
    {
      type: "ConfigureScenario",
      scenario: {
        id: asId("bye"),
        version: 1,
        start: asId("bye"),
        steps: { [asId<StepId>("bye")]: { type: "hang_up", prompts: [] } },
      },
    },
    {
      type: "ConfigureEntry",
      entry: {
        id: asId("line"),
        channel: "voice",
        serviceId: asId("claims"),
        priority: 0,
        voice: { address: "8000", scenarioId: asId("bye") },
      },
    },
    { type: "LogIn", agentId: asId("sofia"), sessionId: asId("s1"), force: false },
    { type: "SetPhone", agentId: asId("sofia"), phone: { device: "browser", health: "ok" } },
    {
      type: "PlaceCall",
      interactionId: asId("c1"),
      agentId: asId("sofia"),
      entryId: asId("line"),
      contactId: asId("contact-1"),
      clientKey: asId("call-c1"),
      beside: null,
    },
  ];
  for (const command of commands) await center.submit(command);
  const quiet = () => undefined;
  keeper = new QualityKeeper({
    handle: center.handle,
    rows: {
      startOf: async (legId) => starts.get(legId),
      add: async (leg, samples) => {
        if (fails) throw new Error("no tables");
        starts.set(leg.legId, leg.startedAt);
        written.push({ leg, samples });
      },
      place: async (leg, { facts, network }) =>
        void placed.push(`${leg.legId} ${facts.microphone} ${network}`),
    },
    voice: {
      onQuality: (listener) => {
        hear = listener;
        return quiet;
      },
    },
    log: { info: quiet, warn: quiet, error: quiet },
  });
  keeper.start();
});
afterEach(async () => {
  await keeper.stop();
  await center.stop();
});

const agentLeg = "c1.l2";
/** A figure each second, as the voice process tells them. */
function seconds(
  count: number,
  of: (second: number) => Partial<LegQuality> = () => ({}),
  legId = agentLeg,
): void {
  for (let second = 0; second < count; second++) {
    hear({
      interactionId: "c1",
      legId,
      mos: 4.2,
      loss: 0,
      jitterMs: 5,
      roundTripMs: null,
      level: 0.1,
      ...of(second),
    });
    center.clock.time += 1_000;
  }
}
const hangUp = () =>
  center.submit({
    type: "ReportLeg",
    interactionId: asId("c1"),
    legId: asId(agentLeg),
    report: { kind: "gone", cause: "hung_up" },
  });
const mos = () => written.flatMap(({ samples }) => samples.map((sample) => sample.mos));

test("a sample is the worst of five seconds; with the leg's end they are written, with whose it is", async () => {
  seconds(12, (second) => (second === 6 ? { mos: 2.1, loss: 0.2, roundTripMs: 80, level: 0.9 } : {}));
  await hangUp();
  await keeper.stop();
  expect(written).toHaveLength(1);
  expect(written[0]?.leg).toMatchObject({
    legId: agentLeg,
    interactionId: "c1",
    role: "agent",
    agentId: "sofia",
    device: "browser",
  });
  expect(written[0]?.samples).toEqual([
    { atMs: 4_000, mos: 4.2, loss: 0, jitterMs: 5, roundTripMs: null, level: 0.1 },
    { atMs: 9_000, mos: 2.1, loss: 0.2, jitterMs: 5, roundTripMs: 80, level: 0.9 },
    { atMs: 11_000, mos: 4.2, loss: 0, jitterMs: 5, roundTripMs: null, level: 0.1 },
  ]);
});

test("what the tables do not take is written with the next; what another server began is gone on with", async () => {
  const begun = center.clock.time;
  starts.set(agentLeg, begun - 60_000);
  seconds(6);
  fails = true;
  await hangUp();
  await new Promise((resolve) => setImmediate(resolve));
  expect(written).toEqual([]);
  fails = false;
  await keeper.stop();
  expect(mos()).toEqual([4.2, 4.2]);
  expect(written[0]?.leg.startedAt).toBe(begun - 60_000);
  expect(written[0]?.samples.map(({ atMs }) => atMs)).toEqual([64_000, 65_000]);
});

test("of a leg that is not in the call nothing is kept", async () => {
  seconds(7, () => ({}), "c1.l9");
  hear({
    interactionId: "gone",
    legId: "gone.l2",
    mos: 1,
    loss: 1,
    jitterMs: 1,
    roundTripMs: null,
    level: 0,
  });
  await keeper.stop();
  expect(written).toEqual([]);
});

test("a desk says with what its agent talks; nobody says it for another's call", async () => {
  const facts = { microphone: "Jabra", speaker: "", browser: "", platform: "", connection: "" };
  const place = { facts, network: "192.0.2.0/24" };
  expect(await keeper.place("c1", "sofia", place)).toBe(true);
  expect(await keeper.place("c1", "ben", place)).toBe(false);
  expect(await keeper.place("c9", "sofia", place)).toBe(false);
  expect(placed).toEqual([`${agentLeg} Jabra 192.0.2.0/24`]);
});

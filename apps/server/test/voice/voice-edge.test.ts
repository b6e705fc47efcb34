import { asId, type Command, type InteractionId, type PromptId } from "@patchbay/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { EdgeWorld, line, sofia } from "./support/edge-world.js";

let world: EdgeWorld;
beforeEach(async () => {
  world = await EdgeWorld.open();
});
afterEach(() => world.close());

test("a call that arrives is stored with its number, drawn, and acknowledged after its commit", async () => {
  world.arrives("c1");
  await world.voice.until("a picture", () => world.voice.pictureOf("c1") !== undefined);
  const call = world.voice.pictureOf("c1");
  expect(call?.revision).toBe(world.runtime.state.seq);
  expect(call?.picture).toMatchObject({
    direction: "inbound",
    legs: [{ legId: "c1.l1", want: "answer", role: "customer" }],
    plays: [{ kind: "prompts", prompts: ["policy"], keys: { kind: "collect", lengthMax: 8 } }],
  });
  await world.voice.until("acknowledged", () => world.voice.open.length === 0);
  expect(await world.handle.records.interactionData("c1")).toMatchObject({ phoneNumber: "+15035550142" });
  expect(
    JSON.stringify(world.store.events(0, world.runtime.state.seq)),
    "no number in the journal",
  ).not.toContain("5550142");
});

test("a prompt of the center's own is told by its bytes: replaced, it is another sound for what is drawn next", async () => {
  const own = (sound: string): Command => ({
    type: "ConfigurePrompt",
    prompt: { id: asId<PromptId>("policy"), kind: "speech", sound, durationMs: 900 },
  });
  await world.does(own("a1".repeat(32)));
  world.arrives("c1");
  await world.voice.until("a picture", () => world.voice.pictureOf("c1") !== undefined);
  const played = (id: string) => world.voice.pictureOf(id)?.picture?.plays[0];
  expect(played("c1")).toMatchObject({ prompts: [`own/larkfield/${"a1".repeat(32)}`] });
  await world.does(own("b2".repeat(32)));
  world.arrives("c2");
  await world.voice.until("another picture", () => world.voice.pictureOf("c2") !== undefined);
  expect(played("c2")).toMatchObject({ prompts: [`own/larkfield/${"b2".repeat(32)}`] });
});

test("what a caller enters stands with the interaction's data, and only its length in the journal", async () => {
  world.arrives("c1");
  await world.voice.until("drawn", () => world.callOf("c1") !== undefined);
  world.voice.tell({
    type: "play.collected",
    interactionId: "c1",
    playId: "c1.s1",
    length: 6,
    digits: "471193",
    token: null,
  });
  await world.voice.until("on to the queue", () => world.callOf("c1")?.run?.stepId === "find");
  expect((await world.handle.records.interactionData("c1"))?.parameters).toEqual({ policy: "471193" });
  expect(JSON.stringify(world.store.events(0, world.runtime.state.seq))).not.toContain("471193");
});

test("a number that is none of ours, and a call that the core refuses, get no picture but an end", async () => {
  world.arrives("c1", "9999");
  await world.voice.until("turned away", () => world.voice.pictureOf("c1") !== undefined);
  expect(world.voice.pictureOf("c1")?.picture).toBeNull();
  world.arrives("c2");
  await world.voice.until("drawn", () => world.callOf("c2") !== undefined);
  world.arrives("c2");
  await world.voice.until("acknowledged", () => world.voice.open.length === 0);
  expect(world.runtime.state.interactions.size, "one id, one call").toBe(1);
});

test("what was not acknowledged is told again after the line broke, and stored once", async () => {
  world.arrives("c1");
  await world.voice.until("drawn", () => world.voice.pictureOf("c1") !== undefined);
  await world.voice.until("acknowledged", () => world.voice.open.length === 0);
  world.voice.calls = [{ interactionId: "c1", revision: 0 }];
  const { seq } = world.runtime.state;
  world.voice.cut();
  await world.voice.until("attached again", () => world.edge.view().state === "ready");
  // The acknowledgement was lost on the way: the same number comes again.
  world.voice.say({
    t: "event",
    n: 1,
    at: 0,
    event: { type: "call.arrived", interactionId: "c1", to: "8000", from: null, fromName: null, source: "x" },
  });
  world.voice.tell({ type: "leg.connected", interactionId: "c1", legId: "c1.l1" });
  await world.voice.until("the next one is stored", () => world.callOf("c1")?.legs[0]?.state === "connected");
  expect(world.runtime.state.seq).toBe(seq + 1);
});

test("what is told of a recording is kept, not taken for a call's own, and acknowledged when it is stored", async () => {
  world.arrives("c1");
  await world.voice.until(
    "acknowledged",
    () => world.callOf("c1") !== undefined && world.voice.open.length === 0,
  );
  const { seq } = world.runtime.state;
  world.recordingsFail = true;
  const recording = { interactionId: "c1", recordingId: "c1.r1" };
  world.voice.tell({
    type: "recording.started",
    ...recording,
    legId: "c1.l2",
    agentId: sofia,
    kind: "call",
    file: "2026/11/c1.r1",
    startedAt: 1,
  });
  const ended = { durationMs: 5, bytes: 7, sha256: "a".repeat(64), cause: "stopped" } as const;
  world.voice.tell({ type: "recording.ended", ...recording, ...ended });
  await world.voice.until("it waits", () => world.warnings.includes("a fact of the voice process waits"));
  expect(world.voice.open).toHaveLength(2);
  world.recordingsFail = false;
  await world.voice.until("acknowledged", () => world.voice.open.length === 0);
  expect(world.noted).toEqual(["recording.started c1.r1", "recording.ended c1.r1"]);
  expect(world.runtime.state.seq).toBe(seq);
  expect(world.voice.pictureOf("c1")?.picture).not.toBeNull();
});

test("a recording that the disk refused is reported to the call, which goes on", async () => {
  const interactionId = asId<InteractionId>("out-1");
  await world.does({
    type: "PlaceCall",
    interactionId,
    agentId: sofia,
    entryId: line,
    contactId: asId("contact-1"),
    clientKey: asId("call-out-1"),
    beside: null,
  });
  await world.voice.until(
    "the agent's leg",
    () => world.voice.pictureOf("out-1")?.picture?.legs.length === 1,
  );
  world.voice.tell({ type: "leg.connected", interactionId, legId: "out-1.l2" });
  await world.voice.until(
    "connected",
    () => world.callOf("out-1")?.legs.some(({ state }) => state === "connected") === true,
  );
  world.voice.tell({ type: "leg.connected", interactionId, legId: "out-1.l1" });
  await world.voice.until(
    "the customer is there",
    () => world.callOf("out-1")?.legs.every(({ state }) => state === "connected") === true,
  );
  await world.does({ type: "StartRecording", interactionId, agentId: sofia, kind: "call" });
  const drawn = () => world.voice.pictureOf("out-1")?.picture?.recordings;
  await world.voice.until("it is drawn", () => drawn()?.length === 1);
  const recordingId = drawn()?.[0]?.recordingId ?? "";
  expect(drawn()).toEqual([{ recordingId, legId: "out-1.l2", kind: "call", paused: false }]);
  const nothing = { durationMs: 0, bytes: 0, sha256: "", cause: "disk_full" } as const;
  world.voice.tell({ type: "recording.ended", interactionId, recordingId, ...nothing });
  await world.voice.until("it is over", () => drawn()?.length === 0);
  expect(world.noted).toEqual([`recording.ended ${recordingId}`]);
  const stopped = world.store
    .events(0, world.runtime.state.seq)
    .find(({ type }) => type === "RecordingStopped");
  expect(stopped).toMatchObject({ recordingId, cause: "disk_full" });
});

test("a new server draws the calls that are up, ends those that the journal does not know, and misses nothing", async () => {
  world.arrives("c1");
  await world.voice.until(
    "acknowledged",
    () => world.callOf("c1") !== undefined && world.voice.open.length === 0,
  );
  world.edge.stop(false);
  await world.runtime.stop();
  world.voice.heard.length = 0;
  world.voice.calls = [
    { interactionId: "c1", revision: 1 },
    { interactionId: "stray", revision: 1 },
  ];
  // While no server was there, the caller hung up.
  world.voice.tell({
    type: "leg.gone",
    interactionId: "c1",
    legId: "c1.l1",
    cause: "hung_up",
    status: null,
    reason: null,
  });
  await world.startCenter();
  world.edge = world.openEdge();
  await world.voice.until("ended", () => world.runtime.state.interactions.size === 0);
  await world.voice.until(
    "told",
    () => world.voice.pictureOf("stray") !== undefined && world.voice.open.length === 0,
  );
  expect(world.voice.pictureOf("stray")?.picture).toBeNull();
  expect(world.voice.pictureOf("c1")?.picture).toBeNull();
});

test("a voice process that was started anew has lost its calls, and the center says so", async () => {
  world.arrives("c1");
  await world.voice.until(
    "acknowledged",
    () => world.callOf("c1") !== undefined && world.voice.open.length === 0,
  );
  world.voice.restart();
  await world.voice.until("ended", () => world.runtime.state.interactions.size === 0);
  expect(world.warnings).toContain("a call was lost with the voice process");
});

test("a phone's negotiation is passed through; nobody meddles with somebody else's phone", async () => {
  const owner = { agentId: sofia, sessionId: "s1" };
  const asked = world.edge.connectPhone(owner, null, "v=0 offer");
  await world.voice.until("asked", () => world.voice.heard.some((message) => message.t === "request"));
  const request = world.voice.heard.find((message) => message.t === "request");
  if (request?.t !== "request") throw new Error("nothing was asked");
  expect(request.request).toMatchObject({
    name: "phone.connect",
    leg: null,
    agentId: sofia,
    offer: "v=0 offer",
  });
  world.voice.say({
    t: "answer",
    requestId: request.requestId,
    outcome: { ok: true, result: { phoneId: "p1", answer: "v=0 answer" } },
  });
  expect(await asked).toEqual({ ok: true, result: { phoneId: "p1", answer: "v=0 answer" } });
  const foreign = await world.edge.disconnectPhone({ agentId: "ben", sessionId: "s2" }, "p1");
  expect(foreign).toEqual({ ok: false, code: "no_interaction" });
});

test("without a voice process every question has its answer, and nothing hangs", async () => {
  const asked = world.edge.connectPhone({ agentId: sofia, sessionId: "s1" }, null, "v=0");
  await world.voice.until("asked", () => world.voice.heard.some((message) => message.t === "request"));
  world.voice.cut();
  expect(await asked).toEqual({ ok: false, code: "voice_unreachable" });
});

test("a busy port is said to the desks; what nobody understands is passed over", async () => {
  let told = 0;
  world.edge.onView(() => {
    told += 1;
  });
  world.voice.say({ t: "nonsense" });
  world.voice.say({
    t: "report",
    report: {
      type: "network",
      ready: false,
      problem: { code: "port_in_use", variable: "SIP_PORT", port: 5060 },
    },
  });
  await world.voice.until("told", () => told > 0);
  expect(world.edge.view()).toMatchObject({
    state: "no_network",
    problem: { variable: "SIP_PORT", port: 5060 },
    lines: [{ entryId: "line", address: "8000" }],
  });
});

test("a call whose end was stored while nobody could be told of it is ended after the recovery", async () => {
  world.arrives("c1");
  await world.voice.until(
    "drawn",
    () => world.voice.pictureOf("c1")?.picture != null && world.voice.open.length === 0,
  );
  let planted = false;
  world.store.faults = () => {
    if (planted) return null;
    planted = true;
    return { kind: "after_commit" };
  };
  world.voice.tell({
    type: "leg.gone",
    interactionId: "c1",
    legId: "c1.l1",
    cause: "hung_up",
    status: null,
    reason: null,
  });
  await world.voice.until("ended", () => world.voice.pictureOf("c1")?.picture === null);
  expect(planted).toBe(true);
  expect(world.runtime.state.interactions.size).toBe(0);
});

import {
  type AgentId,
  asId,
  type ClientKey,
  type Command,
  type ContactId,
  type EntryId,
  type InteractionId,
  type LegId,
  type PromptId,
  type ScenarioId,
  type ServiceId,
  type SessionId,
  type StepId,
} from "@patchbay/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { CenterRuntime } from "../../src/center/center-runtime.js";
import type { ContentWrite } from "../../src/center/content.js";
import type { CenterHandle } from "../../src/center/edge.js";
import { MemoryJournal, MemoryRecords, MemoryStore } from "../../src/journal-memory/index.js";
import { type CallAsk, type CallVerdict, unsetNetwork } from "../../src/network/index.js";
import { realClock, realIds } from "../../src/platform/real-clock.js";
import { VoiceEdge, type VoiceEdgeDeps } from "../../src/voice/index.js";
import { FakeVoice } from "./fake-voice.js";

const claims = asId<ServiceId>("claims");
const sofia = asId<AgentId>("sofia");
const ben = asId<AgentId>("ben");
const line = asId<EntryId>("line");
const step = (name: string) => asId<StepId>(name);

let store: MemoryStore;
let runtime: CenterRuntime;
let handle: CenterHandle;
let voice: FakeVoice;
let edge: VoiceEdge;
const warnings: string[] = [];
/** What was told of recordings; `recordingsFail`: as long as their tables do not answer. */
const noted: string[] = [];
let recordingsFail = false;
const log = {
  info: () => undefined,
  warn: (_facts: object, sentence: string) => void warnings.push(sentence),
  error: (_facts: object, sentence: string) => void warnings.push(sentence),
};

beforeEach(async () => {
  warnings.length = 0;
  noted.length = 0;
  recordingsFail = false;
  store = new MemoryStore();
  voice = new FakeVoice();
  await voice.listen();
  await openCenter();
  await configure();
  edge = openEdge();
  await voice.until("attached", () => edge.view().state === "ready");
});
afterEach(async () => {
  edge.stop(false);
  voice.close();
  await runtime.stop();
});

async function openCenter(): Promise<void> {
  const journal = new MemoryJournal({ store, clock: realClock });
  runtime = new CenterRuntime({ id: "larkfield", journal, clock: realClock, ids: realIds, log });
  handle = {
    center: runtime,
    records: new MemoryRecords(store),
    blobs: {
      put: () => Promise.reject(new Error("no uploads here")),
      info: () => Promise.resolve(undefined),
      open: () => Promise.resolve(undefined),
    },
    clock: realClock,
    ids: realIds,
    words: () => store.words,
  };
  await runtime.start();
}

function openEdge(network?: NonNullable<VoiceEdgeDeps["network"]>): VoiceEdge {
  const opened = new VoiceEdge({
    handle,
    socketPath: () => Promise.resolve(voice.socketPath),
    epoch: () => 1,
    iceServers: [],
    ...(network && { network }),
    log,
    recordings: {
      note: async ({ type, recordingId }) => {
        if (recordingsFail) throw new Error("no tables");
        noted.push(`${type} ${recordingId}`);
      },
    },
  });
  opened.start();
  return opened;
}

async function does(command: Command, content: readonly ContentWrite[] = []): Promise<void> {
  const result = await runtime.submit({ command, content });
  if (!result.ok) throw new Error(`${command.type}: ${result.rejection.code}`);
}

async function configure(): Promise<void> {
  await does({
    type: "ConfigureService",
    service: {
      id: claims,
      requires: [],
      distribution: "longest_idle",
      open: true,
      answerTimeoutMs: 20_000,
      wrapUpMs: 0,
      wrapUpEndsItself: true,
      dispositions: [],
      dispositionMandatory: false,
      endUndoMs: 5_000,
      graceMs: 0,
      graceOfferMs: 0,
      inactivityWarnMs: null,
      inactivityEndMs: 0,
      queueLengthMax: 10,
    },
  });
  await does({
    type: "ConfigureScenario",
    scenario: {
      id: asId<ScenarioId>("menu"),
      version: 1,
      start: step("policy"),
      steps: {
        [step("policy")]: {
          type: "collect",
          prompts: [asId<PromptId>("policy")],
          name: "policy",
          lengthMin: 2,
          lengthMax: 8,
          secure: false,
          timeoutMs: 5_000,
          attemptsMax: 2,
          next: step("find"),
          otherwise: step("bye"),
        },
        [step("find")]: {
          type: "find_agent",
          serviceId: claims,
          music: asId<PromptId>("music"),
          announceEveryMs: null,
          overflowAfterMs: null,
          overflow: step("bye"),
          unavailable: step("bye"),
        },
        [step("bye")]: { type: "hang_up", prompts: [] },
      },
    },
  });
  await does({
    type: "ConfigureEntry",
    entry: {
      id: line,
      channel: "voice",
      serviceId: claims,
      priority: 0,
      voice: { address: "8000", scenarioId: asId<ScenarioId>("menu") },
    },
  });
  await signsIn(sofia, "s1");
}

/** A user with a phone that works, and not ready. */
async function signsIn(agentId: AgentId, session: string): Promise<void> {
  await does({
    type: "ConfigureUser",
    user: {
      id: agentId,
      roles: ["agent"],
      teamId: null,
      skills: {},
      capacity: { chat: 1, voice: 1, email: 1 },
      mixedMedia: "any",
      enabled: true,
    },
  });
  await does({ type: "LogIn", agentId, sessionId: asId<SessionId>(session), force: false });
  await does({ type: "SetPhone", agentId, phone: { device: "browser", health: "ok" } });
}

const arrives = (interactionId: string, to = "8000") =>
  voice.tell({
    type: "call.arrived",
    interactionId,
    to,
    from: "+15035550142",
    fromName: null,
    source: "127.0.0.1:5070",
  });
const callOf = (interactionId: string) =>
  runtime.state.interactions.get(asId<InteractionId>(interactionId))?.call;

test("a call that arrives is stored with its number, drawn, and acknowledged after its commit", async () => {
  arrives("c1");
  await voice.until("a picture", () => voice.pictureOf("c1") !== undefined);
  const call = voice.pictureOf("c1");
  expect(call?.revision).toBe(runtime.state.seq);
  expect(call?.picture).toMatchObject({
    direction: "inbound",
    legs: [{ legId: "c1.l1", want: "answer", role: "customer" }],
    plays: [{ kind: "prompts", prompts: ["policy"], keys: { kind: "collect", lengthMax: 8 } }],
  });
  await voice.until("acknowledged", () => voice.open.length === 0);
  expect(await handle.records.interactionData("c1")).toMatchObject({ phoneNumber: "+15035550142" });
  expect(JSON.stringify(store.events(0, runtime.state.seq)), "no number in the journal").not.toContain(
    "5550142",
  );
});

test("a prompt of the center's own is told by its bytes: replaced, it is another sound for what is drawn next", async () => {
  const own = (sound: string): Command => ({
    type: "ConfigurePrompt",
    prompt: { id: asId<PromptId>("policy"), kind: "speech", sound, durationMs: 900 },
  });
  await does(own("a1".repeat(32)));
  arrives("c1");
  await voice.until("a picture", () => voice.pictureOf("c1") !== undefined);
  const played = (id: string) => voice.pictureOf(id)?.picture?.plays[0];
  expect(played("c1")).toMatchObject({ prompts: [`own/larkfield/${"a1".repeat(32)}`] });
  await does(own("b2".repeat(32)));
  arrives("c2");
  await voice.until("another picture", () => voice.pictureOf("c2") !== undefined);
  expect(played("c2")).toMatchObject({ prompts: [`own/larkfield/${"b2".repeat(32)}`] });
});

test("what a caller enters stands with the interaction's data, and only its length in the journal", async () => {
  arrives("c1");
  await voice.until("drawn", () => callOf("c1") !== undefined);
  voice.tell({
    type: "play.collected",
    interactionId: "c1",
    playId: "c1.s1",
    length: 6,
    digits: "471193",
    token: null,
  });
  await voice.until("on to the queue", () => callOf("c1")?.run?.stepId === "find");
  expect((await handle.records.interactionData("c1"))?.parameters).toEqual({ policy: "471193" });
  expect(JSON.stringify(store.events(0, runtime.state.seq))).not.toContain("471193");
});

test("a number that is none of ours, and a call that the core refuses, get no picture but an end", async () => {
  arrives("c1", "9999");
  await voice.until("turned away", () => voice.pictureOf("c1") !== undefined);
  expect(voice.pictureOf("c1")?.picture).toBeNull();
  arrives("c2");
  await voice.until("drawn", () => callOf("c2") !== undefined);
  arrives("c2");
  await voice.until("acknowledged", () => voice.open.length === 0);
  expect(runtime.state.interactions.size, "one id, one call").toBe(1);
});

test("what was not acknowledged is told again after the line broke, and stored once", async () => {
  arrives("c1");
  await voice.until("drawn", () => voice.pictureOf("c1") !== undefined);
  await voice.until("acknowledged", () => voice.open.length === 0);
  voice.calls = [{ interactionId: "c1", revision: 0 }];
  const { seq } = runtime.state;
  voice.cut();
  await voice.until("attached again", () => edge.view().state === "ready");
  // The acknowledgement was lost on the way: the same number comes again.
  voice.say({
    t: "event",
    n: 1,
    at: 0,
    event: { type: "call.arrived", interactionId: "c1", to: "8000", from: null, fromName: null, source: "x" },
  });
  voice.tell({ type: "leg.connected", interactionId: "c1", legId: "c1.l1" });
  await voice.until("the next one is stored", () => callOf("c1")?.legs[0]?.state === "connected");
  expect(runtime.state.seq).toBe(seq + 1);
});

test("what is told of a recording is kept, not taken for a call's own, and acknowledged when it is stored", async () => {
  arrives("c1");
  await voice.until("acknowledged", () => callOf("c1") !== undefined && voice.open.length === 0);
  const { seq } = runtime.state;
  recordingsFail = true;
  const recording = { interactionId: "c1", recordingId: "c1.r1" };
  voice.tell({
    type: "recording.started",
    ...recording,
    legId: "c1.l2",
    agentId: sofia,
    kind: "call",
    file: "2026/11/c1.r1",
    startedAt: 1,
  });
  const ended = { durationMs: 5, bytes: 7, sha256: "a".repeat(64), cause: "stopped" } as const;
  voice.tell({ type: "recording.ended", ...recording, ...ended });
  await voice.until("it waits", () => warnings.includes("a fact of the voice process waits"));
  expect(voice.open).toHaveLength(2);
  recordingsFail = false;
  await voice.until("acknowledged", () => voice.open.length === 0);
  expect(noted).toEqual(["recording.started c1.r1", "recording.ended c1.r1"]);
  expect(runtime.state.seq).toBe(seq);
  expect(voice.pictureOf("c1")?.picture).not.toBeNull();
});

test("a recording that the disk refused is reported to the call, which goes on", async () => {
  const interactionId = asId<InteractionId>("out-1");
  await does({
    type: "PlaceCall",
    interactionId,
    agentId: sofia,
    entryId: line,
    contactId: asId("contact-1"),
    clientKey: asId("call-out-1"),
    beside: null,
  });
  await voice.until("the agent's leg", () => voice.pictureOf("out-1")?.picture?.legs.length === 1);
  voice.tell({ type: "leg.connected", interactionId, legId: "out-1.l2" });
  await voice.until(
    "connected",
    () => callOf("out-1")?.legs.some(({ state }) => state === "connected") === true,
  );
  voice.tell({ type: "leg.connected", interactionId, legId: "out-1.l1" });
  await voice.until(
    "the customer is there",
    () => callOf("out-1")?.legs.every(({ state }) => state === "connected") === true,
  );
  await does({ type: "StartRecording", interactionId, agentId: sofia, kind: "call" });
  const drawn = () => voice.pictureOf("out-1")?.picture?.recordings;
  await voice.until("it is drawn", () => drawn()?.length === 1);
  const recordingId = drawn()?.[0]?.recordingId ?? "";
  expect(drawn()).toEqual([{ recordingId, legId: "out-1.l2", kind: "call", paused: false }]);
  const nothing = { durationMs: 0, bytes: 0, sha256: "", cause: "disk_full" } as const;
  voice.tell({ type: "recording.ended", interactionId, recordingId, ...nothing });
  await voice.until("it is over", () => drawn()?.length === 0);
  expect(noted).toEqual([`recording.ended ${recordingId}`]);
  const stopped = store.events(0, runtime.state.seq).find(({ type }) => type === "RecordingStopped");
  expect(stopped).toMatchObject({ recordingId, cause: "disk_full" });
});

test("a new server draws the calls that are up, ends those that the journal does not know, and misses nothing", async () => {
  arrives("c1");
  await voice.until("acknowledged", () => callOf("c1") !== undefined && voice.open.length === 0);
  edge.stop(false);
  await runtime.stop();
  voice.heard.length = 0;
  voice.calls = [
    { interactionId: "c1", revision: 1 },
    { interactionId: "stray", revision: 1 },
  ];
  // While no server was there, the caller hung up.
  voice.tell({
    type: "leg.gone",
    interactionId: "c1",
    legId: "c1.l1",
    cause: "hung_up",
    status: null,
    reason: null,
  });
  await openCenter();
  edge = openEdge();
  await voice.until("ended", () => runtime.state.interactions.size === 0);
  await voice.until("told", () => voice.pictureOf("stray") !== undefined && voice.open.length === 0);
  expect(voice.pictureOf("stray")?.picture).toBeNull();
  expect(voice.pictureOf("c1")?.picture).toBeNull();
});

test("a voice process that was started anew has lost its calls, and the center says so", async () => {
  arrives("c1");
  await voice.until("acknowledged", () => callOf("c1") !== undefined && voice.open.length === 0);
  voice.restart();
  await voice.until("ended", () => runtime.state.interactions.size === 0);
  expect(warnings).toContain("a call was lost with the voice process");
});

test("an agent's call is dialled when the phone is there, with the number that only content knows", async () => {
  const interactionId = asId<InteractionId>("out-1");
  const result = await runtime.submit({
    command: {
      type: "PlaceCall",
      interactionId,
      agentId: sofia,
      entryId: line,
      contactId: asId("contact-1"),
      clientKey: asId("call-out-1"),
      beside: null,
    },
    content: [
      {
        table: "interaction_data",
        interactionId,
        data: { phoneNumber: "+15035550142", from: null, parameters: {}, channelMark: "web" },
      },
    ],
  });
  expect(result.ok).toBe(true);
  await voice.until("the agent's leg", () => voice.pictureOf("out-1")?.picture?.legs.length === 1);
  voice.tell({ type: "leg.connected", interactionId, legId: "out-1.l2" });
  await voice.until("dialled", () => voice.pictureOf("out-1")?.picture?.legs.length === 2);
  expect(voice.pictureOf("out-1")?.picture?.legs[0]).toMatchObject({
    want: "dial",
    dial: { to: "+15035550142", from: "8000" },
  });
});

test("a phone's negotiation is passed through; nobody meddles with somebody else's phone", async () => {
  const owner = { agentId: sofia, sessionId: "s1" };
  const asked = edge.connectPhone(owner, null, "v=0 offer");
  await voice.until("asked", () => voice.heard.some((message) => message.t === "request"));
  const request = voice.heard.find((message) => message.t === "request");
  if (request?.t !== "request") throw new Error("nothing was asked");
  expect(request.request).toMatchObject({
    name: "phone.connect",
    leg: null,
    agentId: sofia,
    offer: "v=0 offer",
  });
  voice.say({
    t: "answer",
    requestId: request.requestId,
    outcome: { ok: true, result: { phoneId: "p1", answer: "v=0 answer" } },
  });
  expect(await asked).toEqual({ ok: true, result: { phoneId: "p1", answer: "v=0 answer" } });
  const foreign = await edge.disconnectPhone({ agentId: "ben", sessionId: "s2" }, "p1");
  expect(foreign).toEqual({ ok: false, code: "no_interaction" });
});

test("without a voice process every question has its answer, and nothing hangs", async () => {
  const asked = edge.connectPhone({ agentId: sofia, sessionId: "s1" }, null, "v=0");
  await voice.until("asked", () => voice.heard.some((message) => message.t === "request"));
  voice.cut();
  expect(await asked).toEqual({ ok: false, code: "voice_unreachable" });
});

test("a busy port is said to the desks; what nobody understands is passed over", async () => {
  let told = 0;
  edge.onView(() => {
    told += 1;
  });
  voice.say({ t: "nonsense" });
  voice.say({
    t: "report",
    report: {
      type: "network",
      ready: false,
      problem: { code: "port_in_use", variable: "SIP_PORT", port: 5060 },
    },
  });
  await voice.until("told", () => told > 0);
  expect(edge.view()).toMatchObject({
    state: "no_network",
    problem: { variable: "SIP_PORT", port: 5060 },
    lines: [{ entryId: "line", address: "8000" }],
  });
});

/** Sofia has called the number and talks with it, and has asked a second one. */
async function asksANumber(interactionId: InteractionId): Promise<void> {
  const data = { phoneNumber: "+15035550142", from: null, parameters: {}, channelMark: "web" } as const;
  const contactId = asId<ContactId>("contact-1");
  const clientKey = asId<ClientKey>(`call-${interactionId}`);
  await does(
    { type: "PlaceCall", interactionId, agentId: sofia, entryId: line, contactId, clientKey, beside: null },
    [{ table: "interaction_data", interactionId, data }],
  );
  for (const leg of ["l2", "l1"]) {
    voice.tell({ type: "leg.connected", interactionId, legId: `${interactionId}.${leg}` });
    await voice.until(
      "connected",
      () =>
        callOf(interactionId)?.legs.some(({ id, state }) => id.endsWith(leg) && state === "connected") ===
        true,
    );
  }
  const legId = asId<LegId>(`${interactionId}.x1`);
  await does({ type: "Consult", interactionId, agentId: sofia, to: { legId } }, [
    { table: "called_party", interactionId, legId, number: "+15035550177", name: "Larkfield Towing" },
  ]);
}

test("a number that is called into a call is dialled for its own leg", async () => {
  const interactionId = asId<InteractionId>("out-1");
  await asksANumber(interactionId);
  const legs = () => voice.pictureOf("out-1")?.picture?.legs ?? [];
  await voice.until("dialled", () => legs().length === 3);
  expect(legs().map(({ legId, role, circle, dial }) => [legId, role, circle, dial?.to, dial?.from])).toEqual([
    ["out-1.l1", "customer", "main", "+15035550142", "8000"],
    ["out-1.l2", "agent", "consult", undefined, undefined],
    ["out-1.x1", "external", "consult", "+15035550177", "8000"],
  ]);
});

test("a new server knows whom each leg of a consultation calls, and draws it as it was", async () => {
  const interactionId = asId<InteractionId>("out-1");
  await asksANumber(interactionId);
  await voice.until("dialled", () => voice.pictureOf("out-1")?.picture?.legs.length === 3);
  const before = voice.pictureOf("out-1")?.picture;
  edge.stop(false);
  await runtime.stop();
  voice.heard.length = 0;
  voice.calls = [{ interactionId, revision: 1 }];
  voice.tell({ type: "leg.ringing", interactionId, legId: "out-1.x1" });
  await openCenter();
  edge = openEdge();
  await voice.until("what it missed", () => callOf(interactionId)?.legs.at(-1)?.state === "ringing");
  await voice.until("drawn", () => voice.pictureOf("out-1")?.revision === runtime.state.seq);
  expect(voice.pictureOf("out-1")?.picture?.legs).toEqual(before?.legs);
});

test("with the voice process go the lines outside; colleagues who are left with each other connect anew", async () => {
  await signsIn(ben, "s2");
  const interactionId = asId<InteractionId>("among-us");
  const contactId = asId<ContactId>("user-ben");
  const clientKey = asId<ClientKey>("internal-1");
  await does({ type: "PlaceInternalCall", interactionId, agentId: sofia, to: ben, contactId, clientKey });
  const offerId = [...runtime.state.offers.keys()][0];
  if (offerId === undefined) throw new Error("it rings nowhere");
  await does({ type: "ConfirmOffer", offerId, agentId: ben });
  await does({ type: "AcceptOffer", offerId, agentId: ben });
  for (const legId of ["among-us.l1", "among-us.l2"])
    voice.tell({ type: "leg.connected", interactionId, legId });
  const states = () => callOf(interactionId)?.legs.map(({ state }) => state);
  await voice.until("they talk", () => states()?.every((state) => state === "connected") === true);
  voice.restart();
  await voice.until("known as lost", () => states()?.every((state) => state === "lost") === true);
  await voice.until("drawn again", () => voice.pictureOf(interactionId)?.picture?.legs.length === 2);
  voice.tell({ type: "leg.connected", interactionId, legId: "among-us.l1" });
  voice.tell({ type: "leg.connected", interactionId, legId: "among-us.l2" });
  await voice.until("they talk again", () => states()?.every((state) => state === "connected") === true);
});

test("a call whose end was stored while nobody could be told of it is ended after the recovery", async () => {
  arrives("c1");
  await voice.until("drawn", () => voice.pictureOf("c1")?.picture != null && voice.open.length === 0);
  let planted = false;
  store.faults = () => {
    if (planted) return null;
    planted = true;
    return { kind: "after_commit" };
  };
  voice.tell({
    type: "leg.gone",
    interactionId: "c1",
    legId: "c1.l1",
    cause: "hung_up",
    status: null,
    reason: null,
  });
  await voice.until("ended", () => voice.pictureOf("c1")?.picture === null);
  expect(planted).toBe(true);
  expect(runtime.state.interactions.size).toBe(0);
});

test("a line that changes its call is asked for there before its former call is over, also by a new server", async () => {
  arrives("c1");
  await voice.until("drawn", () => voice.pictureOf("c1") !== undefined);
  voice.tell({ type: "leg.connected", interactionId: "c1", legId: "c1.l1" });
  const playId = callOf("c1")?.run?.playId ?? "";
  voice.tell({ type: "play.collected", interactionId: "c1", playId, length: 4, digits: "4711", token: null });
  await does({ type: "SetPresence", agentId: sofia, presence: { kind: "ready" } });
  await voice.until("offered", () => runtime.state.offers.size > 0);
  const [offer] = [...runtime.state.offers.values()];
  if (!offer) throw new Error("no offer");
  await does({ type: "ConfirmOffer", offerId: offer.id, agentId: sofia });
  await does({ type: "AcceptOffer", offerId: offer.id, agentId: sofia });
  const [c1, c2] = [asId<InteractionId>("c1"), asId<InteractionId>("c2")];
  await does({
    type: "PlaceCall",
    interactionId: c2,
    agentId: sofia,
    entryId: line,
    contactId: asId<ContactId>("contact-1"),
    clientKey: asId<ClientKey>("call-c2"),
    beside: null,
  });
  for (const legId of ["c1.l2", "c2.l2", "c2.l1"])
    voice.tell({ type: "leg.connected", interactionId: legId.slice(0, 2), legId });
  const isThere = (id: string) => callOf(id)?.legs.every(({ state }) => state === "connected") === true;
  await voice.until("all are there", () => isThere("c1") && isThere("c2") && voice.open.length === 0);
  const pictures = () =>
    voice.heard.flatMap((one) =>
      one.t === "picture" ? [`${one.call.interactionId} ${one.call.picture?.legs.length}`] : [],
    );
  const before = pictures().length;
  await does({ type: "JoinCalls", interactionId: c2, agentId: sofia, other: c1, stay: true });
  await voice.until("both", () => pictures().length >= before + 2);
  expect(pictures().slice(before)).toEqual(["c1 3", "c2 undefined"]);
  expect(voice.pictureOf("c1")?.picture?.legs[2]).toMatchObject({
    want: "move",
    from: { interactionId: "c2", legId: "c2.l1" },
  });
  // The former call was never told that it is over.
  voice.calls = [
    { interactionId: "c1", revision: 1 },
    { interactionId: "c2", revision: 1 },
  ];
  const then = pictures().length;
  voice.cut();
  await voice.until("drawn anew", () => pictures().length >= then + 2);
  expect(pictures().slice(then)).toEqual(["c1 3", "c2 undefined"]);
});

test("[FWD-1] where a call goes on to is asked of the dial plan at that moment, and kept under the colleague's name", async () => {
  edge.stop(false);
  const asked: unknown[] = [];
  let allowed = true;
  const network = Object.assign(unsetNetwork(handle), {
    checkCall: async (ask: CallAsk): Promise<CallVerdict> => {
      asked.push(ask);
      return allowed
        ? { ok: true, leads: "out", number: "+15035550188", kind: "national", entryId: line }
        : { ok: false, code: "blocked_by_restriction" };
    },
  });
  edge = openEdge(network);
  await voice.until("attached", () => edge.view().state === "ready");
  await signsIn(ben, "s2");
  await handle.records.directory.saveForwardNumber(ben, "503 555 0188");
  await does({ type: "ConfigureForwarding", agentId: ben, forwarding: ["always"], ringMs: null });
  const goesOn = async (id: string) => {
    await does({
      type: "PlaceInternalCall",
      interactionId: asId<InteractionId>(id),
      agentId: sofia,
      to: ben,
      contactId: asId<ContactId>(`contact-${id}`),
      clientKey: asId<ClientKey>(`call-${id}`),
    });
    await voice.until("drawn", () => voice.pictureOf(id)?.picture?.legs.length === 1);
    const own = voice.pictureOf(id)?.picture?.legs[0];
    if (own?.agentId !== sofia) throw new Error("the number is called before who called is there");
    voice.tell({ type: "leg.connected", interactionId: id, legId: own.legId });
    await voice.until("goes on", () => voice.pictureOf(id)?.picture?.legs.length === 2);
    return voice.pictureOf(id)?.picture?.legs.find(({ legId }) => legId === `${id}.f1`);
  };
  expect(await goesOn("i1")).toMatchObject({
    want: "dial",
    dial: { to: "+15035550188", from: "8000", diversion: { reason: "unconditional" } },
  });
  expect(asked).toEqual([{ agentId: ben, entryId: line, typed: "503 555 0188" }]);
  expect(await handle.records.calledParties("i1")).toMatchObject([
    { legId: "i1.f1", number: "+15035550188" },
  ]);
  // Another server draws it as it was, though the number is another by now.
  await handle.records.directory.saveForwardNumber(ben, "503 555 0177");
  edge.stop(false);
  edge = openEdge(network);
  const drawn = voice.heard.length;
  voice.calls = [{ interactionId: "i1", revision: 1 }];
  await voice.until("drawn anew", () =>
    voice.heard.slice(drawn).some((one) => one.t === "picture" && one.call.interactionId === "i1"),
  );
  expect(voice.pictureOf("i1")?.picture?.legs[0]?.dial?.to).toBe("+15035550188");
  expect(asked).toHaveLength(1);
  await does({ type: "EndInteraction", interactionId: asId<InteractionId>("i1"), agentId: sofia });
  // The rules have changed since it was set: the voice process is given nothing to dial.
  allowed = false;
  expect((await goesOn("i2"))?.dial).toBeUndefined();
  expect(await handle.records.calledParties("i2")).toEqual([]);
});

test("an agent's line is called once, lent to the call before it is given away, and fetched back before the call is over", async () => {
  await handle.records.directory.saveOwnNumber(sofia, "+15035550199");
  await does({ type: "SetPhone", agentId: sofia, phone: { device: "external", health: "ok" } });
  await does({ type: "KeepLine", agentId: sofia, keep: true });
  await does({ type: "RaiseLine", agentId: sofia });
  await voice.until("dialled", () => voice.pictureOf("line.sofia")?.picture?.legs[0]?.dial !== undefined);
  expect(voice.pictureOf("line.sofia")?.picture?.legs).toMatchObject([
    { legId: "line.sofia.1", want: "dial", dial: { to: "+15035550199", from: "8000" } },
  ]);
  voice.tell({ type: "leg.connected", interactionId: "line.sofia", legId: "line.sofia.1" });
  const line = () => runtime.state.agents.get(sofia)?.line;
  await voice.until("up", () => line()?.state === "up");
  const pictures = () =>
    voice.heard.flatMap((one) =>
      one.t === "picture" ? [`${one.call.interactionId} ${one.call.picture?.legs.length}`] : [],
    );
  const out = asId<InteractionId>("out-1");
  const before = pictures().length;
  await does({
    type: "PlaceCall",
    interactionId: out,
    agentId: sofia,
    entryId: asId<EntryId>("line"),
    contactId: asId<ContactId>("contact-1"),
    clientKey: asId<ClientKey>("call-out-1"),
    beside: null,
  });
  await voice.until("both", () => pictures().length >= before + 2);
  expect(pictures().slice(before)).toEqual(["out-1 1", "line.sofia 0"]);
  expect(voice.pictureOf("out-1")?.picture?.legs).toMatchObject([
    { want: "move", from: { interactionId: "line.sofia", legId: "line.sofia.1" } },
  ]);
  const then = pictures().length;
  await does({ type: "EndInteraction", interactionId: out, agentId: sofia });
  await voice.until("back", () => pictures().length >= then + 2);
  expect(pictures().slice(then)).toEqual(["line.sofia 1", "out-1 undefined"]);
  expect(voice.pictureOf("line.sofia")?.picture?.plays).toMatchObject([{ kind: "tone" }]);
  voice.restart();
  await voice.until("down with the voice process", () => line()?.state === "down");
});

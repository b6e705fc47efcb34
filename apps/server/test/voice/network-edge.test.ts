import { asId } from "@patchbay/core";
import { trunkDefaults, type VoiceReport } from "@patchbay/protocol";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Network, unsetNetwork } from "../../src/network/index.js";
import { realClock } from "../../src/platform/real-clock.js";
import { VoiceEdge } from "../../src/voice/index.js";
import { callsIn, line, withLine } from "../desk-gateway/support/calls.js";
import { House } from "../desk-gateway/support/house.js";
import { FakeVoice } from "./fake-voice.js";

let house: House;
let voice: FakeVoice;
let network: Network;
let edge: VoiceEdge;

beforeEach(async () => {
  house = await House.open();
  voice = new FakeVoice();
  await voice.listen();
  network = unsetNetwork(house.handle);
  edge = new VoiceEdge({
    // The line to the voice process is a real one: it has the wall clock.
    handle: { ...house.handle, clock: realClock },
    socketPath: () => Promise.resolve(voice.socketPath),
    epoch: () => 1,
    iceServers: [],
    network,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    recordings: { note: () => Promise.resolve() },
  });
  edge.start();
  await voice.until("attached", () => edge.view().state === "ready");
});
afterEach(() => {
  edge.stop(false);
  voice.close();
});

const configured = () => voice.heard.flatMap((message) => (message.t === "configure" ? [message] : []));
const report = (given: VoiceReport) => voice.say({ t: "report", report: given });
const phone = (user: string, contacts: number) => ({
  user,
  contacts: Array.from({ length: contacts }, () => ({
    ...{ address: "10.0.0.7:5060", transport: "udp" as const, userAgent: null, since: 1, until: 2 },
  })),
});

test("the network is told before any picture, after each change, and to each new voice process", async () => {
  await voice.until("told", () => configured().length === 1);
  const kinds = voice.heard.map(({ t }) => t);
  expect(kinds.indexOf("configure")).toBe(kinds.indexOf("hello") + 1);
  expect(configured()[0]).toMatchObject({ revision: 0, network: { trunks: [{ trunkId: "settings" }] } });

  await network.saveTrunk(
    0,
    null,
    { ...trunkDefaults, name: "Carrier", host: "192.0.2.1" },
    "secret",
    "admin",
  );
  await voice.until("told of a trunk", () => configured().length === 2);
  expect(configured()[1]).toMatchObject({
    revision: 1,
    network: { trunks: [{ trunkId: "settings" }, { name: "Carrier", password: "secret" }] },
  });

  voice.restart();
  await voice.until("told again", () => configured().length === 3);
  expect(configured()[2]?.revision).toBe(1);
});

test("whoever is gone from the center has no desk phone any more", async () => {
  const account = { agentId: "sofia", enabled: true, entryId: null, note: "" };
  await network.saveAccount(0, "1001", true, account, "sofias-long-secret", "admin");
  await voice.until("told of it", () => configured().at(-1)?.network.accounts.length === 1);
  await house.command({ type: "RemoveUser", agentId: asId("sofia") });
  await voice.until("told of its end", () => configured().at(-1)?.network.accounts.length === 0);
});

test("how it does is known while there is a voice process, and to whom it matters", async () => {
  let told = 0;
  edge.network.onStates(() => {
    told += 1;
  });
  const state = {
    trunkId: "settings",
    state: "ready" as const,
    since: 1,
    registeredUntil: null,
    problem: null,
    options: null,
    calls: 0,
  };
  report({ type: "trunks", revision: 0, trunks: [state] });
  report({ type: "registrations", whole: true, accounts: [phone("1001", 1), phone("1002", 2)] });
  await voice.until("heard", () => edge.network.registrations().length === 2);
  expect([edge.network.trunks(), edge.network.isRegistered("1001"), told]).toEqual([[state], true, 2]);

  report({ type: "registrations", whole: false, accounts: [phone("1001", 0)] });
  await voice.until("gone", () => !edge.network.isRegistered("1001"));
  expect(edge.network.isRegistered("1002")).toBe(true);
  report({ type: "registrations", whole: true, accounts: [] });
  await voice.until("all gone", () => edge.network.registrations().length === 0);

  report({ type: "registrations", whole: true, accounts: [phone("1001", 1)] });
  await voice.until("back", () => edge.network.isRegistered("1001"));
  voice.restart();
  await voice.until("forgotten", () => !edge.network.isRegistered("1001"));
  expect(edge.network.trunks()).toEqual([]);
});

test("bans are asked for; without a voice process there is nobody to ask", async () => {
  const asking = edge.network.bans();
  const asked = () => voice.heard.flatMap((message) => (message.t === "request" ? [message] : [])).at(-1);
  await voice.until("asked", () => asked()?.request.name === "network.bans");
  const bans = [{ address: "198.51.100.7", until: 5, score: 20, times: 1, last: "scanner" as const }];
  voice.say({
    t: "answer",
    requestId: asked()?.requestId ?? "",
    outcome: { ok: true, result: { bans, count: 1 } },
  });
  expect(await asking).toEqual({ ok: true, result: { bans, count: 1 } });
  edge.stop(false);
  voice.cut();
  await voice.until("cut off", () => edge.view().state === "unreachable");
  expect(await edge.network.unban("198.51.100.7")).toEqual({ ok: false, code: "voice_unreachable" });
});

test("an agent whose device is a desk phone is called on it", async () => {
  await network.saveAccount(
    0,
    "1001",
    true,
    { agentId: "sofia", enabled: true, entryId: null, note: "" },
    "sofias-long-secret",
    "admin",
  );
  await withLine(house);
  report({ type: "registrations", whole: true, accounts: [phone("1001", 1)] });
  await voice.until("heard", () => edge.network.isRegistered("1001"));
  const sofia = await house.readyDesk("sofia");
  report({ type: "registrations", whole: true, accounts: [phone("1001", 1)] });
  await voice.until("registered", () => edge.network.isRegistered("1001"));
  const device = { device: "sip", health: "ok" } as const;
  await house.command({ type: "SetPhone", agentId: asId("sofia"), phone: device });
  const maria = await callsIn(house, "Maria", { phones: ["+15035550142"] });
  const offer = sofia.shown.offers[0];
  await sofia.done("confirmOffer", { offerId: offer?.offerId ?? "" });
  await sofia.done("acceptOffer", { offerId: offer?.offerId ?? "" });
  const legOf = () => voice.pictureOf(maria)?.picture?.legs.find(({ agentId }) => agentId === "sofia");
  await voice.until("called", () => legOf()?.dial !== undefined);
  expect(legOf()).toMatchObject({ want: "dial", dial: { to: "account:1001", from: "+15035550142" } });
});

describe("an agent with a desk phone", () => {
  beforeEach(async () => {
    const account = { agentId: "sofia", enabled: true, entryId: line, note: "" };
    await network.saveAccount(0, "1001", true, account, "sofias-long-secret", "admin");
    await withLine(house);
  });
  const sofias = () => house.runtime.state.agents.get(asId("sofia"))?.phone;
  const register = async (contacts: number) => {
    report({ type: "registrations", whole: false, accounts: [phone("1001", contacts)] });
    await voice.until("heard", () => edge.network.isRegistered("1001") === contacts > 0);
  };
  const arrives = (interactionId: string, to: string, account = "1001"): void =>
    void voice.tell({
      ...{ type: "call.arrived", interactionId, to, from: "1001", fromName: null, source: "10.0.0.7:5060" },
      account,
    });
  const legsOf = (interactionId: string) =>
    voice
      .pictureOf(interactionId)
      ?.picture?.legs.map(({ role, agentId, want, dial }) => [
        role === "agent" ? agentId : role,
        want,
        dial?.to,
      ]);
  const isRefused = (interactionId: string) => voice.pictureOf(interactionId)?.picture === null;

  test("works when it is registered, whatever the desk believes", async () => {
    const sofia = await house.desk("sofia");
    await sofia.done("setPhone", { device: "sip", health: "ok" });
    await voice.until("not there", () => sofias()?.health === "not_registered");
    await register(1);
    await voice.until("there", () => sofias()?.health === "ok");
    await register(0);
    await voice.until("gone", () => sofias()?.health === "not_registered");
    await sofia.done("setPhone", { device: "browser", health: "ok" });
    await register(1);
    expect(sofias()).toEqual({ device: "browser", health: "ok" });
  });

  test("calls out from it as from the desk: the phone is the agent's leg, then the number is dialled", async () => {
    const sofia = await house.readyDesk("sofia");
    await register(1);
    await sofia.done("setPhone", { device: "sip", health: "ok" });
    arrives("out", "503 555 0142");
    await voice.until("answered", () => legsOf("out") !== undefined);
    expect(legsOf("out")).toEqual([["sofia", "answer", undefined]]);
    const [legId = ""] = voice.pictureOf("out")?.picture?.legs.map((leg) => leg.legId) ?? [];
    voice.tell({ type: "leg.connected", interactionId: "out", legId });
    await voice.until("dialled", () => (legsOf("out")?.length ?? 0) > 1);
    expect(legsOf("out")).toContainEqual(["customer", "dial", "+15035550142"]);
  });

  test("calls a colleague by the extension, and a number of our own as anybody does", async () => {
    const sofia = await house.readyDesk("sofia");
    const ben = await house.readyDesk("ben");
    await ben.done("setPhone", { device: "browser", health: "ok" });
    await register(1);
    await sofia.done("setPhone", { device: "sip", health: "ok" });
    arrives("own", "8000");
    await voice.until("answered", () => legsOf("own") !== undefined);
    expect(legsOf("own")).toEqual([["customer", "answer", undefined]]);
    arrives("inside", "1002");
    await voice.until("answered", () => legsOf("inside") !== undefined);
    expect(legsOf("inside")).toContainEqual(["sofia", "answer", undefined]);
    expect(ben.shown.offers.map(({ interactionId }) => interactionId)).toContain("inside");
  });

  test("gets nowhere with what its agent may not call, without its agent, or under another's name", async () => {
    arrives("signed-out", "503 555 0142");
    await voice.until("refused", () => isRefused("signed-out"));
    const sofia = await house.readyDesk("sofia");
    arrives("at-the-browser", "503 555 0142");
    await voice.until("refused", () => isRefused("at-the-browser"));
    await register(1);
    await sofia.done("setPhone", { device: "sip", health: "ok" });
    for (const [at, to] of ["1-900-555-0100", "1999", "sip:x@y", "+"].entries()) {
      arrives(`no-${at}`, to);
      await voice.until(`${to} is refused`, () => isRefused(`no-${at}`));
    }
    arrives("stranger", "503 555 0142", "1009");
    await voice.until("refused", () => isRefused("stranger"));
    expect(house.runtime.state.interactions.size).toBe(0);
  });

  test("a call without an account never leaves, whatever number it dials", async () => {
    for (const [at, to] of ["+15035550142", "15035550142", "account:1001", "1001"].entries()) {
      const interactionId = `relay-${at}`;
      voice.tell({
        ...{ type: "call.arrived", interactionId, to, from: "1001", fromName: null },
        source: "198.51.100.7:5060",
        trunkId: "settings",
      });
      await voice.until(`${to} is refused`, () => isRefused(interactionId));
    }
    const dialled = voice.heard.flatMap((message) =>
      message.t === "picture" ? (message.call.picture?.legs ?? []).filter(({ dial }) => dial) : [],
    );
    expect(dialled).toEqual([]);
  });
});

import { asId, type InteractionId } from "@patchbay/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Network, unsetNetwork } from "../../src/network/index.js";
import { realClock } from "../../src/platform/real-clock.js";
import { VoiceEdge } from "../../src/voice/index.js";
import { callsIn, withLine } from "../desk-gateway/support/calls.js";
import { House } from "../desk-gateway/support/house.js";
import { FakeVoice } from "./fake-voice.js";

let house: House;
let voice: FakeVoice;
let network: Network;
let edge: VoiceEdge;

/** Sofia has a desk phone: account 7001, her own. */
beforeEach(async () => {
  house = await House.open();
  await withLine(house);
  voice = new FakeVoice();
  await voice.listen();
  network = unsetNetwork(house.handle);
  edge = new VoiceEdge({
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
  const account = { agentId: "sofia", enabled: true, entryId: null, note: "" };
  await network.saveAccount(0, "7001", true, account, "sofias-long-secret", "admin");
  await house.desk("sofia");
  await house.desk("ben");
});
afterEach(() => {
  edge.stop(false);
  voice.close();
});

const phoneOf = (name: string) => house.runtime.state.agents.get(asId(name))?.phone;
const registers = (contacts: number) =>
  voice.say({
    t: "report",
    report: {
      type: "registrations",
      whole: true,
      accounts: [
        {
          user: "7001",
          contacts: Array.from({ length: contacts }, () => ({
            ...{ address: "10.0.0.7:5060", transport: "udp" as const, userAgent: null, since: 1, until: 2 },
          })),
        },
      ],
    },
  });
const usesDeskPhone = async () => {
  registers(1);
  await voice.until("registered", () => edge.network.isRegistered("7001"));
  const phone = { device: "sip", health: "ok" } as const;
  await house.command({ type: "SetPhone", agentId: asId("sofia"), phone });
};
const dials = (to: string) =>
  voice.tell({
    type: "call.arrived",
    interactionId: "out",
    to,
    from: "7001",
    fromName: null,
    source: "10.0.0.7:5060",
    account: "7001",
  });
const call = (id: string) => house.runtime.state.interactions.get(asId<InteractionId>(id))?.call;

test("a desk phone works while it is registered, whatever anybody says of it", async () => {
  const phone = { device: "sip", health: "not_registered" } as const;
  await house.command({ type: "SetPhone", agentId: asId("sofia"), phone });
  registers(1);
  await voice.until("there", () => phoneOf("sofia")?.health === "ok");
  registers(0);
  await voice.until("gone", () => phoneOf("sofia")?.health === "not_registered");
});

describe("a call from the desk phone", () => {
  test("rings at the colleague's whose extension it is", async () => {
    await usesDeskPhone();
    const phone = { device: "browser", health: "ok" } as const;
    await house.command({ type: "SetPhone", agentId: asId("ben"), phone });
    dials("1002");
    await voice.until("placed", () => call("out")?.direction === "internal");
    await voice.until("drawn", () => voice.pictureOf("out") !== undefined);
    expect(voice.pictureOf("out")?.picture?.legs).toMatchObject([
      { role: "agent", agentId: "sofia", device: "sip", want: "answer" },
    ]);
  });

  test("reaches our own numbers like anybody's", async () => {
    await usesDeskPhone();
    dials("8000");
    await voice.until("arrived", () => call("out")?.direction === "inbound");
  });

  test("to what nobody may call, or from a phone that its agent does not use, is refused", async () => {
    dials("1002");
    await voice.until("refused", () => voice.pictureOf("out")?.picture === null);
    expect(call("out")).toBeUndefined();
  });
});

test("the desk phone hands its call on to a colleague, or is told that it cannot", async () => {
  await usesDeskPhone();
  const ready = { kind: "ready" } as const;
  for (const name of ["sofia", "ben"])
    await house.command({ type: "SetPresence", agentId: asId(name), presence: ready });
  const maria = await callsIn(house, "Maria");
  const offer = [...house.runtime.state.offers.values()][0];
  if (offer === undefined) throw new Error("no offer");
  const of = { offerId: offer.id, agentId: offer.agentId };
  await house.command({ type: "ConfirmOffer", ...of });
  await house.command({ type: "AcceptOffer", ...of });
  const leg = call(maria)?.legs.find(({ role }) => role === "agent");
  if (leg === undefined) throw new Error("no leg");
  voice.tell({ type: "leg.connected", interactionId: maria, legId: leg.id });
  const refused: string[] = [];
  voice.onRequest = (request) => {
    if (request.name === "leg.refuse_referral") refused.push(request.legId);
    return { ok: true, result: null };
  };
  voice.tell({ type: "leg.referred", interactionId: maria, legId: leg.id, target: "nowhere" });
  await voice.until("told", () => refused.length === 1);
  expect(refused).toEqual([leg.id]);
  await voice.until("heard", () => voice.open.length === 0);
  expect(call(maria)?.legs).toHaveLength(2);
  const phone = { device: "browser", health: "ok" } as const;
  await house.command({ type: "SetPhone", agentId: asId("ben"), phone });
  voice.tell({ type: "leg.referred", interactionId: maria, legId: leg.id, target: "1002" });
  await voice.until("gone on", () => call(maria)?.legs.length === 1);
  expect(house.runtime.state.interactions.get(asId(maria))?.request).toMatchObject({
    kind: "transfer",
    agentId: "ben",
  });
  expect(refused).toHaveLength(1);
});

test("the desk phone leaves its two calls to each other, and never one that is somebody else's", async () => {
  await usesDeskPhone();
  await house.command({ type: "SetPresence", agentId: asId("sofia"), presence: { kind: "ready" } });
  const maria = await callsIn(house, "Maria");
  const accepts = async (name: string): Promise<void> => {
    const offer = [...house.runtime.state.offers.values()].find(({ agentId }) => agentId === name);
    if (offer === undefined) throw new Error("no offer");
    const of = { offerId: offer.id, agentId: offer.agentId };
    await house.command({ type: "ConfirmOffer", ...of });
    await house.command({ type: "AcceptOffer", ...of });
  };
  await accepts("sofia");
  const phone = { device: "browser", health: "ok" } as const;
  await house.command({ type: "SetPhone", agentId: asId("ben"), phone });
  dials("1002");
  await voice.until("placed", () => call("out")?.direction === "internal");
  await accepts("ben");
  const legOf = (id: string, agentId: string) =>
    call(id)?.legs.find((leg) => leg.agentId === agentId)?.id ?? "none";
  const legs = [
    [maria, legOf(maria, "sofia")],
    ["out", legOf("out", "sofia")],
    ["out", legOf("out", "ben")],
  ] as const;
  for (const [interactionId, legId] of legs) voice.tell({ type: "leg.connected", interactionId, legId });
  const referred = {
    type: "leg.referred",
    interactionId: maria,
    legId: legOf(maria, "sofia"),
    target: "",
  } as const;
  voice.tell({ ...referred, other: { interactionId: "out", legId: legOf("out", "ben") } });
  await voice.until("heard", () => voice.open.length === 0);
  expect(call("out")?.legs, "the other leg is not this phone's").toHaveLength(2);
  voice.tell({ ...referred, other: { interactionId: "out", legId: legOf("out", "sofia") } });
  await voice.until("joined", () => call("out") === undefined);
  expect(call(maria)?.legs.map(({ role, agentId }) => agentId ?? role)).toEqual(["customer", "ben"]);
  await voice.until("over", () => voice.pictureOf("out")?.picture === null);
});

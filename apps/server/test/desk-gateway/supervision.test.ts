import { asId, type LegId } from "@patchbay/core";
import type { LiveCallView } from "@patchbay/protocol";
import { beforeEach, describe, expect, test } from "vitest";
import {
  callsIn,
  connects,
  deskWithPhone,
  legsOf,
  line,
  numbersIn,
  ofLeg,
  PretendVoice,
  reports,
  takes,
  withLine,
} from "./support/calls.js";
import { type Desk, inOrder } from "./support/desk.js";
import { agent, claims, House } from "./support/house.js";
import { settle } from "./support/manual-clock.js";

let house: House;
let sofia: Desk;
let anna: Desk;

/** Sofia is ready on the line; Anna supervises. */
beforeEach(async () => {
  house = await House.open(new PretendVoice());
  await withLine(house);
  sofia = await deskWithPhone(house, "sofia");
  await sofia.done("setPresence", { presence: { kind: "ready" } });
  anna = await deskWithPhone(house, "anna");
});

const callAt = (desk: Desk, interactionId: string) =>
  desk.shown.interactions.find((one) => one.interactionId === interactionId);
const liveAt = (desk: Desk, interactionId: string): LiveCallView | undefined =>
  desk.shown.liveCalls.find((one) => one.interactionId === interactionId);
/** The word for a call's state, once what is collected has come. */
async function stateOf(interactionId: string): Promise<string | undefined> {
  await house.clock.advance(250);
  return liveAt(anna, interactionId)?.state;
}
const waitingAt = (desk: Desk): string[] | undefined =>
  desk.shown.queues.find((one) => one.serviceId === claims)?.waiting.map((one) => one.interactionId);

describe("a supervisor beside an agent", () => {
  test("has the call at the desk, with its customer, its lines and its parties, and loses it cleanly", async () => {
    const maria = await callsIn(house, "Maria");
    await takes(house, sofia, maria);
    await anna.done("monitorCall", { interactionId: maria, agentId: "sofia", mode: "listen" });
    expect(callAt(anna, maria)).toMatchObject({
      phase: "monitoring",
      contact: { name: "Maria Miller" },
      call: { own: { state: "dialing" }, host: false },
    });
    expect(anna.shown.happenings.some(({ what }) => what === "CallArrived")).toBe(true);
    await connects(house, anna, maria);
    expect(callAt(anna, maria)?.call?.own).toMatchObject({ state: "connected" });
    expect(anna.shown.self?.word, "it is no load").toBe("supervising");
    await sofia.done("holdCall", { interactionId: maria, held: true });
    expect(
      callAt(anna, maria)?.call?.parties.find(({ agentId }) => agentId === "sofia")?.heldSince,
    ).not.toBeNull();
    expect(inOrder(anna.shown).interactions).toEqual(inOrder(await house.fresh(anna.identity)).interactions);
    await anna.done("stopMonitoring", { interactionId: maria });
    expect(callAt(anna, maria)).toBeUndefined();
    expect(anna.shown.happenings).toEqual([]);
    const gone = anna
      .heard("changes")
      .flatMap(({ changes }) =>
        changes.flatMap((change) => (change.on === "interaction.gone" ? [change] : [])),
      );
    expect(gone).toEqual([{ on: "interaction.gone", interactionId: maria, departure: null }]);
  });

  test("is told when the call ends, and comes back to it after a broken line", async () => {
    const maria = await callsIn(house, "Maria");
    await takes(house, sofia, maria);
    anna.drop();
    anna.connect({ resume: true });
    await settle();
    await anna.done("monitorCall", { interactionId: maria, agentId: "sofia", mode: "barge" });
    anna.drop();
    anna.connect({ resume: true });
    await settle();
    expect(callAt(anna, maria)?.phase).toBe("monitoring");
    expect(anna.shown.happenings.map(({ what }) => what)).toContain("CallArrived");
    await reports(house, maria, 1, { kind: "gone", cause: "hung_up" });
    expect(callAt(anna, maria)).toBeUndefined();
    expect(callAt(sofia, maria)?.phase).toBe("wrap_up");
  });

  test("who listens is nobody's business but a supervisor's, at the desk and in the history", async () => {
    const maria = await callsIn(house, "Maria");
    await takes(house, sofia, maria);
    await anna.done("monitorCall", { interactionId: maria, agentId: "sofia", mode: "listen" });
    await connects(house, anna, maria);
    const roles = () => callAt(sofia, maria)?.call?.parties.map(({ role }) => role);
    const told = () => JSON.stringify(sofia.shown.happenings);
    expect(roles()).toEqual(["customer", "agent"]);
    expect(told()).not.toContain("anna");
    await anna.done("monitorCall", { interactionId: maria, agentId: "sofia", mode: "whisper" });
    expect(roles(), "whoever is spoken to knows by whom").toEqual(["customer", "agent", "supervisor"]);
    expect(told()).not.toContain("anna");
    await anna.done("stopMonitoring", { interactionId: maria });
    await house.pass(1_000);
    const story = await sofia.done("transcript", { interactionId: maria });
    expect(JSON.stringify(story)).not.toContain("anna");
    const whole = await anna.done("transcript", { interactionId: maria });
    expect(whole.happenings.filter(({ what }) => what === "CallMonitored")).toHaveLength(2);
    expect(inOrder(sofia.shown).happenings).toEqual(inOrder(await house.fresh(sofia.identity)).happenings);
  });

  test("who takes over has the call as its agent with its recording, and the agent is told who has it", async () => {
    const maria = await callsIn(house, "Maria");
    await takes(house, sofia, maria);
    await sofia.done("setConsent", { interactionId: maria, consent: true });
    await sofia.done("record", { interactionId: maria, do: "start" });
    await anna.done("monitorCall", { interactionId: maria, agentId: "sofia", mode: "listen" });
    await connects(house, anna, maria);
    await anna.done("takeOverCall", { interactionId: maria, agentId: "sofia" });
    expect(callAt(anna, maria)).toMatchObject({
      phase: "connected",
      call: {
        host: true,
        own: { state: "connected" },
        recordings: [{ agentId: "anna", own: true }],
        consent: true,
        consentNoted: { name: "Sofia Lindqvist" },
      },
    });
    expect(callAt(sofia, maria)).toBeUndefined();
    const gone = sofia
      .heard("changes")
      .flatMap(({ changes }) =>
        changes.flatMap((change) => (change.on === "interaction.gone" ? [change.departure] : [])),
      );
    const to = { agentId: "anna", name: "Anna Kowalski" };
    expect(gone).toEqual([{ how: "taken_over", to, recordingGoesOn: true }]);
  });

  test("how the lines do is told to supervisors as well", async () => {
    const heard: ((quality: never) => void)[] = [];
    const voice = new PretendVoice();
    Object.assign(voice, {
      onQuality: (listener: (quality: never) => void) => {
        heard.push(listener);
        return () => {};
      },
    });
    house = await House.open(voice);
    await withLine(house);
    sofia = await deskWithPhone(house, "sofia");
    await sofia.done("setPresence", { presence: { kind: "ready" } });
    anna = await deskWithPhone(house, "anna");
    const maria = await callsIn(house, "Maria");
    await takes(house, sofia, maria);
    await anna.done("monitorCall", { interactionId: maria, agentId: "sofia", mode: "listen" });
    const quality = {
      interactionId: maria,
      legId: `${maria}.l1`,
      mos: 4.4,
      loss: 0,
      jitterMs: 2,
      roundTripMs: 20,
      level: 0.2,
    };
    for (const listener of heard) listener(quality as never);
    expect(anna.heard("call_quality")).toMatchObject([quality]);
    expect(sofia.heard("call_quality")).toMatchObject([quality]);
  });
});

describe("all calls and queues", () => {
  test("are shown to those who supervise, and to nobody else", async () => {
    const maria = await callsIn(house, "Maria");
    await house.clock.advance(250);
    expect(anna.shown.liveCalls.map(({ interactionId }) => interactionId)).toEqual([maria]);
    expect(sofia.shown.liveCalls).toEqual([]);
    expect(sofia.shown.queues).toEqual([]);
    const told = sofia.heard("changes").flatMap(({ changes }) => changes.map(({ on }) => on));
    expect(told.filter((on) => on.startsWith("live_call") || on.startsWith("queue"))).toEqual([]);
    const again = await house.desk("sofia", { tab: "another" });
    expect([again.shown.liveCalls, again.shown.queues]).toEqual([[], []]);
  });

  test("a call's state is one word, from the queue to the end", async () => {
    const maria = await callsIn(house, "Maria");
    expect(await stateOf(maria)).toBe("ringing");
    expect(liveAt(anna, maria)).toMatchObject({
      direction: "inbound",
      contact: { name: "Maria Miller" },
      number: { display: "+46 70 123 45 67" },
      serviceName: "Auto claims",
      ringingAt: { agentId: "sofia", name: "Sofia Lindqvist" },
    });
    const offer = sofia.shown.offers[0];
    await sofia.done("confirmOffer", { offerId: offer?.offerId ?? "" });
    await sofia.done("acceptOffer", { offerId: offer?.offerId ?? "" });
    expect(await stateOf(maria)).toBe("connecting");
    await connects(house, sofia, maria);
    expect(await stateOf(maria)).toBe("talking");
    const since = liveAt(anna, maria)?.since;
    await house.pass(30_000);
    expect(liveAt(anna, maria)?.since).toBe(since);
    await sofia.done("holdCall", { interactionId: maria, held: true });
    expect(await stateOf(maria)).toBe("on_hold");
    await sofia.done("holdCall", { interactionId: maria, held: false });
    await sofia.done("consult", { interactionId: maria, to: { number: "+15035550100" } });
    expect(await stateOf(maria)).toBe("consulting");
    const [legId] = numbersIn(house, maria);
    await ofLeg(house, maria, legId ?? asId<LegId>("none"), { kind: "connected" });
    await sofia.done("mergeConsultation", { interactionId: maria });
    expect(await stateOf(maria)).toBe("conference");
    expect(liveAt(anna, maria)).toMatchObject({
      parties: 3,
      agents: [{ agentId: "sofia", leg: "connected", heldSince: null }],
      monitors: [],
    });
    await anna.done("monitorCall", { interactionId: maria, agentId: "sofia", mode: "listen" });
    await house.clock.advance(250);
    expect(liveAt(anna, maria)).toMatchObject({
      parties: 3,
      monitors: [{ agentId: "anna", beside: "sofia", mode: "listen" }],
    });
    await sofia.done("endCallForAll", { interactionId: maria });
    expect(await stateOf(maria), "whoever wraps up has no call").toBeUndefined();
  });

  test("a call out and a call among colleagues", async () => {
    const { interactionId } = await sofia.done("placeCall", { entryId: line, number: "+15035550142" });
    expect(await stateOf(interactionId)).toBe("connecting");
    await connects(house, sofia, interactionId);
    expect(await stateOf(interactionId)).toBe("dialing");
    await reports(house, interactionId, 1, { kind: "ringing" });
    await reports(house, interactionId, 1, { kind: "connected" });
    expect(await stateOf(interactionId)).toBe("talking");
    const ben = await deskWithPhone(house, "ben");
    await house.command({
      type: "PlaceInternalCall",
      interactionId: asId("among-us"),
      agentId: agent("ben"),
      to: agent("sofia"),
      contactId: asId("internal-1"),
      clientKey: asId("internal-1"),
    });
    expect(await stateOf("among-us")).toBe("ringing");
    expect(liveAt(anna, "among-us")).toMatchObject({
      direction: "internal",
      contact: { name: "Sofia Lindqvist" },
      serviceName: "Internal call",
      number: null,
    });
    await connects(house, ben, "among-us");
    await takes(house, sofia, "among-us");
    expect(await stateOf("among-us")).toBe("talking");
  });

  test("who waits stands in line, with a place that moves up", async () => {
    await sofia.done("setPresence", { presence: { kind: "not_ready", reason: "lunch" } });
    const maria = await callsIn(house, "Maria");
    await house.pass(2_000);
    await callsIn(house, "Nora");
    await house.startChat("Otto");
    await house.clock.advance(250);
    expect(waitingAt(anna)).toEqual([maria, "Nora", "Otto"]);
    expect(anna.shown.queues.find((one) => one.serviceId === claims)?.waiting[0]).toMatchObject({
      channel: "voice",
      kind: "first",
      contactName: "Maria Miller",
      offeredTo: null,
    });
    expect(liveAt(anna, "Nora")).toMatchObject({ state: "waiting", queue: { position: 2 } });
    await reports(house, maria, 1, { kind: "gone", cause: "hung_up" });
    await house.clock.advance(250);
    expect(waitingAt(anna)).toEqual(["Nora", "Otto"]);
    expect(liveAt(anna, "Nora")).toMatchObject({ queue: { position: 1 } });
    expect(liveAt(anna, maria)).toBeUndefined();
  });

  test("come within a quarter of a second, and not more often", async () => {
    await house.pass(1_000);
    const before = anna.heard("changes").length;
    for (let n = 0; n < 20; n += 1) await callsIn(house, `caller-${n}`);
    await house.clock.advance(250);
    expect(anna.shown.liveCalls).toHaveLength(20);
    const frames = anna.heard("changes").slice(before);
    expect(frames.filter(({ changes }) => changes.some(({ on }) => on === "live_call")).length).toBeLessThan(
      4,
    );
  });

  test("a supervisor who is made an agent loses them at once, and an agent who is made one gets them", async () => {
    const maria = await callsIn(house, "Maria");
    const user = (name: string) => {
      const known = house.runtime.state.configuration.users.get(agent(name));
      if (known === undefined) throw new Error(`no user ${name}`);
      return known;
    };
    await house.clock.advance(250);
    await house.command({ type: "ConfigureUser", user: { ...user("anna"), roles: ["agent"] } });
    await house.command({ type: "ConfigureUser", user: { ...user("ben"), roles: ["supervisor"] } });
    const ben = await house.desk("ben");
    await house.command({
      type: "ConfigureUser",
      user: { ...user("sofia"), roles: ["agent", "supervisor"] },
    });
    await house.clock.advance(500);
    expect([anna.shown.liveCalls, anna.shown.queues]).toEqual([[], []]);
    for (const desk of [ben, sofia])
      expect(desk.shown.liveCalls.map((one) => one.interactionId)).toEqual([maria]);
  });

  test("a desk that was away for a moment knows what came and what went", async () => {
    const maria = await callsIn(house, "Maria");
    await house.clock.advance(250);
    anna.drop();
    await callsIn(house, "Nora");
    await reports(house, maria, 1, { kind: "gone", cause: "hung_up" });
    await house.clock.advance(250);
    anna.connect({ resume: true });
    await settle();
    expect(anna.heard("snapshot")).toHaveLength(1);
    expect(anna.shown.liveCalls.map((one) => one.interactionId)).toEqual(["Nora"]);
    const fresh = inOrder(await house.fresh(anna.identity));
    expect(inOrder(anna.shown).liveCalls).toEqual(fresh.liveCalls);
    expect(inOrder(anna.shown).queues).toEqual(fresh.queues);
  });

  test("are there again after the server was killed, though nobody has read them yet", async () => {
    const maria = await callsIn(house, "Maria");
    await takes(house, sofia, maria);
    await house.killAndRestart();
    const again = await deskWithPhone(house, "anna");
    await house.clock.advance(250);
    expect(liveAt(again, maria)).toMatchObject({ contact: { name: "Maria Miller" }, state: "talking" });
    expect(legsOf(house, maria)).toHaveLength(2);
  });
});

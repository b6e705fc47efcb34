import { asId, pictureOf } from "@patchbay/core";
import { beforeEach, describe, expect, test } from "vitest";
import {
  callsIn,
  connects,
  deskWithPhone,
  legsOf,
  numbersIn,
  ofLeg,
  PretendVoice,
  reports,
  takes,
  withLine,
} from "./support/calls.js";
import type { Desk } from "./support/desk.js";
import { chat, House } from "./support/house.js";

/** The server dies without a word in the middle of a call with several parties, and another one starts. */

let house: House;
let sofia: Desk;
let ben: Desk;
let anna: Desk;
const maria = "Maria";

beforeEach(async () => {
  house = await House.open(new PretendVoice());
  await withLine(house);
  sofia = await deskWithPhone(house, "sofia");
  ben = await deskWithPhone(house, "ben");
  anna = await deskWithPhone(house, "anna");
  await sofia.done("setPresence", { presence: { kind: "ready" } });
  await callsIn(house, maria);
  await takes(house, sofia, maria);
});

const pictureNow = () => {
  const interaction = house.runtime.state.interactions.get(chat(maria));
  return interaction ? pictureOf(interaction) : null;
};
/** All desks come back as their pages would; phones that talk are not asked about. */
async function desksComeBack(): Promise<void> {
  sofia = await house.desk("sofia");
  ben = await house.desk("ben");
  anna = await house.desk("anna");
}

/** Kills the server; the call is to be drawn as before, and each desk to show what it showed. */
async function survives(): Promise<void> {
  const before = pictureNow();
  expect(before).not.toBeNull();
  const shown = [sofia, ben, anna].map((desk) => desk.shown.interactions);
  await house.killAndRestart(5_000);
  expect(pictureNow()).toEqual(before);
  await desksComeBack();
  expect([sofia, ben, anna].map((desk) => desk.shown.interactions)).toEqual(shown);
}

describe("a server that is killed", () => {
  test("during a consultation, which then becomes a transfer", async () => {
    await sofia.done("consult", { interactionId: maria, to: { agentId: "ben" }, note: "Yours?" });
    await takes(house, ben, maria);
    await survives();
    await sofia.done("switchCircle", { interactionId: maria, circle: "main" });
    await sofia.done("switchCircle", { interactionId: maria, circle: "consult" });
    await sofia.done("completeTransfer", { interactionId: maria });
    expect(ben.shown.interactions).toMatchObject([{ call: { host: true, own: { circle: "main" } } }]);
  });

  test("while a consultation rings: it rings on for as long as it would have", async () => {
    await sofia.done("consult", { interactionId: maria, to: { agentId: "ben" } });
    await ben.done("confirmOffer", { offerId: ben.shown.offers[0]?.offerId ?? "" });
    const left = (ben.shown.offers[0]?.until ?? 0) - house.clock.now();
    await survives();
    expect((ben.shown.offers[0]?.until ?? 0) - house.clock.now(), "our absence is nobody's time").toBe(left);
    await takes(house, ben, maria);
    expect(pictureNow()?.legs.map(({ agentId, circle }) => [agentId, circle])).toEqual([
      [null, "main"],
      ["sofia", "consult"],
      ["ben", "consult"],
    ]);
  });

  test("during a conference with a number, a muted and a parked party", async () => {
    await sofia.done("consult", { interactionId: maria, to: { number: "+15035550100", name: "Towing" } });
    const [legId] = numbersIn(house, maria);
    if (legId === undefined) throw new Error("nobody is called");
    await ofLeg(house, maria, legId, { kind: "connected" });
    await sofia.done("mergeConsultation", { interactionId: maria });
    await sofia.done("invite", { interactionId: maria, to: { serviceId: "claims" } });
    await ben.done("setPresence", { presence: { kind: "ready" } });
    await takes(house, ben, maria);
    await sofia.done("muteParty", { interactionId: maria, legId, muted: true });
    const customer = legsOf(house, maria)[0]?.id ?? "";
    await sofia.done("holdParty", { interactionId: maria, legId: customer, held: true });
    await survives();
    expect(sofia.shown.interactions[0]?.call?.parties).toMatchObject([
      { role: "customer", heldSince: expect.any(Number) },
      { role: "agent", own: true, host: true },
      { role: "external", name: "Towing", muted: true },
      { role: "agent", name: "Ben Ortega" },
    ]);
    await sofia.done("endCallForAll", { interactionId: maria });
    expect(pictureNow()).toBeNull();
  });

  test("while a call that was given away at once rings at a colleague's", async () => {
    await ben.done("setPresence", { presence: { kind: "ready" } });
    await sofia.done("transfer", { interactionId: maria, to: { agentId: "ben" }, leave: true });
    expect(sofia.shown.interactions).toEqual([]);
    await survives();
    expect(pictureNow()?.plays).toMatchObject([{ kind: "music", to: [`${maria}.l1`] }]);
    await takes(house, ben, maria);
    expect(pictureNow()?.plays).toEqual([]);
    await reports(house, maria, 1, { kind: "gone", cause: "hung_up" });
    expect(ben.shown.interactions).toMatchObject([{ phase: "wrap_up" }]);
  });

  test("while a call that was given to a number rings there, and nobody is reached", async () => {
    await sofia.done("callNumberIn", { interactionId: maria, kind: "transfer", number: "+15035550100" });
    const [legId] = numbersIn(house, maria);
    await ofLeg(house, maria, legId ?? asId("none"), { kind: "ringing" });
    expect(pictureNow()?.plays).toMatchObject([{ kind: "ringback" }]);
    await survives();
    await ofLeg(house, maria, legId ?? asId("none"), { kind: "gone", cause: "no_answer" });
    // It comes back first to the agent who gave it.
    expect(sofia.shown.offers).toMatchObject([{ interactionId: maria, kind: "return" }]);
    await takes(house, sofia, maria);
    await connects(house, sofia, maria);
    expect(pictureNow()?.plays).toEqual([]);
  });

  test("while a supervisor is beside an agent", async () => {
    await anna.done("monitorCall", { interactionId: maria, agentId: "sofia", mode: "whisper" });
    await connects(house, anna, maria);
    await survives();
    expect(anna.shown.interactions).toMatchObject([{ phase: "monitoring" }]);
    await anna.done("takeOverCall", { interactionId: maria, agentId: "sofia" });
    expect(anna.shown.interactions).toMatchObject([{ phase: "connected" }]);
  });
});

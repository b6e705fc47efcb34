import { beforeEach, expect, test } from "vitest";
import {
  callsIn,
  deskWithPhone,
  numbersIn,
  ofLeg,
  PretendVoice,
  reports,
  takes,
  withLine,
} from "./support/calls.js";
import type { Desk } from "./support/desk.js";
import { House } from "./support/house.js";

let house: House;
let sofia: Desk;
let ben: Desk;
let maria: string;

beforeEach(async () => {
  house = await House.open(new PretendVoice());
  await withLine(house);
  sofia = await deskWithPhone(house, "sofia");
  ben = await deskWithPhone(house, "ben");
  await sofia.done("setPresence", { presence: { kind: "ready" } });
  maria = await callsIn(house, "Maria");
  await takes(house, sofia, maria);
  await ben.done("setPresence", { presence: { kind: "ready" } });
});

const to = { agentId: "ben" };
const handovers = (desk: Desk) =>
  desk
    .heard("changes")
    .flatMap(({ changes }) => changes)
    .flatMap((change) => (change.on === "handover" ? [{ ...change.view, id: change.interactionId }] : []));
const offerAtBen = async (): Promise<string> => {
  const offerId = ben.shown.offers[0]?.offerId ?? "";
  await ben.done("confirmOffer", { offerId });
  return offerId;
};

test("whoever gives a call away at once hears who has taken it", async () => {
  await sofia.done("transfer", { interactionId: maria, to, leave: true });
  expect(sofia.shown.interactions).toEqual([]);
  expect(handovers(sofia)).toEqual([]);
  await takes(house, ben, maria);
  expect(handovers(sofia)).toMatchObject([{ id: maria, how: "taken", who: to }]);
  expect(handovers(ben)).toEqual([]);
});

test("that it was declined, or not answered in time, and the call comes back", async () => {
  await sofia.done("transfer", { interactionId: maria, to, leave: true });
  await ben.done("rejectOffer", { offerId: await offerAtBen() });
  expect(handovers(sofia)).toMatchObject([{ how: "declined", who: to }]);
  expect(sofia.shown.offers).toMatchObject([{ kind: "return", interactionId: maria }]);
  await takes(house, sofia, maria);
  await sofia.done("transfer", { interactionId: maria, to, leave: true });
  await offerAtBen();
  await house.pass(20_000);
  expect(handovers(sofia)).toMatchObject([{ how: "declined" }, { how: "no_answer", who: to }]);
});

test("that the customer was gone before", async () => {
  await sofia.done("transfer", { interactionId: maria, to, leave: true });
  await reports(house, maria, 1, { kind: "gone", cause: "hung_up" });
  expect(handovers(sofia)).toMatchObject([{ id: maria, how: "ended", who: null }]);
});

test("whoever stays until it is taken hears it by the call's own way out", async () => {
  await sofia.done("transfer", { interactionId: maria, to });
  await takes(house, ben, maria);
  expect(sofia.shown.interactions).toEqual([]);
  expect(handovers(sofia)).toEqual([]);
});

test("whoever gives a call to a number hears that it was reached, or was not", async () => {
  const give = {
    interactionId: maria,
    kind: "transfer",
    number: "+15035550177",
    name: "Larkfield Towing",
  } as const;
  await sofia.done("callNumberIn", give);
  const [legId] = numbersIn(house, maria);
  if (legId === undefined) throw new Error("no number is called");
  await ofLeg(house, maria, legId, { kind: "ringing" });
  expect(handovers(sofia)).toEqual([]);
  await ofLeg(house, maria, legId, { kind: "connected" });
  const who = { agentId: null, name: "Larkfield Towing" };
  expect(handovers(sofia)).toEqual([{ id: maria, how: "reached", who }]);
  expect(handovers(ben)).toEqual([]);
});

test("a number that was not reached is said before the call comes back", async () => {
  const give = { interactionId: maria, kind: "transfer", number: "+15035550177", name: "" } as const;
  await sofia.done("callNumberIn", give);
  const [legId] = numbersIn(house, maria);
  if (legId === undefined) throw new Error("no number is called");
  await ofLeg(house, maria, legId, { kind: "gone", cause: "busy" });
  const who = { agentId: null, name: "+1 503 555 0177" };
  expect(handovers(sofia)).toEqual([{ id: maria, how: "not_reached", who }]);
  expect(sofia.shown.offers).toMatchObject([{ interactionId: maria }]);
});

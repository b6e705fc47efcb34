import { expect, test } from "vitest";
import { deskWithPhone, line, PretendVoice, reports, withLine } from "./support/calls.js";
import { agent, House } from "./support/house.js";
import { settle } from "./support/manual-clock.js";

async function houseWithLine(): Promise<House> {
  const house = await House.open(new PretendVoice());
  await withLine(house);
  return house;
}

test("the history tells how long a call was talked, and that one was never answered", async () => {
  const house = await houseWithLine();
  const sofia = await deskWithPhone(house, "sofia");
  const { interactionId } = await sofia.done("placeCall", { entryId: line, number: "+1 503 555 0142" });
  await reports(house, interactionId, 2, { kind: "connected" });
  await reports(house, interactionId, 1, { kind: "ringing" });
  await house.pass(4_000);
  await reports(house, interactionId, 1, { kind: "connected" });
  await house.pass(65_000);
  await sofia.done("endInteraction", { interactionId });
  const contactId = sofia.shown.interactions[0]?.contact.contactId ?? "";
  await sofia.done("setDisposition", { interactionId, dispositionId: "opened" });
  await sofia.done("completeWrapUp", { interactionId });

  const second = await sofia.done("placeCall", { entryId: line, number: "+1 503 555 0142" });
  await reports(house, second.interactionId, 2, { kind: "connected" });
  await reports(house, second.interactionId, 1, { kind: "gone", cause: "busy" });
  const { interactions } = await sofia.done("contactHistory", { contactId });
  expect(interactions).toMatchObject([
    { channel: "voice", endCause: "not_reached", call: { direction: "outbound", talkMs: null } },
    { channel: "voice", endCause: "agent", call: { direction: "outbound", talkMs: 65_000 } },
  ]);
});

test("[CAL-6] a call that fails leaves the agent as before: ready stays ready, lunch stays lunch", async () => {
  const house = await houseWithLine();
  const sofia = await deskWithPhone(house, "sofia");
  const failed = async (): Promise<string> => {
    const { interactionId } = await sofia.done("placeCall", { entryId: line, number: "+15035550142" });
    expect(sofia.shown.self?.word).toBe("busy");
    await reports(house, interactionId, 2, { kind: "connected" });
    await reports(house, interactionId, 1, { kind: "gone", cause: "no_answer" });
    await settle();
    return sofia.shown.self?.word ?? "";
  };
  await sofia.done("setPresence", { presence: { kind: "not_ready", reason: "lunch" } });
  expect(await failed()).toBe("not_ready");
  expect(sofia.shown.self?.presence).toEqual({ kind: "not_ready", reason: "lunch" });
  await sofia.done("setPresence", { presence: { kind: "ready" } });
  expect(await failed()).toBe("ready");
  expect(house.runtime.state.agents.get(agent("sofia"))?.loads).toEqual([]);
});

test("the roster says who is on a call", async () => {
  const house = await houseWithLine();
  const sofia = await deskWithPhone(house, "sofia");
  const ben = await house.desk("ben");
  const onCall = () => ben.shown.roster.find(({ agentId }) => agentId === "sofia")?.onCall;
  expect(onCall()).toBe(false);
  await sofia.done("placeCall", { entryId: line, number: "+15035550142" });
  await house.pass(1_000);
  expect(onCall()).toBe(true);
});

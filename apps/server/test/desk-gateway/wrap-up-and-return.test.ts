import { asId } from "@patchbay/core";
import { expect, test } from "vitest";
import type { Desk } from "./support/desk.js";
import { claims, House } from "./support/house.js";
import { settle } from "./support/manual-clock.js";

async function accept(desk: Desk): Promise<void> {
  const offerId = desk.shown.offers[0]?.offerId ?? "";
  await desk.done("confirmOffer", { offerId });
  await desk.done("acceptOffer", { offerId });
  await settle();
}

const Maria = { interactionId: "Maria" };

test("a wrap-up may be extended twice and the desk is told when that is over", async () => {
  const house = await House.open();
  const { configuration } = house.runtime.state;
  const service = configuration.services.get(claims);
  if (service === undefined) throw new Error("the house has no claims");
  await house.command({ type: "ConfigureService", service: { ...service, wrapUpEndsItself: true } });
  const sofia = await house.readyDesk("sofia");
  const maria = await house.startChat("Maria");
  await accept(sofia);
  const { clientKey, interactionId } = maria;
  await house.command({ type: "CustomerEnd", interactionId, clientKey });
  const extendable = () => sofia.shown.interactions[0]?.wrapUpExtendable;
  expect(extendable()).toBe(true);
  await sofia.done("extendWrapUp", Maria);
  expect(extendable()).toBe(true);
  await sofia.done("extendWrapUp", Maria);
  expect(extendable()).toBe(false);
  expect((await sofia.refused("extendWrapUp", Maria)).code).toBe("not_suitable_state");
});

test("the offer of a customer who has come back shows what was said since", async () => {
  const house = await House.open();
  const sofia = await house.readyDesk("sofia");
  const maria = await house.startChat("Maria");
  await house.says(maria, "I had an accident");
  expect(sofia.shown.offers[0]?.firstMessage).toBe("I had an accident");
  await accept(sofia);
  const { clientKey, interactionId } = maria;
  await house.command({ type: "CustomerDisconnect", interactionId, clientKey });
  await sofia.done("setDisposition", { ...Maria, dispositionId: asId("opened") });
  await sofia.done("completeWrapUp", Maria);
  await house.says(maria, "One more question");
  await settle();
  expect(sofia.shown.offers[0]).toMatchObject({ kind: "return", firstMessage: "One more question" });
  await house.says(maria, "Are you there?");
  expect(sofia.shown.offers[0]?.firstMessage).toBe("Are you there?");
});

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

const gone = (desk: Desk) =>
  desk
    .heard("changes")
    .flatMap(({ changes }) => changes)
    .flatMap((change) => (change.on === "interaction.gone" ? [change.departure] : []));
const Maria = { interactionId: "Maria" };

test("whoever gives a chat to a service hears by name who has taken it; who left before hears of leaving", async () => {
  const house = await House.open();
  const sofia = await house.readyDesk("sofia");
  await house.startChat("Maria");
  await accept(sofia);
  const ben = await house.readyDesk("ben");
  await sofia.done("transfer", { ...Maria, to: { serviceId: "general" } });
  await accept(ben);
  expect(gone(sofia)).toEqual([{ how: "transferred", to: { agentId: "ben", name: "Ben Ortega" } }]);
  await sofia.done("setPresence", { presence: { kind: "not_ready", reason: "lunch" } });
  await ben.done("transfer", { ...Maria, to: { serviceId: "general" } });
  await ben.done("leaveInteraction", Maria);
  expect(gone(ben)).toEqual([{ how: "left", to: null }]);
});

test("a desk that was away hears afterwards how a chat left it", async () => {
  const house = await House.open();
  const sofia = await house.readyDesk("sofia");
  await house.startChat("Maria");
  await accept(sofia);
  const ben = await house.readyDesk("ben");
  await sofia.done("transfer", { ...Maria, to: { agentId: "ben" } });
  sofia.drop();
  await accept(ben);
  sofia.connect({ resume: true });
  await settle();
  expect(gone(sofia)).toEqual([{ how: "transferred", to: { agentId: "ben", name: "Ben Ortega" } }]);
});

test("a wrap-up that ran out is told as that, and the history says that the result is missing", async () => {
  const house = await House.open();
  const { configuration } = house.runtime.state;
  const service = configuration.services.get(claims);
  if (service === undefined) throw new Error("the house has no claims");
  await house.command({ type: "ConfigureService", service: { ...service, wrapUpEndsItself: true } });
  const sofia = await house.readyDesk("sofia");
  const maria = await house.startChat("Maria");
  await accept(sofia);
  const { clientKey, interactionId, contactId } = maria;
  await house.command({ type: "CustomerEnd", interactionId, clientKey });
  await house.pass(service.wrapUpMs);
  expect(gone(sofia)).toEqual([{ how: "timed_out", to: null }]);
  const { interactions } = await sofia.done("contactHistory", { contactId });
  expect(interactions).toMatchObject([{ status: "completed", dispositionName: null, withoutResult: true }]);
});

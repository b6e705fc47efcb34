import { expect, test } from "vitest";
import type { Desk } from "./support/desk.js";
import { inOrder } from "./support/desk.js";
import { type Customer, House } from "./support/house.js";
import { settle } from "./support/manual-clock.js";

const everything = { form: true, namelessForm: true, secureForm: true, cobrowsing: true, call: true };

async function conversation(): Promise<{ house: House; sofia: Desk; maria: Customer }> {
  const house = await House.open();
  const sofia = await house.readyDesk("sofia");
  const maria = await house.startChat("Maria");
  const offerId = sofia.shown.offers[0]?.offerId ?? "";
  await sofia.done("confirmOffer", { offerId });
  await sofia.done("acceptOffer", { offerId });
  await settle();
  house.ephemeral.customerShows("Maria", everything);
  return { house, sofia, maria };
}
const asking = (over: object = {}) => ({
  interactionId: "Maria",
  name: "card",
  secure: true,
  clientMessageId: "client-1234",
  ...over,
});

test("what was asked and answered is the same in the changes, in a fresh snapshot and in the finished transcript", async () => {
  const { house, sofia, maria } = await conversation();
  const { messageId } = await sofia.done("askForm", asking());
  await sofia.done("withdrawForm", { interactionId: "Maria", messageId });
  await sofia.done("askCobrowsing", { interactionId: "Maria", clientMessageId: "client-1235" });
  const formRequestId = "7";
  await house.sends(maria, { kind: "secure_form", formName: "card", formRequestId, fieldNames: ["number"] });
  await house.sends(maria, { kind: "form_declined", formName: "card", formRequestId });
  const url = "https://view.example/";
  await house.sends(maria, { kind: "cobrowsing", step: "started", providerType: "x", url });
  const bodies = [
    { kind: "form_request", formName: "card", timeoutSeconds: 300, secure: true },
    { kind: "form_withdrawal", formName: "card" },
    { kind: "cobrowsing_request" },
    { kind: "secure_form", formName: "card", fieldNames: ["number"] },
    { kind: "form_declined", formName: "card" },
    { kind: "cobrowsing", step: "started", provider: "x", url },
  ];
  expect(sofia.shown.messages.map(({ body }) => body)).toEqual(bodies);
  expect(sofia.shown.messages[0]).toMatchObject({
    messageId,
    clientMessageId: "client-1234",
    audience: "all",
  });
  // The customer's answers wait to be read like messages; cobrowsing news counts among them.
  expect(sofia.shown.interactions[0]).toMatchObject({ unread: 3 });
  // The roster is collected; a second later it is told, too.
  await house.pass(1_000);
  expect(inOrder(sofia.shown)).toEqual(inOrder(await house.fresh(sofia.identity)));
  await house.command({
    type: "CustomerEnd",
    interactionId: maria.interactionId,
    clientKey: maria.clientKey,
  });
  const { messages } = await sofia.done("transcript", { interactionId: "Maria" });
  expect(messages.map(({ body }) => body)).toEqual(bodies);
});

test("two requests at once have two ids, and the same request after a restart is not asked again", async () => {
  const { house, sofia } = await conversation();
  const [one, two] = await Promise.all([
    sofia.done("askForm", asking({ clientMessageId: "client-1" }), "same-request-1"),
    sofia.done("askForm", asking({ clientMessageId: "client-2" }), "same-request-2"),
  ]);
  expect(one.messageId).not.toBe(two.messageId);
  const seqs = sofia.shown.messages.map(({ seq }) => seq);
  expect(new Set(seqs).size).toBe(2);
  await house.killAndRestart();
  sofia.hub = house.hub;
  sofia.connect();
  await settle();
  // Nothing has been heard of the app since: a new form is refused, the repeated one is answered as before.
  house.ephemeral.customerShows("Maria", null);
  expect((await sofia.refused("askForm", asking({ clientMessageId: "client-3" }))).code).toBe(
    "customer_app_not_heard",
  );
  expect(await sofia.done("askForm", asking({ clientMessageId: "client-1" }), "same-request-1")).toEqual(one);
  expect(sofia.shown.messages).toHaveLength(2);
});

test("each thing asked needs an app that shows it; once the end has begun nothing is asked", async () => {
  const { house, sofia } = await conversation();
  const plain = { secure: false };
  const requests = {
    form: () => sofia.ask("askForm", asking(plain)),
    namelessForm: () => sofia.ask("askForm", asking({ ...plain, name: "" })),
    secureForm: () => sofia.ask("askForm", asking()),
    cobrowsing: () => sofia.ask("askCobrowsing", { interactionId: "Maria", clientMessageId: "client-9999" }),
  } as const;
  for (const [needs, request] of Object.entries(requests)) {
    house.ephemeral.customerShows("Maria", { ...everything, [needs]: false });
    expect([needs, await request()]).toMatchObject([
      needs,
      { ok: false, error: { code: "customer_app_cannot_show", facts: { what: needs } } },
    ]);
  }
  house.ephemeral.customerShows("Maria", everything);
  const { messageId } = await sofia.done("askForm", asking());
  await sofia.done("endInteraction", { interactionId: "Maria" });
  const late = await sofia.refused("askForm", asking({ clientMessageId: "client-5555" }));
  expect(late.code).toBe("not_suitable_state");
  expect((await sofia.refused("withdrawForm", { interactionId: "Maria", messageId })).code).toBe(
    "not_suitable_state",
  );
  expect(house.problems).toEqual([]);
});

import { asId, type Scenario } from "@patchbay/core";
import type { VoiceEvent } from "@patchbay/protocol";
import { beforeEach, expect, test } from "vitest";
import { demoApplications } from "../../src/demo/applications.js";
import { submissionOf } from "../../src/voice/voice-events.js";
import { callsIn, deskWithPhone, PretendVoice, takes, withLine } from "../desk-gateway/support/calls.js";
import { chat, House } from "../desk-gateway/support/house.js";

let house: House;
let interactionId: string;

/** Sofia talks with Maria, whose policy is LK-2048-7719, and gives her to this application. */
async function with_(scenarioId: string, amount: { minor: number; currency: string } | null): Promise<void> {
  house = await House.open(new PretendVoice());
  await withLine(house);
  for (const scenario of demoApplications as readonly Scenario[])
    await house.command({ type: "ConfigureScenario", scenario });
  const sofia = await deskWithPhone(house, "sofia");
  await sofia.done("setPresence", { presence: { kind: "ready" } });
  interactionId = await callsIn(house, "maria", { account: "LK-2048-7719" });
  await takes(house, sofia, interactionId);
  await sofia.done("connectApplication", { interactionId, scenarioId, amount });
}
const call = () => house.runtime.state.interactions.get(chat(interactionId))?.call;
const shown = async () => (await house.handle.records.interactionData(interactionId))?.parameters;

/** The voice process tells this of the play that is on now. */
async function tells(event: { readonly type: VoiceEvent["type"] } & Record<string, unknown>): Promise<void> {
  const playId = call()?.run?.playId ?? "";
  const told = { interactionId, playId, ...event } as Parameters<typeof submissionOf>[1];
  const submission = await submissionOf(house.handle, told);
  if (submission?.command == null) throw new Error("it means nothing");
  await house.command(submission.command, submission.content);
}
const collected = (length: number, more: object = {}) =>
  tells({ type: "play.collected", length, token: null, ...more });

beforeEach(() => {
  interactionId = "";
});

test("secret digits stand beside the call as how many they were, a card's with the last four", async () => {
  const amount = { minor: 12_900, currency: "EUR" };
  await with_("card_payment", amount);
  await tells({ type: "play.invalid" });
  expect(call()?.run).toMatchObject({ stepId: "card", attempt: 2, afterInvalid: true });
  await collected(16, { token: "token-1", lastDigits: "4242" });
  await collected(4, { token: "token-2" });
  await collected(3, { token: "token-3" });
  const paid = { type: "play.paid", amount, code: null, lastDigits: "4242" } as const;
  await tells({ ...paid, outcome: "declined", code: "insufficient_funds", reference: null });
  expect(call()?.run?.stepId).toBe("declined");
  await tells({ ...paid, outcome: "approved", reference: "ch_7" });
  const payments = await house.handle.records.payments(interactionId);
  expect(payments).toMatchObject([
    { outcome: "declined", minor: 12_900, currency: "EUR", code: "insufficient_funds", agentId: "sofia" },
    { outcome: "approved", reference: "ch_7", agentId: "sofia" },
  ]);
  expect(JSON.stringify(payments), "nothing of the card").not.toContain("4242");
  expect(await shown()).toEqual({
    "Card number": "•••• 4242",
    "Valid until": "••••",
    "Security code": "•••",
    Payment: "declined, €129.00, card •••• 4242, insufficient funds",
    "Payment 2": "approved, €129.00, card •••• 4242, reference ch_7",
  });
  expect(JSON.stringify(house.store.events(0, house.runtime.state.seq))).not.toContain("4242");
});

test("an answer is beside the call as it was given", async () => {
  await with_("satisfaction_survey", null);
  await collected(1, { digits: "4" });
  expect(await shown()).toEqual({ Satisfaction: "4" });
  await tells({ type: "play.ended" });
  expect(call()?.application).toBeNull();
});

test("what is compared is kept as whether it matches, and nowhere as what it was", async () => {
  await with_("policy_check", null);
  await collected(4, { digits: "1234" });
  expect(call()?.run, "asked again").toMatchObject({ stepId: "policy", attempt: 2 });
  expect(await shown()).toEqual({ "Policy number": "does not match" });
  await collected(8, { digits: "20487719" });
  expect(call()?.run?.stepId).toBe("matched");
  expect(await shown()).toEqual({ "Policy number": "matches" });
  const whole = JSON.stringify([house.store.events(0, house.runtime.state.seq), await shown()]);
  for (const digits of ["20487719", "1234"]) expect(whole).not.toContain(digits);
  expect(call()?.legs.map(({ id }) => id)).toContain(asId(`${interactionId}.l1`));
});

test("a caller who cancels is back with the agent", async () => {
  await with_("card_payment", { minor: 100, currency: "EUR" });
  await tells({ type: "play.cancelled" });
  await tells({ type: "play.ended" });
  expect(call()?.application).toBeNull();
  expect(await shown()).toEqual({});
});

test("a payment that is told of when its interaction is complete is kept with it", async () => {
  const amount = { minor: 12_900, currency: "EUR" };
  await with_("card_payment", amount);
  const playId = `${interactionId}.s9`;
  await house.command({
    type: "ReportLeg",
    interactionId: chat(interactionId),
    legId: asId(`${interactionId}.l1`),
    report: { kind: "gone", cause: "hung_up" },
  });
  for (const command of ["SetDisposition", "CompleteWrapUp"] as const)
    await house.command({
      type: command,
      interactionId: chat(interactionId),
      agentId: asId("sofia"),
      dispositionId: asId("opened"),
    });
  expect(call(), "the core has forgotten it").toBeUndefined();
  const submission = await submissionOf(house.handle, {
    type: "play.paid",
    ...{
      interactionId,
      playId,
      amount,
      outcome: "approved",
      code: null,
      reference: "ch_8",
      lastDigits: "4242",
    },
  });
  if (submission === undefined) throw new Error("it means nothing");
  expect(submission.command).toBeNull();
  await house.runtime.submit({ ...submission, key: "voice:boot:7" });
  expect(await house.handle.records.payments(interactionId)).toMatchObject([
    { paymentId: playId, outcome: "approved", reference: "ch_8", agentId: "sofia" },
  ]);
  expect((await shown())?.["Payment"]).toContain("approved");
});

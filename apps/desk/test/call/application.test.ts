import type { HappeningView, InteractionView } from "@patchbay/protocol";
import { describe, expect, test } from "vitest";
import {
  applicationWhy,
  choiceWhy,
  lastApplication,
  progressOf,
  readAmount,
} from "../../src/features/call/application/application.js";
import { callControls } from "../../src/features/call/call-controls.js";
import { callLog } from "../../src/features/call/call-log.js";
import { callState } from "../../src/features/call/call-state.js";
import { recordingChoices } from "../../src/features/call/recording.js";
import { callOf, maria, me } from "../phone/views.js";

const running = {
  scenarioId: "card_payment",
  name: "Card payment",
  kind: "payment",
  by: "sofia",
  since: 0,
  amount: { minor: 12_900, currency: "EUR" },
  step: {
    playId: "i1.s4",
    name: "Card number",
    type: "collect",
    attempt: 1,
    attemptsMax: 3,
    digits: { min: 12, max: 19, secure: true },
  },
} as const;
type Seen = Pick<InteractionView, "phase" | "call" | "request" | "parties">;
const seen = (fields: Parameters<typeof callOf>[1] = {}, parties = [maria(), me()]): Seen => ({
  phase: "connected",
  call: callOf(parties, fields),
  request: null,
  parties: [],
});

describe("a call and its voice application", () => {
  test("can be brought together when both are there, and says why not", () => {
    expect(applicationWhy(seen())).toBeNull();
    expect(applicationWhy(seen({}, [maria({ state: "ringing" }), me()]))).toBe("call.why.notConnected");
    expect(applicationWhy(seen({}, [maria(), me({ state: "lost" })]))).toBe("call.why.ownAudio");
    expect(applicationWhy(seen({ application: running }))).toBe("call.why.application");
    expect(applicationWhy(seen({ direction: "internal" }))).toBeUndefined();
    expect(applicationWhy({ ...seen(), phase: "wrap_up" })).toBeUndefined();
    expect(applicationWhy({ ...seen(), phase: "monitoring" })).toBeUndefined();
  });

  test("nothing else is done with the caller meanwhile, and the end is always there", () => {
    const view = seen({ application: running });
    expect(callState(view)).toBe("application");
    const why = new Map(callControls(view).map((one) => [one.control, one.why]));
    for (const control of ["hold", "keys", "consult", "transfer", "add"] as const)
      expect(why.get(control), control).toBe("call.why.application");
    expect(why.get("end")).toBeNull();
    expect(why.get("mute")).toBeNull();
    const recordings = [
      {
        recordingId: "r1",
        agentId: "sofia",
        own: true,
        kind: "call",
        automatic: false,
        startedAt: 0,
        pausedSince: 5,
        resumeAt: null,
      },
    ] as const;
    const choices = recordingChoices(seen({ application: running, recordings: [...recordings] }), 0);
    expect(choices.main).toEqual({ do: "resume", why: "call.why.application", asks: false });
  });

  test("without a processor no payment can be chosen, and everything else can", () => {
    const off = { payments: { mode: "off", currency: "EUR" } } as const;
    expect(choiceWhy({ takesPayment: true }, off)).toBe("call.application.noProcessor");
    expect(choiceWhy({ takesPayment: false }, off)).toBeNull();
    expect(choiceWhy({ takesPayment: true }, { payments: { mode: "http", currency: "EUR" } })).toBeNull();
  });
});

describe("an amount", () => {
  test.each([
    ["129", 12_900],
    ["129.00", 12_900],
    [" 0,5 ", 50],
    ["1000000.00", 100_000_000],
  ])("%s", (text, minor) => expect(readAmount(text, "EUR")).toEqual({ minor, currency: "EUR" }));

  test.each(["", "0", "0.00", "-5", "1.234", "1,000.00", "12 00", "1e3", "1000000.01", "99999999"])(
    "%s is none",
    (text) => expect(readAmount(text, "EUR")).toBeNull(),
  );

  test("has as many places as its currency", () => {
    expect(readAmount("1500", "JPY")).toEqual({ minor: 1_500, currency: "JPY" });
    expect(readAmount("1500.5", "JPY")).toBeNull();
    expect(readAmount("1.234", "KWD")).toEqual({ minor: 1_234, currency: "KWD" });
  });
});

describe("progress", () => {
  test("counts the digits of this step and of no other", () => {
    expect(progressOf(running, { playId: "i1.s4", entered: 12 })).toMatchObject({
      doing: "entering",
      entered: 12,
      max: 19,
      secure: true,
      attempt: null,
    });
    expect(progressOf(running, { playId: "i1.s3", entered: 12 }).entered, "of the step before").toBe(0);
    expect(progressOf(running, null).entered).toBe(0);
  });

  test("says which try it is, that it is paid, and that there is nothing to enter", () => {
    const step = { ...running.step, attempt: 2 };
    expect(progressOf({ step }, null).attempt).toEqual({ now: 2, most: 3 });
    expect(progressOf({ step: { ...step, type: "pay", digits: null } }, null).doing).toBe("paying");
    expect(progressOf({ step: null }, null)).toMatchObject({ doing: "listening", entered: 0 });
  });
});

describe("afterwards", () => {
  let seq = 0;
  const happening = (what: string, facts: Record<string, unknown> = {}): HappeningView => ({
    interactionId: "i1",
    seq: ++seq,
    at: seq,
    what,
    facts,
  });
  const amount = { minor: 12_900, currency: "EUR" };
  const begun = happening("ApplicationConnected", { agentId: "sofia", scenarioId: "card_payment", amount });
  const declined = happening("PaymentReported", { outcome: "declined", amount });
  const approved = happening("PaymentReported", { outcome: "approved", amount });
  const done = happening("ApplicationEnded", { agentId: "sofia", cause: "done" });

  test("what came of it is that of the last one, and of its last payment", () => {
    expect(lastApplication([])).toBeNull();
    expect(lastApplication([begun]), "it goes on").toBeNull();
    expect(lastApplication([begun, declined, approved, done])).toEqual({
      scenarioId: "card_payment",
      cause: "done",
      by: "sofia",
      paid: "approved",
    });
    const survey = happening("ApplicationConnected", { scenarioId: "satisfaction_survey", amount: null });
    expect(lastApplication([begun, approved, done, survey])).toBeNull();
    const taken = happening("ApplicationEnded", { agentId: "sofia", cause: "agent" });
    expect(lastApplication([begun, approved, done, survey, taken])).toMatchObject({
      scenarioId: "satisfaction_survey",
      cause: "agent",
      paid: null,
    });
    const left = happening("ApplicationEnded", { agentId: "sofia", cause: "customer_left" });
    expect(lastApplication([begun, left])).toMatchObject({ cause: "customer_left" });
  });

  test("it stands in the call's log", () => {
    const rows = callLog(
      [begun, declined, approved, done],
      {
        me: "sofia",
        nameOf: () => "Ben",
        serviceName: () => "",
        customerName: "Maria",
        direction: "inbound",
        applicationName: () => "Card payment",
      },
      () => null,
    );
    expect(rows.map(({ text }) => text)).toEqual([
      "You gave Maria to “Card payment”, to pay €129.00",
      "Payment of €129.00 declined",
      "Payment of €129.00 approved",
      "Maria came back from the voice application",
    ]);
  });
});

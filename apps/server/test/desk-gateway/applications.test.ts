import { readFileSync } from "node:fs";
import { asId, type PlayReport, problemsOf, promptsIn, unreachableSteps } from "@patchbay/core";
import { beforeEach, expect, test } from "vitest";
import { demoApplicationNames, demoApplications } from "../../src/demo/applications.js";
import { callsIn, deskWithPhone, PretendVoice, takes, withLine } from "./support/calls.js";
import type { Desk } from "./support/desk.js";
import { chat, House } from "./support/house.js";

const amount = { minor: 12_900, currency: "EUR" };

let house: House;
let voice: PretendVoice;
let sofia: Desk;
let interactionId: string;

beforeEach(async () => {
  voice = new PretendVoice();
  house = await House.open(voice);
  await withLine(house);
  for (const scenario of demoApplications) await house.command({ type: "ConfigureScenario", scenario });
  sofia = await deskWithPhone(house, "sofia");
  await sofia.done("setPresence", { presence: { kind: "ready" } });
  interactionId = await callsIn(house, "maria");
  await takes(house, sofia, interactionId);
  await sofia.done("record", { interactionId, do: "start" });
});

const call = () => house.runtime.state.interactions.get(chat(interactionId))?.call;
const view = () => sofia.shown.interactions.find((one) => one.interactionId === interactionId)?.call;
const heard = (report: PlayReport) =>
  house.command({
    type: "ReportPlay",
    interactionId: chat(interactionId),
    playId: call()?.run?.playId ?? asId(""),
    report,
  });

test("a caller goes to a payment: the recording pauses at once, progress is counted, and the result comes back", async () => {
  await sofia.done("connectApplication", { interactionId, scenarioId: "card_payment", amount });
  expect(voice.protectedBy).toMatchObject([{ do: "pause_recording", interactionId }]);
  expect(view()?.recordings[0]?.pausedSince).not.toBeNull();
  const running = view()?.application;
  expect(running).toMatchObject({
    kind: "payment",
    by: "sofia",
    amount,
    step: { type: "collect", digits: { min: 12, max: 19, secure: true }, attempt: 1, attemptsMax: 3 },
  });
  voice.enters({ interactionId, playId: running?.step?.playId ?? "", entered: 12 });
  expect(sofia.heard("call_keys")).toMatchObject([{ interactionId, entered: 12 }]);
  await heard({ kind: "collected", length: 16, token: "token-1" });
  await heard({ kind: "collected", length: 4, token: "token-2" });
  await heard({ kind: "collected", length: 3, token: "token-3" });
  expect(view()?.application?.step?.type).toBe("pay");
  expect((await sofia.refused("endApplication", { interactionId })).code).toBe("already_in_progress");
  await heard({ kind: "paid", outcome: "approved", amount });
  await heard({ kind: "ended" });
  expect(view()?.application).toBeNull();
  expect(view()?.recordings[0]?.pausedSince).toBeNull();
  const told = sofia.shown.happenings.map(({ what }) => what);
  expect(told).toEqual(
    expect.arrayContaining(["ApplicationConnected", "PaymentReported", "ApplicationEnded"]),
  );
  expect(JSON.stringify(sofia.shown.happenings), "what stands for digits is nobody's here").not.toContain(
    "token-1",
  );
});

test("a supervisor beside the agent sees it too; the agent takes the caller back", async () => {
  const anna = await deskWithPhone(house, "anna");
  await anna.done("monitorCall", { interactionId, agentId: "sofia", mode: "listen" });
  await sofia.done("connectApplication", { interactionId, scenarioId: "satisfaction_survey", amount: null });
  const seen = () => anna.shown.interactions.find((one) => one.interactionId === interactionId)?.call;
  expect(seen()?.application).toMatchObject({ kind: "survey", step: { digits: { secure: false } } });
  const playId = seen()?.application?.step?.playId ?? "";
  voice.enters({ interactionId, playId, entered: 1 });
  expect(anna.heard("call_keys")).toMatchObject([{ playId, entered: 1 }]);
  await sofia.done("endApplication", { interactionId });
  expect(seen()?.application).toBeNull();
  expect((await anna.refused("endApplication", { interactionId })).code).toBe("not_your_interaction");
});

test("what cannot be is refused with its reason", async () => {
  const connect = { interactionId, scenarioId: "card_payment", amount };
  const code = async (input: Parameters<typeof sofia.refused<"connectApplication">>[1]) =>
    (await sofia.refused("connectApplication", input)).code;
  expect(await code({ ...connect, amount: null })).toBe("not_suitable_state");
  expect(await code({ ...connect, scenarioId: "claims-line" })).toBe("object_not_found");
  expect(await code({ ...connect, scenarioId: "policy_check" })).toBe("not_suitable_state");
  expect(await code({ ...connect, amount: { minor: -5, currency: "EUR" } })).toBe("invalid_args");
  voice.payments = { mode: "off", currency: "EUR" };
  expect(await code(connect)).toBe("no_payment_processor");
  expect(view()?.application).toBeNull();
});

test("the demo's applications are whole: every step leads somewhere, and what is said is there", async () => {
  const texts = new URL("../../../../packages/media/prompts/en/prompts.json", import.meta.url);
  const known = new Set(Object.keys(JSON.parse(readFileSync(texts, "utf8"))));
  for (const scenario of demoApplications) {
    expect(problemsOf(scenario), scenario.id).toEqual([]);
    expect(unreachableSteps(scenario), scenario.id).toEqual([]);
    expect([...promptsIn(scenario)].filter((prompt) => !known.has(prompt))).toEqual([]);
    const named = Object.keys(demoApplicationNames[scenario.id]?.steps ?? {});
    expect(named.sort()).toEqual(Object.keys(scenario.steps).sort());
  }
});

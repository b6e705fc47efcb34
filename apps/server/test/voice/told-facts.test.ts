import type { VoiceEvent } from "@patchbay/protocol";
import { beforeEach, expect, test } from "vitest";
import type { Submission, SubmitResult } from "../../src/center/center.js";
import type { CenterHandle } from "../../src/center/edge.js";
import { ToldFacts } from "../../src/voice/told-facts.js";
import { countingIds, ManualClock, settle } from "../desk-gateway/support/manual-clock.js";

/** A commit that the test decides on. */
interface Asked {
  readonly key: string;
  readonly submission: Submission;
  readonly answer: (result: SubmitResult) => void;
  readonly fail: () => void;
}

let clock: ManualClock;
let asked: Asked[];
let acknowledged: number[];
let warnings: object[];
let facts: ToldFacts;

beforeEach(() => {
  clock = new ManualClock();
  asked = [];
  acknowledged = [];
  warnings = [];
  const center = {
    state: { interactions: new Map([["a", {}]]) },
    submit: (submission: Submission) =>
      new Promise<SubmitResult>((resolve, reject) => {
        const { key = "" } = submission;
        asked.push({
          key,
          submission,
          answer: resolve,
          fail: () => reject(new Error("the tables do not answer")),
        });
      }),
  };
  const records = { interactionData: async () => undefined, events: async () => [] };
  facts = new ToldFacts({
    handle: { center, clock, ids: countingIds(), records } as unknown as CenterHandle,
    deskPhones: null,
    lines: { commandOf: () => undefined },
    recordings: { note: () => Promise.resolve() },
    acknowledge: (n) => {
      // Nought is what is acknowledged before anything is.
      if (n > 0) acknowledged.push(n);
    },
    refuseReferral: () => undefined,
    end: () => undefined,
    log: {
      info: () => undefined,
      warn: (told: object) => void warnings.push(told),
      error: () => undefined,
    },
  });
});

const rings = (call: string): VoiceEvent => ({
  type: "leg.ringing",
  interactionId: call,
  legId: `${call}.l1`,
});
const stored: SubmitResult = { ok: true, events: [] } as unknown as SubmitResult;
const again: SubmitResult = { ok: false, rejection: { code: "not_accepted_try_again" } };
const keys = (): string[] => asked.map(({ key }) => key);

test("a call's facts are stored in order, those of others meanwhile", async () => {
  facts.heard("boot", 1, rings("a"));
  facts.heard("boot", 2, rings("a"));
  facts.heard("boot", 3, rings("b"));
  await settle();
  expect(keys()).toEqual(["voice:boot:1", "voice:boot:3"]);
  asked[1]?.answer(stored);
  await settle();
  expect(acknowledged).toEqual([]);
  asked[0]?.answer(stored);
  await settle();
  expect(keys()).toEqual(["voice:boot:1", "voice:boot:3", "voice:boot:2"]);
  asked[2]?.answer(stored);
  await settle();
  expect(acknowledged).toEqual([1, 3]);
});

test("a payment whose interaction is completed in that very moment is kept without it", async () => {
  const amount = { minor: 100, currency: "EUR" };
  const paid = { outcome: "approved", amount, code: null, reference: "ch_7", lastDigits: null } as const;
  facts.heard("boot", 1, { type: "play.paid", interactionId: "a", playId: "a.s3", ...paid });
  await settle();
  expect(asked[0]?.submission.command?.type).toBe("ReportPlay");
  asked[0]?.answer({ ok: false, rejection: { code: "no_interaction" } });
  await settle();
  expect(asked[1]?.submission).toMatchObject({
    key: "voice:boot:1",
    command: null,
    content: [{ table: "payment", paymentId: "a.s3", reference: "ch_7" }, { table: "interaction_data" }],
  });
  asked[1]?.answer(stored);
  await settle();
  expect([acknowledged, warnings]).toEqual([[1], []]);
});

test("thirty-two are asked for at a time, and the others in the order in which they came", async () => {
  for (let n = 1; n <= 40; n++) facts.heard("boot", n, rings(`call-${n}`));
  await settle();
  expect(asked.length).toBe(32);
  asked[5]?.answer(stored);
  await settle();
  expect(keys().slice(32)).toEqual(["voice:boot:33"]);
});

test("what cannot be stored leaves its place to others, and is asked for again after ever longer", async () => {
  for (let n = 1; n <= 33; n++) facts.heard("boot", n, rings(`call-${n}`));
  await settle();
  asked[0]?.answer(again);
  await settle();
  expect(keys().at(-1)).toBe("voice:boot:33");
  for (const one of asked.slice(1)) one.answer(stored);
  await settle();
  const before = asked.length;
  for (const [round, waits] of [200, 400, 800, 1_000, 1_000].entries()) {
    await clock.advance(waits - 1);
    expect(asked.length).toBe(before + round);
    await clock.advance(1);
    expect(asked.length).toBe(before + round + 1);
    asked.at(-1)?.answer(again);
    await settle();
  }
  expect(keys().slice(before)).toEqual(Array.from({ length: 5 }, () => "voice:boot:1"));
  expect(acknowledged).toEqual([]);
});

test("tables that are away are told of once a second, with how often they were asked", async () => {
  for (let n = 1; n <= 10; n++) facts.heard("boot", n, rings(`call-${n}`));
  for (let round = 0; round < 8; round++) {
    await settle();
    for (const one of asked.splice(0)) one.fail();
    await clock.advance(1_000);
  }
  expect(warnings.length).toBeGreaterThanOrEqual(7);
  expect(warnings.length).toBeLessThanOrEqual(9);
  expect(warnings.at(-1)).toMatchObject({ event: "leg.ringing", times: 10 });
});

test("what is not stored when it stops is not acknowledged", async () => {
  facts.heard("boot", 1, rings("a"));
  await settle();
  facts.stop();
  asked[0]?.answer(again);
  await clock.advance(5_000);
  expect(asked.length).toBe(1);
  expect(acknowledged).toEqual([]);
});

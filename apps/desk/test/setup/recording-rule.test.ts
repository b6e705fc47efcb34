import type { RecordingForm } from "@patchbay/protocol";
import { describe, expect, test } from "vitest";
import {
  draftOf,
  formOf,
  keepsShorter,
  problemsOfRule,
} from "../../src/features/setup/recording/rule-draft.js";

const form: RecordingForm = {
  mode: "on_demand",
  mayStop: true,
  pauseMaxMs: 120_000,
  consent: "asked" as const,
  retentionDays: 90,
  agentsListen: true,
  download: "supervisors",
};

describe("the draft of a rule", () => {
  test.each([form, { ...form, pauseMaxMs: null }, { ...form, retentionDays: null }])(
    "comes back as it was",
    (one) => {
      expect(formOf(draftOf(one))).toEqual(one);
    },
  );

  test("numbers are looked at only where they count", () => {
    const draft = draftOf(form);
    expect(problemsOfRule(draft)).toEqual({});
    for (const wrong of [null, 0, 1.5, 40_000])
      expect(problemsOfRule({ ...draft, retentionDays: wrong })).toHaveProperty("retentionDays");
    for (const wrong of [null, 0, 9_999, 3_600_001])
      expect(problemsOfRule({ ...draft, pauseMaxMs: wrong })).toHaveProperty("pauseMaxMs");
    expect(
      problemsOfRule({ ...draft, deletes: false, retentionDays: null, pauseEnds: false, pauseMaxMs: null }),
    ).toEqual({});
  });
});

test.each([
  [90, 30, true],
  [null, 3_650, true],
  [90, 90, false],
  [30, 90, false],
  [90, null, false],
])("from %s to %s days: asked before %s", (was, now, asked) => {
  expect(keepsShorter({ ...form, retentionDays: was }, { ...form, retentionDays: now })).toBe(asked);
});

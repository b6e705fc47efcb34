import {
  RECORDING_DAYS_MAX,
  RECORDING_PAUSE_MS_MAX,
  RECORDING_PAUSE_MS_MIN,
  type RecordingForm,
} from "@patchbay/protocol";

/** A rule as it is typed. A box that is not ticked keeps its number, for when it is ticked again. */
export interface RuleDraft extends Omit<RecordingForm, "pauseMaxMs" | "retentionDays"> {
  readonly pauseEnds: boolean;
  readonly pauseMaxMs: number | null;
  readonly deletes: boolean;
  readonly retentionDays: number | null;
}

const PAUSE_MS = 120_000;
const DAYS = 90;

export const draftOf = (form: RecordingForm): RuleDraft => ({
  ...form,
  pauseEnds: form.pauseMaxMs !== null,
  pauseMaxMs: form.pauseMaxMs ?? PAUSE_MS,
  deletes: form.retentionDays !== null,
  retentionDays: form.retentionDays ?? DAYS,
});

export function formOf({ pauseEnds, deletes, ...draft }: RuleDraft): RecordingForm {
  return {
    ...draft,
    pauseMaxMs: pauseEnds ? draft.pauseMaxMs : null,
    retentionDays: deletes ? draft.retentionDays : null,
  };
}

export type RuleProblems = Partial<Record<"pauseMaxMs" | "retentionDays", string>>;

const isWithin = (value: number | null, min: number, max: number): boolean =>
  value !== null && Number.isInteger(value) && value >= min && value <= max;

/** What is wrong, by field: paths of words. */
export function problemsOfRule({ pauseEnds, pauseMaxMs, deletes, retentionDays }: RuleDraft): RuleProblems {
  const problems: RuleProblems = {};
  if (pauseEnds && !isWithin(pauseMaxMs, RECORDING_PAUSE_MS_MIN, RECORDING_PAUSE_MS_MAX))
    problems.pauseMaxMs = "setup.recording.problem.pause";
  if (deletes && !isWithin(retentionDays, 1, RECORDING_DAYS_MAX))
    problems.retentionDays = "setup.recording.problem.days";
  return problems;
}

/** Whether saving deletes recordings that the former rule would still keep. */
export function keepsShorter(was: RecordingForm, form: RecordingForm): boolean {
  if (form.retentionDays === null) return false;
  return was.retentionDays === null || form.retentionDays < was.retentionDays;
}

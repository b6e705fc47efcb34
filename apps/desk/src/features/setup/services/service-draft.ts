import { dispositionTypes, type ServiceForm, serviceTimes } from "@patchbay/protocol";
import { word } from "../../../words/words.js";
import { durationText } from "../parts/duration.js";

type Times = "answerTimeoutMs" | "wrapUpMs" | "endUndoMs" | "graceMs" | "graceOfferMs" | "inactivityEndMs";

/** What is being typed: a time that cannot be read is `null`, and rows of lists have keys. */
export interface ServiceDraft
  extends Omit<ServiceForm, Times | "serviceLevel" | "dispositions" | "requires"> {
  readonly answerTimeoutMs: number | null;
  readonly wrapUpMs: number | null;
  readonly endUndoMs: number | null;
  readonly graceMs: number | null;
  readonly graceOfferMs: number | null;
  readonly endsForSilence: boolean;
  readonly inactivityEndMs: number | null;
  readonly percent: number | null;
  readonly withinMs: number | null;
  readonly requires: readonly (ServiceForm["requires"][number] & { readonly key: number })[];
  readonly dispositions: readonly (ServiceForm["dispositions"][number] & { readonly key: number })[];
}

const MINUTE = 60_000;

/** What most centers begin with. */
export const newService: ServiceForm = {
  name: "",
  open: true,
  scheduleId: null,
  requires: [],
  distribution: "longest_idle",
  answerTimeoutMs: 20_000,
  queueLengthMax: 200,
  serviceLevel: { percent: 80, withinMs: 60_000 },
  wrapUpMs: 2 * MINUTE,
  wrapUpEndsItself: true,
  dispositions: [],
  dispositionMandatory: false,
  endUndoMs: 5_000,
  graceMs: 5 * MINUTE,
  graceOfferMs: 20_000,
  inactivityWarnMs: 10 * MINUTE,
  inactivityEndMs: 2 * MINUTE,
};

/** What is shown where nobody has said what is promised. */
const usualLevel = { percent: 80, withinMs: 60_000 };

let keys = 0;
export const nextKey = (): number => {
  keys += 1;
  return keys;
};

export const draftOf = ({
  serviceLevel,
  inactivityWarnMs,
  requires,
  ...form
}: ServiceForm): ServiceDraft => ({
  ...form,
  ...(serviceLevel ?? usualLevel),
  endsForSilence: inactivityWarnMs !== null,
  inactivityWarnMs: inactivityWarnMs ?? newService.inactivityWarnMs,
  requires: requires.map((one, key) => ({ ...one, key: -key - 1 })),
  dispositions: form.dispositions.map((one, key) => ({ ...one, key: -key - 1 })),
});

/** What is sent. Only of a draft without problems: a time that cannot be read counts as none. */
export const formOf = ({
  percent,
  withinMs,
  endsForSilence,
  requires,
  dispositions,
  ...draft
}: ServiceDraft): ServiceForm => ({
  ...draft,
  name: draft.name.trim(),
  answerTimeoutMs: draft.answerTimeoutMs ?? 0,
  wrapUpMs: draft.wrapUpMs ?? 0,
  endUndoMs: draft.endUndoMs ?? 0,
  graceMs: draft.graceMs ?? 0,
  graceOfferMs: draft.graceOfferMs ?? 0,
  inactivityWarnMs: endsForSilence ? draft.inactivityWarnMs : null,
  inactivityEndMs: draft.inactivityEndMs ?? 0,
  serviceLevel: { percent: percent ?? 0, withinMs: withinMs ?? 0 },
  requires: requires.map(({ skillId, levelMin }) => ({ skillId, levelMin })),
  dispositions: dispositions.map(({ id, name, type }) => ({ id, name: name.trim(), type })),
});

/** @param taken names of the other services */
export function problemsOf(draft: ServiceDraft, taken: readonly string[]): Record<string, string> {
  const problems: Record<string, string> = {};
  const name = draft.name.trim().toLowerCase();
  if (name === "") problems["name"] = word("serviceSetup.problem.name");
  else if (taken.some((one) => one.trim().toLowerCase() === name))
    problems["name"] = word("errors.name_taken");
  for (const [field, { min, max }] of Object.entries(serviceTimes)) {
    if (!draft.endsForSilence && (field === "inactivityWarnMs" || field === "inactivityEndMs")) continue;
    const value = draft[field as keyof typeof serviceTimes];
    if (value === null || value < min || value > max)
      problems[field] = word("serviceSetup.problem.time", { min: durationText(min), max: durationText(max) });
  }
  if (draft.percent === null || draft.percent < 1 || draft.percent > 100)
    problems["percent"] = word("serviceSetup.problem.percent");
  if (draft.queueLengthMax < 1 || draft.queueLengthMax > 10_000)
    problems["queueLengthMax"] = word("serviceSetup.problem.queue");
  const names = draft.dispositions.map((one) => one.name.trim().toLowerCase());
  for (const [at, { key }] of draft.dispositions.entries()) {
    const own = names[at] ?? "";
    if (own === "") problems[`disposition.${key}`] = word("serviceSetup.problem.result");
    else if (names.indexOf(own) !== at) problems[`disposition.${key}`] = word("errors.disposition_twice");
  }
  for (const [at, { key, skillId, levelMin }] of draft.requires.entries()) {
    if (skillId === "") problems[`skill.${key}`] = word("serviceSetup.problem.skill");
    else if (draft.requires.findIndex((one) => one.skillId === skillId) !== at)
      problems[`skill.${key}`] = word("serviceSetup.problem.skillTwice");
    else if (levelMin < 1 || levelMin > 100) problems[`skill.${key}`] = word("serviceSetup.problem.level");
  }
  if (draft.dispositionMandatory && draft.dispositions.length === 0)
    problems["dispositionMandatory"] = word("serviceSetup.problem.noResults");
  return problems;
}

export { dispositionTypes };

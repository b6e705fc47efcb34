import { type SaveScript, SCRIPT_DAYS_MAX, type SignatureSetup } from "@patchbay/protocol";

export type ServiceSignature = SignatureSetup["services"][number];

/** What is typed. A box that is not ticked keeps what stands under it, for when it is ticked again. */
export interface ScriptDraft {
  readonly offered: boolean;
  readonly language: string;
  readonly text: string;
  readonly deletes: boolean;
  readonly retentionDays: number | null;
}

const DAYS = 3_650;

export function draftOf({ script, versions, retentionDays }: ServiceSignature): ScriptDraft {
  const words = script ?? versions[0];
  return {
    offered: script !== null,
    language: words?.language ?? "en",
    text: words?.text ?? "",
    deletes: retentionDays !== null,
    retentionDays: retentionDays ?? DAYS,
  };
}

/** What is sent. @param was the script that the form was opened with */
export const formOf = (
  { offered, language, text, deletes, retentionDays }: ScriptDraft,
  was: string | null,
): SaveScript => ({
  was,
  script: offered ? { language: language.trim(), text: text.trim() } : null,
  retentionDays: deletes ? retentionDays : null,
});

export type ScriptProblems = Partial<Record<"text" | "language" | "retentionDays", string>>;

/** What is wrong, by field: paths of words. */
export function problemsOfScript(draft: ScriptDraft): ScriptProblems {
  const problems: ScriptProblems = {};
  const { offered, text, language, deletes, retentionDays } = draft;
  if (offered && text.trim() === "") problems.text = "signature.setup.problem.text";
  if (offered && !/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language.trim()))
    problems.language = "signature.setup.problem.language";
  const days = retentionDays ?? 0;
  if (deletes && !(Number.isInteger(days) && days >= 1 && days <= SCRIPT_DAYS_MAX))
    problems.retentionDays = "signature.setup.problem.days";
  return problems;
}

/** Whether saving deletes signatures that would be kept so far. */
export const deletesSooner = (
  { retentionDays: was }: Pick<ServiceSignature, "retentionDays">,
  { retentionDays: now }: Pick<SaveScript, "retentionDays">,
): boolean => now !== null && (was === null || now < was);

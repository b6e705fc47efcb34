import {
  CANNED_FOLDER_DEPTH_MAX,
  type CannedView,
  cannedKeywordPattern,
  folderPath,
  unknownVariable,
} from "@patchbay/protocol";
import { create } from "zustand";

/** What the form has: every field as it is typed. */
export interface CannedDraft {
  readonly title: string;
  readonly keyword: string;
  readonly folder: string;
  readonly text: string;
  /** Empty: every language. */
  readonly language: string;
  readonly serviceIds: readonly string[];
  readonly marks: readonly ("mobile" | "web")[];
}

export interface CannedEdit {
  readonly responseId: string;
  /** From which it is changed; 0: it is a new one. */
  readonly version: number;
  readonly shared: boolean;
  readonly was: CannedDraft;
  readonly draft: CannedDraft;
}

/** The form that is open. It outlives its room: whoever is called away to a chat finds it as it was. */
export const useCannedEdit = create<{ readonly edit: CannedEdit | null }>(() => ({ edit: null }));

const empty: CannedDraft = {
  title: "",
  keyword: "",
  folder: "",
  text: "",
  language: "",
  serviceIds: [],
  marks: [],
};

export const draftOf = ({
  title,
  keyword,
  folder,
  text,
  language,
  serviceIds,
  marks,
}: CannedView): CannedDraft => ({
  title,
  keyword,
  folder,
  text,
  language: language ?? "",
  serviceIds,
  marks,
});

/** @param folder in which a new one begins */
export function openNew(shared: boolean, folder: string): void {
  const draft = { ...empty, folder };
  useCannedEdit.setState({
    edit: { responseId: crypto.randomUUID(), version: 0, shared, was: draft, draft },
  });
}

export function openEdit(view: CannedView): void {
  const { responseId, version, shared } = view;
  const draft = draftOf(view);
  useCannedEdit.setState({ edit: { responseId, version, shared, was: draft, draft } });
}

export const closeEdit = (): void => useCannedEdit.setState({ edit: null });

export function changeDraft(change: Partial<CannedDraft>): void {
  const { edit } = useCannedEdit.getState();
  if (edit !== null) useCannedEdit.setState({ edit: { ...edit, draft: { ...edit.draft, ...change } } });
}

export const isDirty = ({ was, draft }: CannedEdit): boolean => JSON.stringify(was) !== JSON.stringify(draft);

export interface Problem {
  /** Path of a word. */
  readonly why: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** What is wrong, by field. @param others of the same set, without this one */
export function problemsOf(
  { title, keyword, folder, text, language, serviceIds, marks }: CannedDraft,
  others: readonly CannedView[],
): Readonly<Partial<Record<keyof CannedDraft, Problem>>> {
  const problem = (why: string, facts: Problem["facts"] = {}): Problem => ({
    why: `canned.form.${why}`,
    facts,
  });
  const variable = unknownVariable(text);
  const meet = (some: readonly string[], more: readonly string[]): boolean =>
    some.length === 0 || more.length === 0 || some.some((one) => more.includes(one));
  const holder = others.find(
    (other) =>
      keyword.trim() !== "" &&
      other.keyword.toLowerCase() === keyword.trim().toLowerCase() &&
      (other.language ?? "").toLowerCase() === language.toLowerCase() &&
      meet(other.serviceIds, serviceIds) &&
      meet(other.marks, marks),
  );
  const isDeep = folderPath(folder).split("/").length > CANNED_FOLDER_DEPTH_MAX;
  return {
    ...(title.trim() === "" && { title: problem("titleMissing") }),
    ...(!cannedKeywordPattern.test(keyword.trim())
      ? { keyword: problem("keywordWrong") }
      : holder !== undefined && { keyword: problem("keywordTaken", { title: holder.title }) }),
    ...(isDeep && { folder: problem("folderDeep", { max: CANNED_FOLDER_DEPTH_MAX }) }),
    ...(text.trim() === ""
      ? { text: problem("textMissing") }
      : variable !== null && { text: problem("variableUnknown", { variable }) }),
  };
}

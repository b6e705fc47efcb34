import type { ScenarioForm } from "@patchbay/protocol";
import { create } from "zustand";
import { wordsPrefix } from "../../../state/kept.js";
import { type Shelf, shelfFor } from "../../../state/shelf.js";
import { seat } from "../../../state/store.js";

/** Unsaved changes of a scenario, or a scenario that was never saved. */
export interface KeptDraft {
  /** The version that was changed; 0: a new scenario. */
  readonly base: number;
  readonly form: ScenarioForm;
}

/** By scenario; a new one is under an id of its own that begins with `new-`. */
export const useDrafts = create<{ readonly drafts: ReadonlyMap<string, KeptDraft> }>(() => ({
  drafts: new Map(),
}));

let shelf: Shelf<KeptDraft> | null = null;

/** Takes up what the same administrator left at this seat. */
export function restoreDrafts(agentId: string): void {
  shelf = shelfFor<KeptDraft>(`${wordsPrefix(seat, agentId)}scenarios/`, () => localStorage);
  const kept = [...shelf.read()].filter(([, draft]) => isDraft(draft));
  const drafts = new Map(kept.map(([id, draft]) => [id, completed(draft)]));
  useDrafts.setState({ drafts });
}

export function keepDraft(id: string, draft: KeptDraft | null): void {
  const drafts = new Map(useDrafts.getState().drafts);
  if (draft === null) drafts.delete(id);
  else drafts.set(id, draft);
  useDrafts.setState({ drafts });
  shelf?.keep(drafts);
}

/** Whether a reload would lose nothing. */
export const draftsAreSafe = (): boolean => shelf?.safe() ?? false;

export const isNew = (id: string): boolean => id.startsWith("new-");
export const newDraftId = (): string => `new-${crypto.randomUUID()}`;

/** With what a form has today, and had not when it was kept. */
const completed = ({ base, form }: KeptDraft): KeptDraft => ({
  base,
  form: {
    ...form,
    application: form.application ?? null,
    steps: form.steps.map((one) =>
      one.step?.type === "collect" ? { ...one, step: { ...NO_CHECK, ...one.step } } : one,
    ),
  },
});
const NO_CHECK = { check: null, invalidPrompts: [], cancelled: "" };

/** Another version of the page may have put something else there. */
function isDraft(draft: Partial<KeptDraft> | null): boolean {
  return typeof draft?.base === "number" && Array.isArray(draft.form?.steps);
}

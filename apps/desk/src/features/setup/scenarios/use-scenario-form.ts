import type { ScenarioForm, ScenarioProblemView, ScenarioView } from "@patchbay/protocol";
import { useEffect, useMemo, useState } from "react";
import { ask, toast, toastError } from "../../../state/actions.js";
import { word } from "../../../words/words.js";
import { goTo, tellUnsaved } from "../place.js";
import { readLists } from "../setup-data.js";
import { type EditHistory, edited, historyOf, isSameForm, redone, undone } from "./edit-history.js";
import { draftsAreSafe, isNew, keepDraft, useDrafts } from "./kept-drafts.js";
import { type Checked, checked, type KnownThings } from "./problems.js";

/** A frame of the desk's connection holds no more. */
const BYTES_MAX = 60_000;

export interface ScenarioFormState {
  readonly form: ScenarioForm;
  readonly checked: Checked;
  /** There is something to be saved. */
  readonly dirty: boolean;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly busy: boolean;
  /** Somebody else has saved this version since ours was read. */
  readonly overtakenBy: number | null;
  /** The version that was changed; 0: a new scenario. */
  readonly base: number;
  readonly edit: (change: (form: ScenarioForm) => ScenarioForm, what: string | null) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  /** Back to what is saved. */
  readonly discard: () => void;
  /** @param over the version that is overwritten knowingly */
  readonly save: (over?: number) => Promise<void>;
}

/**
 * A scenario's form: its changes with the way back, kept in the browser until they are saved, and checked while they are
 * typed.
 *
 * @param view as the server has it; `null`: a new scenario
 */
export function useScenarioForm(
  id: string,
  view: ScenarioView | null,
  known: KnownThings | null,
  onSaved: () => void,
): ScenarioFormState {
  const [draft] = useState(() => useDrafts.getState().drafts.get(id));
  const [base, setBase] = useState(() => draft?.base ?? view?.newest ?? 0);
  const [history, setHistory] = useState<EditHistory>(() => historyOf(draft?.form ?? view?.form ?? EMPTY));
  const [told, setTold] = useState<readonly ScenarioProblemView[]>([]);
  const [busy, setBusy] = useState(false);
  /** What was saved here last; the view that has it may still be on its way. */
  const [saved, setSaved] = useState<ScenarioForm | null>(null);
  const form = history.now;
  const newest = view?.newest ?? 0;
  const overtakenBy = view !== null && newest > base ? newest : null;
  const reference = newest >= base ? view?.form : saved;
  const isSaved = form === saved || (reference != null && isSameForm(form, reference));
  const dirty = view === null || overtakenBy !== null || !isSaved;

  useEffect(() => keepDraft(id, dirty ? { base, form } : null), [id, dirty, base, form]);
  useEffect(() => {
    const name = form.name || word("setup.scenario.new");
    tellUnsaved(dirty ? { name, kept: true, discard: () => keepDraft(id, null) } : null);
    return () => tellUnsaved(null);
  }, [id, dirty, form.name]);
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent): void => {
      if (dirty && !draftsAreSafe()) event.preventDefault();
    };
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [dirty]);

  const looked = useMemo(() => checked(form, known), [form, known]);
  // What only the server knows stands until the next change.
  const problems = useMemo(() => {
    const isKnown = (one: ScenarioProblemView): boolean =>
      looked.problems.some(({ stepId, field }) => stepId === one.stepId && field === one.field);
    return [...looked.problems, ...told.filter((one) => !isKnown(one))];
  }, [looked, told]);

  const put = (next: (history: EditHistory) => EditHistory): void => {
    setHistory(next);
    setTold([]);
  };
  const save = async (over = base): Promise<void> => {
    if (busy || form.name.trim() === "" || looked.problems.length > 0) return;
    const input = { scenarioId: isNew(id) ? null : id, base: over, form };
    if (JSON.stringify(input).length > BYTES_MAX) {
      toast(word("setup.scenario.tooLarge"), { tone: "error" });
      return;
    }
    setBusy(true);
    const answer = await ask("saveScenario", input);
    setBusy(false);
    if (answer.ok) {
      const { scenarioId, version } = answer.output;
      tellUnsaved(null);
      keepDraft(id, null);
      toast(word("setup.scenario.saved", { version }));
      void readLists("scenarios");
      if (isNew(id)) {
        goTo({ section: "scenarios", item: scenarioId });
        return;
      }
      setBase(version);
      setSaved(form);
      onSaved();
      return;
    }
    const { code, facts } = answer.error;
    if (code === "scenario_invalid" && Array.isArray(facts?.["problems"]))
      setTold(facts["problems"] as ScenarioProblemView[]);
    // The newest version is read; the form then says who was faster.
    else if (code === "version_conflict") onSaved();
    else toastError({ code });
  };
  return {
    form,
    checked: { ...looked, problems },
    dirty,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    busy,
    overtakenBy,
    base,
    edit: (change, what) => put((before) => edited(before, change(before.now), what, Date.now())),
    undo: () => put(undone),
    redo: () => put(redone),
    discard: () => {
      if (view === null) {
        tellUnsaved(null);
        keepDraft(id, null);
        goTo({ section: "scenarios", item: null });
        return;
      }
      setBase(newest);
      put(() => historyOf(view.form));
    },
    save,
  };
}

const EMPTY: ScenarioForm = { name: "", application: null, start: "", steps: [] };

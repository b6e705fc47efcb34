import { applicationKinds, type ScenarioForm, type ScenarioView } from "@patchbay/protocol";
import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconArrowForwardUp,
  IconCopy,
  IconTrash,
} from "@tabler/icons-react";
import { useCallback, useState } from "react";
import { ask, toast, toastError } from "../../../state/actions.js";
import { useWords } from "../../../words/words.js";
import { SelectField, TextField } from "../parts/Field.js";
import { Head } from "../parts/Head.js";
import { Question } from "../parts/Question.js";
import { UsedBy } from "../parts/UsedBy.js";
import { whenText } from "../parts/when.js";
import { goTo, tellUnsaved } from "../place.js";
import { readLists } from "../setup-data.js";
import { EarlierVersion } from "./EarlierVersion.js";
import { isNew, keepDraft, newDraftId } from "./kept-drafts.js";
import { StepList } from "./StepList.js";
import { useNames } from "./use-names.js";
import { type ScenarioFormState, useScenarioForm } from "./use-scenario-form.js";
import { Versions } from "./Versions.js";

/** The form of a scenario with its foot, its versions and where it is used. */
export function EditorForm({
  id,
  view,
  onRead,
}: {
  readonly id: string;
  readonly view: ScenarioView | null;
  /** Reads the view again. */
  readonly onRead: () => void;
}) {
  const t = useWords();
  const [shown, setShown] = useState<number | null>(null);
  const [removing, setRemoving] = useState(false);
  const [saves, setSaves] = useState(0);
  // What there is to be named does not depend on the form; what it is called does.
  const { known } = useNames(NO_FORM);
  const state = useScenarioForm(id, view, known, onRead);
  const { form, checked, dirty } = state;
  const { names } = useNames(form);
  const back = useCallback(() => setShown(null), []);
  const nameError = form.name.trim() === "" ? t("setup.scenario.problem.name") : undefined;
  const problemCount = checked.problems.length + (nameError === undefined ? 0 : 1);

  const duplicate = (): void => {
    const copy = newDraftId();
    keepDraft(copy, { base: 0, form: { ...form, name: t("setup.scenario.copyOf", { name: form.name }) } });
    goTo({ section: "scenarios", item: copy });
  };
  const remove = async (): Promise<void> => {
    setRemoving(false);
    const answer = await ask("removeScenario", { scenarioId: id });
    if (!answer.ok && answer.error.code !== "object_not_found") {
      toastError(answer.error);
      onRead();
      return;
    }
    tellUnsaved(null);
    keepDraft(id, null);
    toast(t("setup.scenario.removed", { name: form.name }));
    await readLists("scenarios");
    goTo({ section: "scenarios", item: null });
  };
  const save = (): void => {
    if (!dirty || state.overtakenBy !== null) return;
    setSaves(saves + 1);
    void state.save();
  };
  const usedBy = view?.usedBy ?? [];

  return (
    // What is saved is live: Enter in a field must not do so.
    <form className="setup-form" onSubmit={(event) => event.preventDefault()} noValidate>
      <Head
        section="scenarios"
        item={form.name || t("setup.scenario.new")}
        chips={
          isNew(id) ? (
            <span className="chip m-due">{t("setup.scenario.neverSaved")}</span>
          ) : (
            <span className="chip">{t("setup.scenario.versionOf", { version: view?.newest ?? 0 })}</span>
          )
        }
      >
        <button type="button" className="btn" onClick={duplicate}>
          <IconCopy size={16} stroke={1.7} aria-hidden="true" />
          {t("setup.scenario.duplicate")}
        </button>
        {!isNew(id) && (
          <button
            type="button"
            className="btn danger-quiet"
            aria-disabled={usedBy.length > 0}
            title={usedBy.length > 0 ? t("errors.scenario_in_use") : undefined}
            onClick={() =>
              usedBy.length > 0 ? toast(t("errors.scenario_in_use"), { tone: "error" }) : setRemoving(true)
            }
          >
            <IconTrash size={16} stroke={1.7} aria-hidden="true" />
            {t("setup.scenario.remove")}
          </button>
        )}
      </Head>
      <div className="setup-columns">
        <div className="setup-fields">
          {shown !== null ? (
            <EarlierVersion
              scenarioId={id}
              version={shown}
              onBack={back}
              onTake={(earlier) => {
                state.edit(() => earlier, null);
                back();
              }}
            />
          ) : (
            <>
              <Overtaken view={view} state={state} onLook={setShown} />
              <div className="setup-grid">
                <TextField
                  label={t("setup.scenario.name")}
                  error={nameError}
                  value={form.name}
                  max={80}
                  onChange={(name) => state.edit((now) => ({ ...now, name }), "name")}
                />
                <SelectField
                  label={t("setup.scenario.application.label")}
                  hint={t("setup.scenario.application.hint")}
                  value={form.application ?? ""}
                  onChange={(kind) => state.edit((now) => ({ ...now, application: kindOf(kind) }), null)}
                >
                  <option value="">{t("setup.scenario.application.none")}</option>
                  {applicationKinds.map((kind) => (
                    <option key={kind} value={kind}>
                      {t(`call.application.kinds.${kind}`)}
                    </option>
                  ))}
                </SelectField>
              </div>
              <StepList state={state} names={names} saves={saves} />
            </>
          )}
        </div>
        <aside className="setup-side" aria-label={t("setup.about")}>
          <UsedBy
            none={t(
              form.application === null ? "setup.scenario.noNumber" : "setup.scenario.application.used",
            )}
            uses={usedBy.map(({ entryId, name, address }) => ({
              section: "numbers",
              id: entryId,
              name: `${address} ${name}`,
            }))}
          />
          {view !== null && <Versions view={view} shown={shown} onShow={setShown} />}
        </aside>
      </div>
      <footer className="setup-foot">
        <span className="grow small soft" role="status">
          {problemCount > 0 ? (
            <span className="row tight m-danger t-m">
              <IconAlertTriangle size={14} stroke={1.8} aria-hidden="true" />
              {t("setup.scenario.toSettle", { count: problemCount })}
            </span>
          ) : dirty ? (
            t(view === null ? "setup.scenario.newNotUsed" : "setup.scenario.notUsedYet", {
              version: view?.newest,
            })
          ) : (
            t("setup.nothingChanged")
          )}
        </span>
        <button type="button" className="btn" aria-disabled={!state.canUndo} onClick={state.undo}>
          <IconArrowBackUp size={16} stroke={1.7} aria-hidden="true" />
          {t("setup.scenario.undo")}
        </button>
        <button type="button" className="btn" aria-disabled={!state.canRedo} onClick={state.redo}>
          <IconArrowForwardUp size={16} stroke={1.7} aria-hidden="true" />
          {t("setup.scenario.redo")}
        </button>
        <button type="button" className="btn" aria-disabled={!dirty} onClick={() => dirty && state.discard()}>
          {t("setup.scenario.discard")}
        </button>
        <button
          type="button"
          className="btn primary"
          aria-disabled={!dirty || state.busy || state.overtakenBy !== null}
          onClick={save}
        >
          {t("setup.save")}
        </button>
      </footer>
      {removing && (
        <Question
          title={t("setup.scenario.removeTitle", { name: form.name })}
          onClose={() => setRemoving(false)}
          choices={[
            { label: t("setup.keepIt"), run: () => setRemoving(false) },
            { label: t("setup.scenario.remove"), look: "stop", run: () => void remove() },
          ]}
        >
          <p>{t("setup.scenario.removeBody")}</p>
        </Question>
      )}
    </form>
  );
}

const kindOf = (text: string): ScenarioForm["application"] =>
  applicationKinds.find((kind) => kind === text) ?? null;

const NO_FORM: ScenarioForm = { name: "", application: null, start: "", steps: [] };

/** Somebody else was faster: nothing is overwritten unseen. */
function Overtaken({
  view,
  state,
  onLook,
}: {
  readonly view: ScenarioView | null;
  readonly state: ScenarioFormState;
  readonly onLook: (version: number) => void;
}) {
  const t = useWords();
  const { overtakenBy } = state;
  if (view === null || overtakenBy === null) return null;
  const change = view.versions.find(({ version }) => version === overtakenBy);
  return (
    <div className="banner m-due setup-overtaken" role="alert">
      <IconAlertTriangle size={18} stroke={1.6} aria-hidden="true" />
      <span>
        {t("setup.scenario.overtaken", {
          who: change?.changedBy ?? t("setup.somebody"),
          version: overtakenBy,
          when: change?.changedAt == null ? t("setup.justNow") : whenText(change.changedAt),
          base: state.base,
        })}
      </span>
      <span className="row">
        <button type="button" className="btn sm" onClick={() => onLook(overtakenBy)}>
          {t("setup.scenario.lookAt", { version: overtakenBy })}
        </button>
        <button type="button" className="btn sm" onClick={state.discard}>
          {t("setup.scenario.takeTheirs")}
        </button>
        <button type="button" className="btn sm" onClick={() => void state.save(overtakenBy)}>
          {t("setup.scenario.saveMine", { version: overtakenBy + 1 })}
        </button>
      </span>
    </div>
  );
}

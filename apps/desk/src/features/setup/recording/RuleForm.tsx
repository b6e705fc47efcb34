import { consentRules, type RecordingForm, type RecordingRuleRow } from "@patchbay/protocol";
import { type FormEvent, useEffect, useState } from "react";
import { ask, toast } from "../../../state/actions.js";
import { useWords } from "../../../words/words.js";
import { CheckField, NumberField, SelectField } from "../parts/Field.js";
import { Head } from "../parts/Head.js";
import { KeptFields } from "../parts/KeptFields.js";
import { Question } from "../parts/Question.js";
import { changedText, whenText } from "../parts/when.js";
import { goTo, tellUnsaved } from "../place.js";
import { readLists } from "../setup-data.js";
import { draftOf, formOf, keepsShorter, problemsOfRule, type RuleDraft } from "./rule-draft.js";

interface Refusal {
  readonly code: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

const PAUSE_TYPED_MAX = 1_000_000_000;

/** The rule of one service. */
export function RuleForm({ rule }: { readonly rule: RecordingRuleRow }) {
  const t = useWords();
  /** As it was read when the form was opened, or last saved. */
  const [was, setWas] = useState<RecordingForm>(rule.form);
  const [draft, setDraft] = useState<RuleDraft>(() => draftOf(rule.form));
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [shortening, setShortening] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const form = formOf(draft);
  const dirty = JSON.stringify(form) !== JSON.stringify(formOf(draftOf(was)));
  useEffect(() => {
    tellUnsaved(dirty ? { name: rule.name, kept: false, discard: () => {} } : null);
    return () => tellUnsaved(null);
  }, [dirty, rule.name]);
  useEffect(() => {
    if (!dirty) return;
    const stay = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener("beforeunload", stay);
    return () => window.removeEventListener("beforeunload", stay);
  }, [dirty]);

  const problems = asked ? problemsOfRule(draft) : {};
  const errorOf = (field: keyof typeof problems): string | undefined => {
    const path = problems[field];
    return path === undefined ? undefined : t(path);
  };
  const change = (next: Partial<RuleDraft>): void => {
    setDraft({ ...draft, ...next });
    setRefusal(null);
  };
  const save = async (): Promise<void> => {
    setShortening(false);
    setBusy(true);
    const answer = await ask("saveRecordingRule", { serviceId: rule.serviceId, was, form });
    setBusy(false);
    if (!answer.ok) {
      setRefusal({ code: answer.error.code, facts: answer.error.facts ?? {} });
      if (answer.error.code === "version_conflict") await readLists("rules");
      return;
    }
    tellUnsaved(null);
    setWas(form);
    setAsked(false);
    toast(t("setup.recording.saved", { name: rule.name }));
    await readLists("rules");
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setAsked(true);
    if (busy || !dirty || Object.keys(problemsOfRule(draft)).length > 0) return;
    if (keepsShorter(was, form)) setShortening(true);
    else void save();
  };
  const takeNewest = (): void => {
    setWas(rule.form);
    setDraft(draftOf(rule.form));
    setRefusal(null);
  };

  return (
    <form className="setup-form" onSubmit={submit} noValidate>
      <Head section="recording" item={rule.name} />
      <div className="setup-columns">
        <div className="setup-fields">
          {refusal !== null && <Refused refusal={refusal} onTakeNewest={takeNewest} />}
          <fieldset className="setup-section spaced">
            <legend>{t("setup.recording.when")}</legend>
            <div className="setup-grid">
              <SelectField
                label={t("setup.recording.mode")}
                hint={t(`setup.recording.modeHints.${draft.mode}`)}
                value={draft.mode}
                onChange={(mode) => change({ mode: mode as RuleDraft["mode"] })}
              >
                {(["never", "on_demand", "always"] as const).map((mode) => (
                  <option key={mode} value={mode}>
                    {t(`setup.recording.modes.${mode}`)}
                  </option>
                ))}
              </SelectField>
            </div>
            {draft.mode === "always" && (
              <CheckField
                label={t("setup.recording.mayStop")}
                hint={t("setup.recording.mayStopHint")}
                checked={draft.mayStop}
                onChange={(mayStop) => change({ mayStop })}
              />
            )}
            {draft.mode !== "never" && (
              <div className="setup-grid">
                <SelectField
                  label={t("setup.recording.consent")}
                  hint={t(`setup.recording.consentHints.${draft.consent}`)}
                  value={draft.consent}
                  onChange={(consent) => change({ consent: consent as RuleDraft["consent"] })}
                >
                  {consentRules.map((consent) => (
                    <option key={consent} value={consent}>
                      {t(`setup.recording.consents.${consent}`)}
                    </option>
                  ))}
                </SelectField>
              </div>
            )}
            {draft.mode !== "never" && (
              <>
                <CheckField
                  label={t("setup.recording.pauseEnds")}
                  hint={t("setup.recording.pauseEndsHint")}
                  checked={draft.pauseEnds}
                  onChange={(pauseEnds) => change({ pauseEnds })}
                />
                {draft.pauseEnds && (
                  <div className="setup-grid">
                    <NumberField
                      label={t("setup.recording.pause")}
                      error={errorOf("pauseMaxMs")}
                      value={draft.pauseMaxMs}
                      scale={1_000}
                      max={PAUSE_TYPED_MAX}
                      unit={t("setup.seconds")}
                      onChange={(pauseMaxMs) => change({ pauseMaxMs })}
                    />
                  </div>
                )}
              </>
            )}
          </fieldset>
          <KeptFields
            legend={t("setup.recording.kept")}
            label={t("setup.recording.deletes")}
            hint={t("setup.recording.deletesHint")}
            draft={draft}
            error={errorOf("retentionDays")}
            onChange={change}
          />
          <fieldset className="setup-section spaced">
            <legend>{t("setup.recording.who")}</legend>
            <CheckField
              label={t("setup.recording.agentsListen")}
              hint={t("setup.recording.agentsListenHint")}
              checked={draft.agentsListen}
              onChange={(agentsListen) => change({ agentsListen })}
            />
            <div className="setup-grid">
              <SelectField
                label={t("setup.recording.download")}
                hint={t("setup.recording.downloadHint")}
                value={draft.download}
                onChange={(download) => change({ download: download as RuleDraft["download"] })}
              >
                {(["nobody", "supervisors", "listeners"] as const).map((who) => (
                  <option key={who} value={who}>
                    {t(`setup.recording.downloads.${who}`)}
                  </option>
                ))}
              </SelectField>
            </div>
          </fieldset>
        </div>
        <aside className="setup-side" aria-label={t("setup.about")}>
          <section className="setup-side-part">
            <h2>{t("setup.recording.telling")}</h2>
            <p className="small">{t("setup.recording.tellingHint")}</p>
            <button
              type="button"
              className="link small"
              onClick={() => goTo({ section: "scenarios", item: null })}
            >
              {t("setup.sections.scenarios.name")}
            </button>
          </section>
          <section className="setup-side-part">
            <h2>{t("setup.lastChanged")}</h2>
            <p className="small">{changedText(rule)}</p>
          </section>
        </aside>
      </div>
      <footer className="setup-foot">
        <span className="grow small soft">
          {dirty ? t("setup.recording.applies") : t("setup.nothingChanged")}
        </span>
        <button type="button" className="btn" onClick={() => goTo({ section: "recording", item: null })}>
          {t("setup.backToList")}
        </button>
        <button type="submit" className="btn primary" aria-disabled={busy || !dirty}>
          {t("setup.save")}
        </button>
      </footer>
      {shortening && (
        <Question
          title={t("setup.recording.shorterTitle", { count: form.retentionDays ?? 0 })}
          onClose={() => setShortening(false)}
          choices={[
            { label: t("setup.cancel"), run: () => setShortening(false) },
            { label: t("setup.recording.shorter"), look: "stop", run: () => void save() },
          ]}
        >
          <p>{t("setup.recording.shorterBody", { name: rule.name })}</p>
        </Question>
      )}
    </form>
  );
}

function Refused({
  refusal: { code, facts },
  onTakeNewest,
}: {
  readonly refusal: Refusal;
  readonly onTakeNewest: () => void;
}) {
  const t = useWords();
  const conflict = code === "version_conflict";
  const { changedBy, changedAt } = facts;
  return (
    <div className="banner m-danger" role="alert">
      <span />
      <span>
        {conflict
          ? t("setup.recording.conflict", {
              who: typeof changedBy === "string" ? changedBy : t("setup.somebody"),
              when: typeof changedAt === "number" ? whenText(changedAt) : t("setup.justNow"),
            })
          : t(`errors.${code}`, { defaultValue: t("errors.unknown_error") })}
      </span>
      {conflict && (
        <button type="button" className="btn sm" onClick={onTakeNewest}>
          {t("setup.numbers.takeNewest")}
        </button>
      )}
    </div>
  );
}

import { SCRIPT_TEXT_MAX } from "@patchbay/protocol";
import { type FormEvent, useEffect, useState } from "react";
import { toast } from "../../../state/actions.js";
import { useWords } from "../../../words/words.js";
import { CheckField, Field, TextField } from "../parts/Field.js";
import { Head } from "../parts/Head.js";
import { KeptFields } from "../parts/KeptFields.js";
import { Question } from "../parts/Question.js";
import { whenText } from "../parts/when.js";
import { goTo, tellUnsaved } from "../place.js";
import {
  deletesSooner,
  draftOf,
  formOf,
  problemsOfScript,
  type ScriptDraft,
  type ServiceSignature,
} from "./script-draft.js";
import { saveScript } from "./signature-setup.js";

const LANGUAGE_MAX = 30;

/** What one service's agents read for a voice signature, in which version, and how long signatures are kept. */
export function ScriptForm({
  service,
  fingerprint,
  onSaved,
}: {
  readonly service: ServiceSignature;
  readonly fingerprint: string;
  readonly onSaved: () => Promise<void>;
}) {
  const t = useWords();
  const { serviceId, name, versions, script } = service;
  /** As it was read when the form was opened, or last saved. */
  const [was, setWas] = useState(service);
  const [draft, setDraft] = useState<ScriptDraft>(() => draftOf(service));
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [shortening, setShortening] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const form = formOf(draft, was.script?.scriptId ?? null);
  const dirty = JSON.stringify(form) !== JSON.stringify(formOf(draftOf(was), was.script?.scriptId ?? null));
  useEffect(() => {
    tellUnsaved(dirty ? { name, kept: false, discard: () => {} } : null);
    return () => tellUnsaved(null);
  }, [dirty, name]);
  // What was saved here comes back with its version, and what somebody else saved is shown where nothing is typed.
  useEffect(() => {
    if (dirty) return;
    setWas(service);
    setDraft(draftOf(service));
  }, [dirty, service]);

  const problems = asked ? problemsOfScript(draft) : {};
  const errorOf = (field: keyof typeof problems): string | undefined => {
    const path = problems[field];
    return path === undefined ? undefined : t(path);
  };
  const change = (next: Partial<ScriptDraft>): void => {
    setDraft({ ...draft, ...next });
    setRefusal(null);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setAsked(true);
    if (busy || !dirty || Object.keys(problemsOfScript(draft)).length > 0) return;
    if (deletesSooner(was, form)) setShortening(true);
    else void save();
  };
  const save = async (): Promise<void> => {
    setShortening(false);
    setBusy(true);
    const answer = await saveScript(serviceId, form);
    setBusy(false);
    await onSaved();
    if (!answer.ok) {
      setRefusal(answer.code);
      return;
    }
    tellUnsaved(null);
    setWas({
      ...was,
      script:
        form.script === null
          ? null
          : { scriptId: "", version: 0, approvedAt: 0, approvedBy: null, ...form.script },
      retentionDays: form.retentionDays,
    });
    setAsked(false);
    toast(t("signature.setup.saved", { name }));
  };
  const takeNewest = (): void => {
    setWas(service);
    setDraft(draftOf(service));
    setRefusal(null);
  };

  return (
    <form className="setup-form" onSubmit={submit} noValidate>
      <Head section="signature" item={name} />
      <div className="setup-columns">
        <div className="setup-fields">
          {refusal !== null && (
            <div className="banner m-danger" role="alert">
              <span />
              <span>
                {refusal === "version_conflict"
                  ? t("signature.setup.conflict")
                  : t(`errors.${refusal}`, { defaultValue: t("errors.unknown_error") })}
              </span>
              {refusal === "version_conflict" && (
                <button type="button" className="btn sm" onClick={takeNewest}>
                  {t("signature.setup.takeNewest")}
                </button>
              )}
            </div>
          )}
          <fieldset className="setup-section spaced">
            <legend>{t("signature.setup.when")}</legend>
            <CheckField
              label={t("signature.setup.offer")}
              hint={t("signature.setup.offerHint")}
              checked={draft.offered}
              onChange={(offered) => change({ offered })}
            />
            {draft.offered && (
              <Field
                label={t("signature.setup.text")}
                hint={t("signature.setup.textHint", { max: SCRIPT_TEXT_MAX })}
                error={errorOf("text")}
              >
                {(aria) => (
                  <textarea
                    {...aria}
                    className={`input signature-text${errorOf("text") === undefined ? "" : " bad"}`}
                    rows={9}
                    maxLength={SCRIPT_TEXT_MAX}
                    value={draft.text}
                    onChange={(event) => change({ text: event.target.value })}
                  />
                )}
              </Field>
            )}
            {draft.offered && (
              <div className="setup-grid">
                <TextField
                  label={t("signature.setup.language")}
                  hint={t("signature.setup.languageHint")}
                  error={errorOf("language")}
                  value={draft.language}
                  max={LANGUAGE_MAX}
                  onChange={(language) => change({ language })}
                />
              </div>
            )}
          </fieldset>
          <KeptFields
            legend={t("signature.setup.kept")}
            label={t("signature.setup.deletes")}
            hint={t("signature.setup.deletesHint")}
            draft={draft}
            error={errorOf("retentionDays")}
            onChange={change}
          />
        </div>
        <aside className="setup-side" aria-label={t("setup.about")}>
          <section className="setup-side-part">
            <h2>{t("signature.setup.versions")}</h2>
            {versions.length === 0 && <p className="small soft">{t("signature.setup.noVersion")}</p>}
            <ul className="signature-versions">
              {versions.map(({ scriptId, version, language, text, approvedAt, approvedBy }) => (
                <li key={scriptId}>
                  <details>
                    <summary>
                      {t("signature.setup.versionOf", { version })}
                      {scriptId === script?.scriptId && (
                        <span className="chip">{t("signature.setup.inForce")}</span>
                      )}
                    </summary>
                    <p className="small mute">
                      {[approvedBy, whenText(approvedAt)].filter((one) => one !== null).join(", ")}
                    </p>
                    <p className="small signature-old" lang={language}>
                      {text}
                    </p>
                    <button
                      type="button"
                      className="link small"
                      onClick={() => change({ offered: true, language, text })}
                    >
                      {t("signature.setup.take")}
                    </button>
                  </details>
                </li>
              ))}
            </ul>
          </section>
          <section className="setup-side-part signature-key">
            <h2>{t("signature.setup.key")}</h2>
            <p className="small">{t("signature.setup.keyHint")}</p>
            <code className="small">{fingerprint}</code>
          </section>
        </aside>
      </div>
      <footer className="setup-foot">
        <span className="grow small soft">
          {dirty ? t("signature.setup.applies") : t("setup.nothingChanged")}
        </span>
        <button type="button" className="btn" onClick={() => goTo({ section: "signature", item: null })}>
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
          <p>{t("signature.setup.shorterBody", { name })}</p>
        </Question>
      )}
    </form>
  );
}

import { type AfterChatRow, SURVEY_LANGUAGES_MAX, SURVEY_QUESTION_MAX } from "@patchbay/protocol";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { type FormEvent, useEffect, useState } from "react";
import { ask, toast } from "../../../state/actions.js";
import { useWords } from "../../../words/words.js";
import { CheckField, NumberField, TextField } from "../parts/Field.js";
import { Head } from "../parts/Head.js";
import { changedText, whenText } from "../parts/when.js";
import { goTo, tellUnsaved } from "../place.js";
import { readLists } from "../setup-data.js";
import {
  type AfterChatDraft,
  draftOf,
  formOf,
  isWhole,
  problemsOf,
  type QuestionDraft,
  withQuestion,
} from "./after-chat-draft.js";
import "../masking/masking.css";

const LANGUAGE_MAX = 20;
const DAYS_TYPED_MAX = 1_000_000;

interface Refusal {
  readonly code: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** What follows the chats of one service. */
export function AfterChatForm({ row }: { readonly row: AfterChatRow }) {
  const t = useWords();
  /** As it was read when the form was opened, or last saved. */
  const [was, setWas] = useState(row.form);
  const [draft, setDraft] = useState<AfterChatDraft>(() => draftOf(row.form));
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const form = formOf(draft);
  const dirty = JSON.stringify(form) !== JSON.stringify(formOf(draftOf(was)));
  const problems = problemsOf(draft);
  useEffect(() => {
    tellUnsaved(dirty ? { name: row.name, kept: false, discard: () => {} } : null);
    return () => tellUnsaved(null);
  }, [dirty, row.name]);
  const change = (next: Partial<AfterChatDraft>): void => {
    setDraft((before) => ({ ...before, ...next }));
    setRefusal(null);
  };
  const put = (key: number, next: Partial<QuestionDraft>): void =>
    change({ questions: draft.questions.map((one) => (one.key === key ? { ...one, ...next } : one)) });
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setAsked(true);
    if (busy || !dirty || !isWhole(draft)) return;
    setBusy(true);
    const answer = await ask("saveAfterChat", { serviceId: row.serviceId, was, form });
    setBusy(false);
    if (!answer.ok) {
      setRefusal({ code: answer.error.code, facts: answer.error.facts ?? {} });
      if (answer.error.code === "version_conflict") await readLists("afterChats");
      return;
    }
    tellUnsaved(null);
    setWas(form);
    setAsked(false);
    toast(t("afterChat.saved", { name: row.name }));
    await readLists("afterChats");
  };
  const takeNewest = (): void => {
    setWas(row.form);
    setDraft(draftOf(row.form));
    setRefusal(null);
  };
  const told = (code: string | undefined): string | undefined =>
    asked && code !== undefined ? t(`afterChat.problem.${code}`) : undefined;

  return (
    <form className="setup-form" onSubmit={(event) => void submit(event)} noValidate>
      <Head section="afterChat" item={row.name} />
      <div className="setup-columns">
        <div className="setup-fields">
          {refusal !== null && (
            <div className="banner m-danger" role="alert">
              <span />
              <span>
                {refusal.code === "version_conflict"
                  ? t("afterChat.conflict", {
                      who:
                        typeof refusal.facts["changedBy"] === "string"
                          ? refusal.facts["changedBy"]
                          : t("setup.somebody"),
                      when:
                        typeof refusal.facts["changedAt"] === "number"
                          ? whenText(refusal.facts["changedAt"])
                          : t("setup.justNow"),
                    })
                  : t(`errors.${refusal.code}`, { defaultValue: t("errors.unknown_error") })}
              </span>
              {refusal.code === "version_conflict" && (
                <button type="button" className="btn sm" onClick={takeNewest}>
                  {t("setup.numbers.takeNewest")}
                </button>
              )}
            </div>
          )}
          <fieldset className="setup-section spaced">
            <legend>{t("afterChat.survey")}</legend>
            <CheckField
              label={t("afterChat.asks")}
              hint={t("afterChat.asksHint")}
              checked={draft.survey}
              onChange={(survey) => change({ survey })}
            />
            {draft.survey && (
              <>
                {draft.questions.map(({ key, language, text }, index) => (
                  <div className="masking-row" key={key}>
                    <TextField
                      label={t("afterChat.language")}
                      value={language}
                      max={LANGUAGE_MAX}
                      hint={index === 0 ? t("afterChat.languageHint") : undefined}
                      error={told(problems.questions[index]?.language)}
                      onChange={(typed) => put(key, { language: typed })}
                    />
                    <TextField
                      label={t("afterChat.question")}
                      className="grow"
                      value={text}
                      max={SURVEY_QUESTION_MAX}
                      hint={index === 0 ? t("afterChat.firstHint") : undefined}
                      error={told(problems.questions[index]?.text)}
                      onChange={(typed) => put(key, { text: typed })}
                    />
                    {draft.questions.length > 1 && (
                      <button
                        type="button"
                        className="btn icon"
                        aria-label={t("afterChat.remove", {
                          language: language.trim() || t("afterChat.unnamed"),
                        })}
                        title={t("afterChat.remove", { language: language.trim() || t("afterChat.unnamed") })}
                        onClick={() =>
                          change({ questions: draft.questions.filter((one) => one.key !== key) })
                        }
                      >
                        <IconTrash size={16} stroke={1.7} aria-hidden="true" />
                      </button>
                    )}
                  </div>
                ))}
                {draft.questions.length < SURVEY_LANGUAGES_MAX && (
                  <div>
                    <button type="button" className="btn sm" onClick={() => change(withQuestion(draft))}>
                      <IconPlus size={16} stroke={1.7} aria-hidden="true" />
                      {t("afterChat.add")}
                    </button>
                  </div>
                )}
                <CheckField
                  label={t("afterChat.comment")}
                  hint={t("afterChat.commentHint")}
                  checked={draft.comment}
                  onChange={(comment) => change({ comment })}
                />
              </>
            )}
          </fieldset>
          <fieldset className="setup-section spaced">
            <legend>{t("afterChat.transcript")}</legend>
            <CheckField
              label={t("afterChat.links")}
              hint={t("afterChat.linksHint")}
              checked={draft.links}
              onChange={(links) => change({ links })}
            />
            {draft.links && (
              <div className="setup-grid">
                <NumberField
                  label={t("afterChat.days")}
                  error={asked && problems.days ? t("afterChat.problem.days") : undefined}
                  value={draft.days}
                  max={DAYS_TYPED_MAX}
                  unit={t("afterChat.daysUnit")}
                  onChange={(days) => change({ days })}
                />
              </div>
            )}
          </fieldset>
        </div>
        <aside className="setup-side" aria-label={t("setup.about")}>
          <section className="setup-side-part">
            <h2>{t("setup.lastChanged")}</h2>
            <p className="small">{changedText(row)}</p>
          </section>
        </aside>
      </div>
      <footer className="setup-foot">
        <span className="grow small soft">{dirty ? t("afterChat.applies") : t("setup.nothingChanged")}</span>
        <button type="button" className="btn" onClick={() => goTo({ section: "afterChat", item: null })}>
          {t("setup.backToList")}
        </button>
        <button type="submit" className="btn primary" aria-disabled={busy || !dirty}>
          {t("setup.save")}
        </button>
      </footer>
    </form>
  );
}

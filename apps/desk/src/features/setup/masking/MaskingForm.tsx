import { MASKING_TRY_MAX, type MaskingRow } from "@patchbay/protocol";
import { type FormEvent, useEffect, useState } from "react";
import { ask, toast } from "../../../state/actions.js";
import { useWords } from "../../../words/words.js";
import { CheckField, Field } from "../parts/Field.js";
import { Head } from "../parts/Head.js";
import { changedText, whenText } from "../parts/when.js";
import { goTo, tellUnsaved } from "../place.js";
import { readLists } from "../setup-data.js";
import { Expressions } from "./Expressions.js";
import { draftOf, formOf, type MaskingDraft, missingIn } from "./masking-draft.js";
import "./masking.css";
import { useTried } from "./use-tried.js";

interface Refusal {
  readonly code: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** What one entry hides, and a field to try it in. */
export function MaskingForm({ entry }: { readonly entry: MaskingRow }) {
  const t = useWords();
  /** As it was read when the form was opened, or last saved. */
  const [was, setWas] = useState(entry.form);
  const [draft, setDraft] = useState<MaskingDraft>(() => draftOf(entry.form));
  const [text, setText] = useState("");
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const tried = useTried(draft, text);
  const form = formOf(draft);
  const dirty = JSON.stringify(form) !== JSON.stringify(was);
  useEffect(() => {
    tellUnsaved(dirty ? { name: entry.name, kept: false, discard: () => {} } : null);
    return () => tellUnsaved(null);
  }, [dirty, entry.name]);

  const change = (next: Partial<MaskingDraft>): void => {
    setDraft((before) => ({ ...before, ...next }));
    setRefusal(null);
  };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setAsked(true);
    if (busy || !dirty || missingIn(draft)) return;
    setBusy(true);
    const answer = await ask("saveMasking", { entryId: entry.entryId, was, form });
    setBusy(false);
    if (!answer.ok) {
      setRefusal({ code: answer.error.code, facts: answer.error.facts ?? {} });
      if (answer.error.code === "version_conflict") await readLists("entries");
      return;
    }
    tellUnsaved(null);
    setWas(form);
    setAsked(false);
    toast(t("masking.saved", { name: entry.name }));
    await readLists("entries");
  };
  const takeNewest = (): void => {
    setWas(entry.form);
    setDraft(draftOf(entry.form));
    setRefusal(null);
  };

  return (
    <form className="setup-form" onSubmit={(event) => void submit(event)} noValidate>
      <Head section="masking" item={entry.name} />
      <div className="setup-columns">
        <div className="setup-fields">
          {refusal !== null && <Refused refusal={refusal} onTakeNewest={takeNewest} />}
          <fieldset className="setup-section spaced">
            <legend>{t("masking.what")}</legend>
            <CheckField
              label={t("masking.cards")}
              hint={t("masking.cardsHint")}
              checked={draft.cards}
              onChange={(cards) => change({ cards })}
            />
            {draft.cards && (
              <CheckField
                label={t("masking.lastFour")}
                hint={t("masking.lastFourHint")}
                checked={draft.cardLastFour}
                onChange={(cardLastFour) => change({ cardLastFour })}
              />
            )}
            <CheckField
              label={t("masking.socialSecurity")}
              hint={t("masking.socialSecurityHint")}
              checked={draft.socialSecurity}
              onChange={(socialSecurity) => change({ socialSecurity })}
            />
          </fieldset>
          <Expressions draft={draft} asked={asked} problems={tried?.problems ?? []} onChange={change} />
        </div>
        <aside className="setup-side" aria-label={t("setup.about")}>
          <section className="setup-side-part">
            <h2>{t("masking.try")}</h2>
            <Field label={t("masking.tryLabel")} hint={t("masking.tryHint")}>
              {(aria) => (
                <textarea
                  {...aria}
                  className="input masking-try"
                  rows={4}
                  maxLength={MASKING_TRY_MAX}
                  autoComplete="off"
                  spellCheck={false}
                  value={text}
                  onChange={(event) => setText(event.target.value)}
                />
              )}
            </Field>
            <p className="label masking-kept">{t("masking.left")}</p>
            <output className="masking-left" aria-live="polite">
              {text === "" ? (
                <span className="mute">{t("masking.tryEmpty")}</span>
              ) : (
                tried !== null && (
                  <>
                    <span className="masking-text">{tried.text}</span>
                    {!tried.masked && <span className="mute small">{t("masking.tryNothing")}</span>}
                  </>
                )
              )}
            </output>
          </section>
          <section className="setup-side-part">
            <h2>{t("setup.lastChanged")}</h2>
            <p className="small">{changedText(entry)}</p>
          </section>
        </aside>
      </div>
      <footer className="setup-foot">
        <span className="grow small soft">{dirty ? t("masking.applies") : t("setup.nothingChanged")}</span>
        <button type="button" className="btn" onClick={() => goTo({ section: "masking", item: null })}>
          {t("setup.backToList")}
        </button>
        <button type="submit" className="btn primary" aria-disabled={busy || !dirty}>
          {t("setup.save")}
        </button>
      </footer>
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
          ? t("masking.conflict", {
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

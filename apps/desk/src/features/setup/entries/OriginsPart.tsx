import { useWords } from "../../../words/words.js";
import { Field } from "../parts/Field.js";
import type { SetupForm } from "../parts/use-form.js";
import type { EntryDraft } from "./entry-draft.js";

/** Which companies' pages may show it. */
export function OriginsPart({ form: { draft, change, errorOf } }: { readonly form: SetupForm<EntryDraft> }) {
  const t = useWords();
  const error = errorOf("origins");
  return (
    <fieldset className="setup-section spaced">
      <legend>{t("entrySetup.origins")}</legend>
      <Field label={t("entrySetup.originsLabel")} hint={t("entrySetup.originsHint")} error={error}>
        {(aria) => (
          <textarea
            {...aria}
            className={`area num${error === undefined ? "" : " bad"}`}
            rows={3}
            spellCheck={false}
            autoComplete="off"
            value={draft.origins}
            onChange={({ target }) => change({ origins: target.value })}
          />
        )}
      </Field>
    </fieldset>
  );
}

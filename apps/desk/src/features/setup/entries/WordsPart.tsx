import { type ServiceRow, type WidgetLanguage, widgetLanguages } from "@patchbay/protocol";
import { languageName } from "../../../parts/language-name.js";
import { useWords } from "../../../words/words.js";
import { durationText } from "../parts/duration.js";
import { Field, SelectField, TextField } from "../parts/Field.js";
import type { SetupForm } from "../parts/use-form.js";
import { goTo } from "../place.js";
import { type EntryDraft, withLanguages } from "./entry-draft.js";
import { type Editing, LanguageSwitch } from "./LanguageSwitch.js";

/** What the chat says by itself, in each language, and what happens when nobody says anything. */
export function WordsPart({
  form: { draft, change, errorOf },
  editing,
  service,
}: {
  readonly form: SetupForm<EntryDraft>;
  readonly editing: Editing;
  /** Where its chats go; absent: nobody has chosen yet. */
  readonly service: ServiceRow | undefined;
}) {
  const t = useWords();
  const { languages } = draft;
  const { language } = editing;
  const [first = "en"] = languages;
  const choose = (chosen: ReadonlySet<WidgetLanguage>, preferred: WidgetLanguage): void => {
    const next = withLanguages(chosen, preferred);
    const [only] = next;
    if (only === undefined) return;
    change({ languages: next });
    if (!next.includes(language)) editing.edit(only);
  };
  const text = (field: "title" | "greeting" | "closed", typed: string): void =>
    change({ [field]: { ...draft[field], [language]: typed } });
  return (
    <fieldset className="setup-section spaced">
      <legend>{t("entrySetup.words")}</legend>
      <div className="setup-grid">
        <fieldset className="field entry-languages">
          <legend className="label">{t("entrySetup.languages")}</legend>
          {widgetLanguages.map((one) => (
            <label key={one} className="row">
              <input
                type="checkbox"
                checked={languages.includes(one)}
                disabled={languages.length === 1 && languages.includes(one)}
                onChange={({ target }) => {
                  const chosen = new Set(languages);
                  if (target.checked) chosen.add(one);
                  else chosen.delete(one);
                  choose(chosen, chosen.has(first) ? first : ([...chosen][0] ?? one));
                }}
              />
              {languageName(one)}
            </label>
          ))}
          <p className="hint">{t("entrySetup.languagesHint")}</p>
        </fieldset>
        <SelectField
          label={t("entrySetup.first")}
          value={first}
          onChange={(next) => choose(new Set(languages), next as WidgetLanguage)}
        >
          {languages.map((one) => (
            <option key={one} value={one}>
              {languageName(one)}
            </option>
          ))}
        </SelectField>
      </div>
      <LanguageSwitch languages={languages} editing={editing} />
      <TextField
        label={t("entrySetup.title")}
        hint={t("entrySetup.titleHint")}
        error={errorOf("title")}
        value={draft.title[language] ?? ""}
        max={60}
        onChange={(typed) => text("title", typed)}
      />
      {(["greeting", "closed"] as const).map((field) => (
        <Field
          key={field}
          label={t(field === "closed" ? "entrySetup.closedText" : "entrySetup.greeting")}
          hint={t(field === "closed" ? "entrySetup.closedTextHint" : "entrySetup.greetingHint")}
          error={errorOf(field)}
        >
          {(aria) => (
            <textarea
              {...aria}
              className={`area${errorOf(field) === undefined ? "" : " bad"}`}
              rows={2}
              maxLength={300}
              lang={language}
              value={draft[field][language] ?? ""}
              onChange={({ target }) => text(field, target.value)}
            />
          )}
        </Field>
      ))}
      {service !== undefined && (
        <p className="small">
          {service.form.inactivityWarnMs === null
            ? t("entrySetup.noSilence")
            : t("entrySetup.silence", {
                warn: durationText(service.form.inactivityWarnMs),
                end: durationText(service.form.inactivityEndMs),
              })}{" "}
          <button
            type="button"
            className="link"
            onClick={() => goTo({ section: "services", item: service.serviceId })}
          >
            {t("entrySetup.silenceOf", { name: service.form.name })}
          </button>
        </p>
      )}
    </fieldset>
  );
}

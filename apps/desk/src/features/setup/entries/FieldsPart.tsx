import { widgetFieldKinds } from "@patchbay/protocol";
import { IconGripVertical, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useWords } from "../../../words/words.js";
import { CheckField, SelectField, TextField } from "../parts/Field.js";
import { moved, RowButtons } from "../parts/RowButtons.js";
import type { SetupForm } from "../parts/use-form.js";
import { type EntryDraft, type FieldDraft, nextKey, proposedFieldName } from "./entry-draft.js";
import { type Editing, LanguageSwitch } from "./LanguageSwitch.js";

const FIELDS_MAX = 10;
const CHOICES_MAX = 20;

/** What a visitor is asked before a chat, in the order of the form; moved by buttons or by dragging. */
export function FieldsPart({
  form: { draft, change, errorOf },
  editing,
}: {
  readonly form: SetupForm<EntryDraft>;
  readonly editing: Editing;
}) {
  const t = useWords();
  const { fields } = draft;
  const [dragged, setDragged] = useState<number | null>(null);
  const put = (key: number, next: Partial<FieldDraft>): void =>
    change({ fields: fields.map((one) => (one.key === key ? { ...one, ...next } : one)) });
  const drop = (to: number): void => {
    const from = fields.findIndex(({ key }) => key === dragged);
    if (from >= 0 && from !== to) change({ fields: moved(fields, from, to) });
    setDragged(null);
  };
  const add = (): void =>
    change({
      fields: [
        ...fields,
        { key: nextKey(), name: "", kind: "text", required: false, label: {}, choices: [] },
      ],
    });
  return (
    <fieldset className="setup-section spaced">
      <legend>{t("entrySetup.fields")}</legend>
      {fields.length === 0 ? (
        <p className="small mute">{t("entrySetup.noFields")}</p>
      ) : (
        <LanguageSwitch languages={draft.languages} editing={editing} />
      )}
      <ul className="entry-fields">
        {fields.map((field, at) => (
          <li
            key={field.key}
            className={field.key === dragged ? "dragged" : ""}
            onDragOver={(event) => dragged !== null && event.preventDefault()}
            onDrop={(event) => {
              event.preventDefault();
              drop(at);
            }}
          >
            <span
              className="entry-grip"
              draggable
              aria-hidden="true"
              title={t("entrySetup.drag")}
              onDragStart={(event) => {
                event.dataTransfer.effectAllowed = "move";
                event.dataTransfer.setData("text/plain", field.name);
                setDragged(field.key);
              }}
              onDragEnd={() => setDragged(null)}
            >
              <IconGripVertical size={16} stroke={1.7} />
            </span>
            <OneField
              field={field}
              first={draft.languages[0] ?? "en"}
              language={editing.language}
              errorOf={errorOf}
              put={(next) => put(field.key, next)}
            />
            <RowButtons
              name={field.label[editing.language] || field.name || t("entrySetup.field")}
              at={at}
              count={fields.length}
              onMove={(to) => change({ fields: moved(fields, at, to) })}
              onRemove={() => change({ fields: fields.filter(({ key }) => key !== field.key) })}
            />
          </li>
        ))}
      </ul>
      {fields.length < FIELDS_MAX && (
        <div>
          <button type="button" className="btn sm" onClick={add}>
            <IconPlus size={16} stroke={1.8} aria-hidden="true" />
            {t("entrySetup.addField")}
          </button>
        </div>
      )}
    </fieldset>
  );
}

function OneField({
  field,
  first,
  language,
  errorOf,
  put,
}: {
  readonly field: FieldDraft;
  readonly first: Editing["language"];
  readonly language: Editing["language"];
  readonly errorOf: SetupForm<EntryDraft>["errorOf"];
  readonly put: (next: Partial<FieldDraft>) => void;
}) {
  const t = useWords();
  const { key, name, kind, required, label, choices } = field;
  // As long as nobody has written a name, it follows the label.
  const follows = language === first && name === proposedFieldName(label[first] ?? "");
  return (
    <div className="entry-field">
      <div className="entry-row">
        <TextField
          label={t("entrySetup.label")}
          className="grow"
          error={errorOf(`field.${key}.label`)}
          value={label[language] ?? ""}
          max={80}
          onChange={(typed) =>
            put({
              label: { ...label, [language]: typed },
              ...(follows && { name: proposedFieldName(typed) }),
            })
          }
        />
        <SelectField
          label={t("entrySetup.fieldKind")}
          value={kind}
          onChange={(next) => put({ kind: next as FieldDraft["kind"] })}
        >
          {widgetFieldKinds.map((one) => (
            <option key={one} value={one}>
              {t(`entrySetup.fieldKinds.${one}`)}
            </option>
          ))}
        </SelectField>
        <TextField
          label={t("entrySetup.fieldName")}
          error={errorOf(`field.${key}.name`)}
          value={name}
          max={40}
          onChange={(next) => put({ name: next })}
        />
      </div>
      <CheckField
        label={t("entrySetup.required")}
        checked={required}
        onChange={(next) => put({ required: next })}
      />
      {kind === "choice" && (
        <div className="entry-choices">
          {choices.map((choice, at) => (
            <div className="entry-row" key={choice.key}>
              <TextField
                label={t("entrySetup.choice")}
                className="grow"
                error={errorOf(`choice.${choice.key}`)}
                value={choice.label[language] ?? ""}
                max={80}
                onChange={(typed) =>
                  put({
                    choices: choices.map((one) =>
                      one.key === choice.key ? { ...one, label: { ...one.label, [language]: typed } } : one,
                    ),
                  })
                }
              />
              <RowButtons
                name={choice.label[language] || t("entrySetup.choice")}
                at={at}
                count={choices.length}
                onMove={(to) => put({ choices: moved(choices, at, to) })}
                onRemove={() => put({ choices: choices.filter((one) => one.key !== choice.key) })}
              />
            </div>
          ))}
          {errorOf(`field.${key}.choices`) !== undefined && (
            <p className="hint bad">{errorOf(`field.${key}.choices`)}</p>
          )}
          {choices.length < CHOICES_MAX && (
            <button
              type="button"
              className="btn sm"
              onClick={() => put({ choices: [...choices, { key: nextKey(), value: "", label: {} }] })}
            >
              <IconPlus size={16} stroke={1.8} aria-hidden="true" />
              {t("entrySetup.addChoice")}
            </button>
          )}
        </div>
      )}
    </div>
  );
}

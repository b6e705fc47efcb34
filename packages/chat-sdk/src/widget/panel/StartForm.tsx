/** @jsxImportSource preact */
import type { WidgetField } from "@patchbay/protocol";
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { textIn } from "../words/language.js";
import { usePanel } from "./context.js";

const MESSAGE = "message";

/** What is asked before a chat. Nothing is sent with mistakes; the first one gets the focus and says what it is. */
export function StartForm({ about }: { readonly about: Readonly<Record<string, string>> }): JSX.Element {
  const { chat, settings, language, t } = usePanel();
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [looked, setLooked] = useState<ReadonlySet<string>>(new Set());
  const form = useRef<HTMLFormElement>(null);
  const valueIn = (name: string): string => values[name] ?? about[name] ?? "";
  const set = (name: string, value: string): void => setValues((now) => ({ ...now, [name]: value }));
  const look = (name: string): void => setLooked((now) => new Set([...now, name]));

  const mistakeIn = (
    { kind, required }: Pick<WidgetField, "kind" | "required">,
    value: string,
  ): string | null => {
    const text = value.trim();
    if (text === "") return required ? t("missing") : null;
    if (kind === "email" && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) return t("badEmail");
    if (kind === "phone" && text.replace(/\D/g, "").length < 5) return t("badPhone");
    return null;
  };
  const fields: readonly WidgetField[] = [
    ...settings.fields,
    { name: MESSAGE, kind: "long_text", required: true, label: { [language]: t("message") }, choices: [] },
  ];

  const start = (event: Event): void => {
    event.preventDefault();
    const wrong = fields.find((field) => mistakeIn(field, valueIn(field.name)) !== null);
    setLooked(new Set(fields.map(({ name }) => name)));
    if (wrong !== undefined) {
      form.current?.querySelector<HTMLElement>(`[name="${wrong.name}"]`)?.focus();
      return;
    }
    const given = settings.fields.flatMap(({ name }) => {
      const value = valueIn(name).trim();
      return value === "" ? [] : [[name, value] as const];
    });
    const parameters = { ...about, ...Object.fromEntries(given), language };
    const phone = settings.fields.find(({ kind }) => kind === "phone");
    void chat.start({
      parameters,
      message: valueIn(MESSAGE).trim(),
      ...(phone !== undefined && { phone: valueIn(phone.name).trim() }),
    });
  };

  return (
    <form class="start" ref={form} onSubmit={start} noValidate>
      <p class="greeting">{textIn(settings.greeting, language, settings.languages)}</p>
      {fields.map((field) => {
        const mistake = looked.has(field.name) ? mistakeIn(field, valueIn(field.name)) : null;
        return (
          <Field
            key={field.name}
            field={field}
            value={valueIn(field.name)}
            mistake={mistake}
            set={(value) => set(field.name, value)}
            look={() => look(field.name)}
          />
        );
      })}
      <div class="start-row">
        <button type="submit" class="main">
          {t("start")}
        </button>
        {settings.privacyUrl !== null && (
          <a class="quiet" href={settings.privacyUrl} target="_blank" rel="noopener noreferrer">
            {t("privacy")}
          </a>
        )}
      </div>
    </form>
  );
}

interface FieldProps {
  readonly field: WidgetField;
  readonly value: string;
  readonly mistake: string | null;
  readonly set: (value: string) => void;
  readonly look: () => void;
}

const AUTOCOMPLETE: Readonly<Record<string, string>> = {
  first_name: "given-name",
  last_name: "family-name",
  email: "email",
  phone: "tel",
};

function Field({ field, value, mistake, set, look }: FieldProps): JSX.Element {
  const { settings, language, t } = usePanel();
  const { name, kind, required } = field;
  const id = `field-${name}`;
  const common = {
    id,
    name,
    "aria-required": required,
    "aria-invalid": mistake !== null,
    "aria-describedby": mistake === null ? undefined : `${id}-mistake`,
    onBlur: () => value !== "" && look(),
  };
  const say = (event: Event): void => set((event.currentTarget as HTMLInputElement).value);
  return (
    <div class="field">
      <label for={id}>
        {textIn(field.label, language, settings.languages)}
        {!required && <span class="soft"> ({t("optional")})</span>}
      </label>
      {kind === "long_text" ? (
        <textarea {...common} rows={2} maxLength={4_000} value={value} onInput={say} />
      ) : kind === "choice" ? (
        <select {...common} value={value} onChange={say}>
          <option value="">{t("choose")}</option>
          {field.choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {textIn(choice.label, language, settings.languages)}
            </option>
          ))}
        </select>
      ) : (
        <input
          {...common}
          type={kind === "email" ? "email" : kind === "phone" ? "tel" : "text"}
          autocomplete={AUTOCOMPLETE[name] ?? "off"}
          maxLength={200}
          value={value}
          onInput={say}
        />
      )}
      {mistake !== null && (
        <p class="mistake" id={`${id}-mistake`} role="alert">
          {mistake}
        </p>
      )}
    </div>
  );
}

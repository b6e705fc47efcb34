import { IconAlertTriangle } from "@tabler/icons-react";
import { type ReactNode, useId, useState } from "react";

interface FieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is wrong with it, as a sentence. */
  readonly error?: string | undefined;
  readonly className?: string;
}
interface Aria {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": boolean;
}

/** A label above, the field, and below what helps or what is wrong. */
export function Field({
  label,
  hint,
  error,
  className = "",
  children,
}: FieldProps & { readonly children: (aria: Aria) => ReactNode }) {
  const id = useId();
  const described = error !== undefined ? `${id}-error` : hint !== undefined ? `${id}-hint` : undefined;
  return (
    <div className={`field ${className}`}>
      <label htmlFor={id}>{label}</label>
      {children({ id, "aria-describedby": described, "aria-invalid": error !== undefined })}
      {error !== undefined ? (
        <p id={`${id}-error`} className="hint bad">
          <IconAlertTriangle size={14} stroke={1.8} aria-hidden="true" />
          {error}
        </p>
      ) : (
        hint !== undefined && (
          <p id={`${id}-hint`} className="hint">
            {hint}
          </p>
        )
      )}
    </div>
  );
}

const look = (error: string | undefined): string => `input md${error === undefined ? "" : " bad"}`;

export function TextField({
  value,
  onChange,
  max,
  list,
  inputMode,
  ...field
}: FieldProps & {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly max: number;
  /** Id of a datalist with suggestions. */
  readonly list?: string;
  readonly inputMode?: "tel";
}) {
  return (
    <Field {...field}>
      {(aria) => (
        <input
          {...aria}
          className={look(field.error)}
          value={value}
          maxLength={max}
          list={list}
          inputMode={inputMode}
          autoComplete="off"
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

/**
 * A number with its unit inside the field. What is typed stays as it is typed until the field is left; what is none counts as 0,
 * which is told as out of range.
 */
export function NumberField({
  value,
  onChange,
  scale = 1,
  max,
  unit,
  ...field
}: FieldProps & {
  /** `null`: empty, where that means something. */
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
  /** How much one of the unit is. */
  readonly scale?: number;
  /** What the server takes at most; what is allowed is another question. */
  readonly max: number;
  readonly unit: string;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const shown = value === null ? "" : String(value / scale);
  const read = (text: string): number | null => {
    if (text.trim() === "") return null;
    const number = Number(text.replace(",", "."));
    return Number.isFinite(number) && number >= 0 ? Math.min(max, Math.round(number * scale)) : 0;
  };
  return (
    <Field {...field}>
      {(aria) => (
        <span className={`${look(field.error)} setup-number`}>
          <input
            {...aria}
            inputMode="decimal"
            autoComplete="off"
            value={typed ?? shown}
            onChange={(event) => {
              setTyped(event.target.value);
              onChange(read(event.target.value));
            }}
            onBlur={() => setTyped(null)}
          />
          <span className="mute small" aria-hidden="true">
            {unit}
          </span>
        </span>
      )}
    </Field>
  );
}

export function SelectField({
  value,
  onChange,
  children,
  ...field
}: FieldProps & {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly children: ReactNode;
}) {
  return (
    <Field {...field}>
      {(aria) => (
        <select
          {...aria}
          className={`${look(field.error)} setup-select`}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        >
          {children}
        </select>
      )}
    </Field>
  );
}

export function CheckField({
  label,
  hint,
  error,
  checked,
  onChange,
}: {
  readonly label: string;
  readonly hint?: string;
  /** What is wrong with it, instead of the hint. */
  readonly error?: string | undefined;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}) {
  const id = useId();
  return (
    <div className="setup-check">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        aria-describedby={(error ?? hint) === undefined ? undefined : `${id}-hint`}
        aria-invalid={error !== undefined}
        onChange={(event) => onChange(event.target.checked)}
      />
      <label htmlFor={id}>{label}</label>
      {(error ?? hint) !== undefined && (
        <p id={`${id}-hint`} className={error === undefined ? "hint" : "hint bad"}>
          {error ?? hint}
        </p>
      )}
    </div>
  );
}

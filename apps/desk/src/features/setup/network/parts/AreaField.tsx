import { Field } from "../../parts/Field.js";

/** Several patterns, numbers or addresses, separated by commas, blanks or line ends. */
export function AreaField({
  label,
  hint,
  error,
  value,
  rows = 2,
  onChange,
}: {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly value: string;
  readonly rows?: number;
  readonly onChange: (value: string) => void;
}) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(aria) => (
        <textarea
          {...aria}
          className={`area num${error === undefined ? "" : " bad"}`}
          value={value}
          rows={rows}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

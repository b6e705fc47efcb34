import { useState } from "react";
import { durationText, readDuration } from "./duration.js";
import { Field } from "./Field.js";

/**
 * A length of time as people type it ("30 s", "2 min", "1:30"). What is typed stays until the field is left; what is none counts
 * as `null`, which is told as missing.
 */
export function DurationField({
  label,
  hint,
  error,
  value,
  onChange,
}: {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  /** Milliseconds; `null`: nothing that can be read. */
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <Field label={label} hint={hint} error={error}>
      {(aria) => (
        <input
          {...aria}
          className={`input md${error === undefined ? "" : " bad"}`}
          value={typed ?? (value === null ? "" : durationText(value))}
          maxLength={30}
          autoComplete="off"
          onChange={(event) => {
            setTyped(event.target.value);
            onChange(readDuration(event.target.value) ?? null);
          }}
          // What could not be read stays to be seen, with what is wrong with it.
          onBlur={() => value !== null && setTyped(null)}
        />
      )}
    </Field>
  );
}

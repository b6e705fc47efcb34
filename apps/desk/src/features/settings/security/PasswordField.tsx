import { PASSWORD_MAX } from "@patchbay/protocol";
import { Field } from "../../setup/parts/Field.js";

/** A password as it is typed; it is never shown. */
export function PasswordField({
  label,
  hint,
  error,
  value,
  autoComplete,
  onChange,
}: {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly value: string;
  readonly autoComplete: "current-password" | "new-password";
  readonly onChange: (value: string) => void;
}) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(aria) => (
        <input
          {...aria}
          type="password"
          className={`input md${error === undefined ? "" : " bad"}`}
          autoComplete={autoComplete}
          maxLength={PASSWORD_MAX}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

/** Six digits of an app, or a recovery code. */
export function CodeField({
  label,
  hint,
  error,
  value,
  isNext = false,
  onChange,
}: {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly value: string;
  /** It has the focus as soon as it is there. */
  readonly isNext?: boolean;
  readonly onChange: (value: string) => void;
}) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(aria) => (
        <input
          {...aria}
          className={`input md account-code${error === undefined ? "" : " bad"}`}
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={40}
          // biome-ignore lint/a11y/noAutofocus: the field is what comes next in its dialog
          autoFocus={isNext}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

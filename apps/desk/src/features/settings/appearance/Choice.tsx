import { useId } from "react";

/** One of a few, each in sight. */
export function Choice<Value extends string | number>({
  legend,
  hint,
  values,
  chosen,
  nameOf,
  onChoose,
}: {
  readonly legend: string;
  readonly hint?: string;
  readonly values: readonly Value[];
  readonly chosen: Value;
  readonly nameOf: (value: Value) => string;
  readonly onChoose: (value: Value) => void;
}) {
  const name = useId();
  return (
    <fieldset className="settings-choice" aria-describedby={hint && `${name}-hint`}>
      <legend>{legend}</legend>
      <div className="settings-tiles">
        {values.map((value) => (
          <label key={value}>
            <input
              type="radio"
              name={name}
              value={value}
              checked={chosen === value}
              onChange={() => onChoose(value)}
            />
            {nameOf(value)}
          </label>
        ))}
      </div>
      {hint && (
        <p className="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
    </fieldset>
  );
}

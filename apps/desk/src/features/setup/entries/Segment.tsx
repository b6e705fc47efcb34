/** One of a few, side by side. */
export function Segment<Value extends string>({
  label,
  labelShown = false,
  options,
  value,
  onChange,
}: {
  readonly label: string;
  readonly labelShown?: boolean;
  readonly options: readonly { readonly value: Value; readonly name: string }[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}) {
  return (
    <div className="entry-segment">
      {labelShown && (
        <span className="small soft" aria-hidden="true">
          {label}
        </span>
      )}
      <fieldset className="segment">
        <legend className="vh">{label}</legend>
        {options.map((one) => (
          <button
            key={one.value}
            type="button"
            className={one.value === value ? "on" : ""}
            aria-pressed={one.value === value}
            onClick={() => onChange(one.value)}
          >
            {one.name}
          </button>
        ))}
      </fieldset>
    </div>
  );
}

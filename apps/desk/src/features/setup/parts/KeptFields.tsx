import { useWords } from "../../../words/words.js";
import { CheckField, NumberField } from "./Field.js";

const DAYS_TYPED_MAX = 1_000_000;

/** How long something is kept, as it is typed. */
export interface KeptDraft {
  readonly deletes: boolean;
  readonly retentionDays: number | null;
}

/** Whether recordings of a kind are deleted after a time, and after how many days. */
export function KeptFields({
  legend,
  label,
  hint,
  draft: { deletes, retentionDays },
  error,
  onChange,
}: {
  readonly legend: string;
  readonly label: string;
  readonly hint: string;
  readonly draft: KeptDraft;
  readonly error: string | undefined;
  readonly onChange: (next: Partial<KeptDraft>) => void;
}) {
  const t = useWords();
  return (
    <fieldset className="setup-section spaced">
      <legend>{legend}</legend>
      <CheckField
        label={label}
        hint={hint}
        checked={deletes}
        onChange={(next) => onChange({ deletes: next })}
      />
      {deletes && (
        <div className="setup-grid">
          <NumberField
            label={t("setup.recording.retention")}
            error={error}
            value={retentionDays}
            max={DAYS_TYPED_MAX}
            unit={t("setup.recording.daysUnit")}
            onChange={(next) => onChange({ retentionDays: next })}
          />
        </div>
      )}
    </fieldset>
  );
}

import type { ScenarioForm } from "@patchbay/protocol";
import { useWords } from "../../../../words/words.js";
import { SelectField } from "../../parts/Field.js";
import { stepName } from "../use-names.js";

/** Where the call goes on: one of the steps. */
export function TargetField({
  label,
  form,
  value,
  onChange,
  error,
  none,
}: {
  readonly label: string;
  readonly form: ScenarioForm;
  readonly value: string;
  readonly onChange: (stepId: string) => void;
  readonly error?: string | undefined;
  /** What an empty choice means where it is one. */
  readonly none?: string;
}) {
  const t = useWords();
  const isThere = form.steps.some(({ stepId }) => stepId === value);
  return (
    <SelectField label={label} value={isThere ? value : ""} onChange={onChange} error={error}>
      <option value="">{none ?? t("setup.scenario.chooseStep")}</option>
      {form.steps.map(({ stepId }) => (
        <option key={stepId} value={stepId}>
          {stepName(form, stepId)}
        </option>
      ))}
    </SelectField>
  );
}

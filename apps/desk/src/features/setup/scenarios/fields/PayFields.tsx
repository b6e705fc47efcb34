import { useWords } from "../../../../words/words.js";
import { SelectField } from "../../parts/Field.js";
import { PromptsField } from "./PromptsField.js";
import type { StepFieldsProps } from "./step-fields.js";
import { TargetField } from "./TargetField.js";

const DIGITS = ["card", "expiry", "code"] as const;
const OUTCOMES = ["approved", "declined", "failed"] as const;

/** With which secret digits it is paid, and where the call goes on. */
export function PayFields({ step, form, change, errorOf }: StepFieldsProps<"pay">) {
  const t = useWords();
  const names = [
    ...new Set(
      form.steps.flatMap(({ step: one }) => (one.type === "collect" && one.secure ? [one.name] : [])),
    ),
  ];
  return (
    <>
      <PromptsField
        label={t("setup.scenario.pay.prompts")}
        value={step.prompts}
        error={errorOf("prompts")}
        onChange={(prompts) => change({ ...step, prompts }, null)}
      />
      <div className="setup-grid three">
        {DIGITS.map((field) => (
          <SelectField
            key={field}
            label={t(`setup.scenario.pay.${field}`)}
            error={errorOf(field)}
            value={names.includes(step[field]) ? step[field] : ""}
            onChange={(name) => change({ ...step, [field]: name }, null)}
          >
            <option value="">{t("setup.choose")}</option>
            {names.map((name) => (
              <option key={name} value={name}>
                {name.replaceAll("_", " ")}
              </option>
            ))}
          </SelectField>
        ))}
        {OUTCOMES.map((field) => (
          <TargetField
            key={field}
            label={t(`setup.scenario.pay.${field}`)}
            form={form}
            value={step[field]}
            error={errorOf(field)}
            onChange={(target) => change({ ...step, [field]: target }, null)}
          />
        ))}
      </div>
    </>
  );
}

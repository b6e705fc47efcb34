import { digitsChecks } from "@patchbay/protocol";
import { useWords } from "../../../../words/words.js";
import { CheckField, NumberField, SelectField, TextField } from "../../parts/Field.js";
import { PromptsField } from "./PromptsField.js";
import type { StepFieldsProps } from "./step-fields.js";
import { TargetField } from "./TargetField.js";

export function CollectFields({ step, form, change, errorOf }: StepFieldsProps<"collect">) {
  const t = useWords();
  return (
    <>
      <PromptsField
        label={t("setup.scenario.collect.prompts")}
        value={step.prompts}
        error={errorOf("prompts")}
        onChange={(prompts) => change({ ...step, prompts }, null)}
      />
      <div className="setup-grid three">
        <TextField
          label={t("setup.scenario.collect.name")}
          hint={t("setup.scenario.collect.nameHint")}
          error={errorOf("name")}
          value={step.name}
          max={60}
          onChange={(name) => change({ ...step, name }, "name")}
        />
        <NumberField
          label={t("setup.scenario.collect.min")}
          error={errorOf("lengthMin")}
          value={step.lengthMin}
          max={100}
          unit={t("setup.digits")}
          onChange={(lengthMin) => change({ ...step, lengthMin: lengthMin ?? 0 }, "lengthMin")}
        />
        <NumberField
          label={t("setup.scenario.collect.max")}
          error={errorOf("lengthMax")}
          value={step.lengthMax}
          max={100}
          unit={t("setup.digits")}
          onChange={(lengthMax) => change({ ...step, lengthMax: lengthMax ?? 0 }, "lengthMax")}
        />
        <NumberField
          label={t("setup.scenario.silence")}
          error={errorOf("timeoutMs")}
          value={step.timeoutMs}
          scale={1_000}
          max={86_400_000}
          unit={t("setup.seconds")}
          onChange={(timeoutMs) => change({ ...step, timeoutMs: timeoutMs ?? 0 }, "timeoutMs")}
        />
        <NumberField
          label={t("setup.scenario.attempts")}
          error={errorOf("attemptsMax")}
          value={step.attemptsMax}
          max={100}
          unit={t("setup.times")}
          onChange={(attemptsMax) => change({ ...step, attemptsMax: attemptsMax ?? 0 }, "attemptsMax")}
        />
      </div>
      <CheckField
        label={t("setup.scenario.collect.secure")}
        hint={t("setup.scenario.collect.secureHint")}
        checked={step.secure}
        onChange={(secure) => change({ ...step, secure }, null)}
      />
      {errorOf("secure") !== undefined && <p className="hint bad">{errorOf("secure")}</p>}
      <div className="setup-grid">
        <SelectField
          label={t("setup.scenario.collect.check")}
          hint={t("setup.scenario.collect.checkHint")}
          value={step.check ?? ""}
          onChange={(text) =>
            change({ ...step, check: digitsChecks.find((check) => check === text) ?? null }, null)
          }
        >
          <option value="">{t("setup.scenario.collect.checks.none")}</option>
          {digitsChecks.map((check) => (
            <option key={check} value={check}>
              {t(`setup.scenario.collect.checks.${check}`)}
            </option>
          ))}
        </SelectField>
      </div>
      <PromptsField
        label={t("setup.scenario.collect.invalid")}
        value={step.invalidPrompts}
        error={errorOf("invalidPrompts")}
        onChange={(invalidPrompts) => change({ ...step, invalidPrompts }, null)}
      />
      <div className="setup-grid">
        <TargetField
          label={t("setup.scenario.collect.next")}
          form={form}
          value={step.next}
          error={errorOf("next")}
          onChange={(next) => change({ ...step, next }, null)}
        />
        <TargetField
          label={t("setup.scenario.otherwise")}
          form={form}
          value={step.otherwise}
          error={errorOf("otherwise")}
          onChange={(otherwise) => change({ ...step, otherwise }, null)}
        />
        <TargetField
          label={t("setup.scenario.collect.cancelled")}
          form={form}
          value={step.cancelled}
          error={errorOf("cancelled")}
          none={t("setup.scenario.collect.cannotCancel")}
          onChange={(cancelled) => change({ ...step, cancelled }, null)}
        />
      </div>
    </>
  );
}

import type { ScenarioForm, ScenarioStepForm } from "@patchbay/protocol";
import { useWords } from "../../../../words/words.js";
import { NumberField, SelectField, TextField } from "../../parts/Field.js";
import { useSetupData } from "../../setup-data.js";
import { CollectFields } from "./CollectFields.js";
import { FindAgentFields, ServiceField } from "./FindAgentFields.js";
import { HoursFields } from "./HoursFields.js";
import { MenuFields } from "./MenuFields.js";
import { PayFields } from "./PayFields.js";
import { PromptsField } from "./PromptsField.js";
import type { StepFieldsProps } from "./step-fields.js";
import { TargetField } from "./TargetField.js";

interface Props {
  readonly step: ScenarioStepForm;
  readonly form: ScenarioForm;
  readonly change: StepFieldsProps<"play">["change"];
  readonly errorOf: StepFieldsProps<"play">["errorOf"];
}

/** The fields of a step, by its type. */
export function StepFields({ step, ...props }: Props) {
  switch (step.type) {
    case "hours":
      return <HoursFields step={step} {...props} />;
    case "menu":
      return <MenuFields step={step} {...props} />;
    case "collect":
      return <CollectFields step={step} {...props} />;
    case "find_agent":
      return <FindAgentFields step={step} {...props} />;
    case "play":
    case "echo":
      return <PlayFields step={step} {...props} />;
    case "set":
      return <SetFields step={step} {...props} />;
    case "pay":
      return <PayFields step={step} {...props} />;
    case "transfer":
      return <TransferFields step={step} {...props} />;
    case "voicemail":
      return <VoicemailFields step={step} {...props} />;
    case "hang_up":
      return <HangUpFields step={step} {...props} />;
  }
}

function PlayFields({ step, form, change, errorOf }: StepFieldsProps<"play" | "echo">) {
  const t = useWords();
  return (
    <>
      <PromptsField
        label={t("setup.scenario.prompts")}
        value={step.prompts}
        error={errorOf("prompts")}
        onChange={(prompts) => change({ ...step, prompts }, null)}
      />
      <div className="setup-grid">
        <TargetField
          label={t(step.type === "echo" ? "setup.scenario.echo.next" : "setup.scenario.next")}
          form={form}
          value={step.next}
          error={errorOf("next")}
          onChange={(next) => change({ ...step, next }, null)}
        />
      </div>
    </>
  );
}

function SetFields({ step, form, change, errorOf }: StepFieldsProps<"set">) {
  const t = useWords();
  return (
    <div className="setup-grid three">
      <TextField
        label={t("setup.scenario.set.name")}
        hint={t("setup.scenario.set.nameHint")}
        error={errorOf("name")}
        value={step.name}
        max={60}
        onChange={(name) => change({ ...step, name }, "name")}
      />
      <TextField
        label={t("setup.scenario.set.value")}
        value={step.value}
        max={200}
        onChange={(value) => change({ ...step, value }, "value")}
      />
      <TargetField
        label={t("setup.scenario.next")}
        form={form}
        value={step.next}
        error={errorOf("next")}
        onChange={(next) => change({ ...step, next }, null)}
      />
    </div>
  );
}

function TransferFields({ step, form, change, errorOf }: StepFieldsProps<"transfer">) {
  const t = useWords();
  const numbers = useSetupData((state) => state.numbers) ?? [];
  const isThere = numbers.some(({ entryId }) => entryId === step.entryId);
  return (
    <div className="setup-grid">
      <SelectField
        label={t("setup.scenario.transfer.number")}
        hint={t("setup.scenario.transfer.numberHint")}
        error={errorOf("entryId")}
        value={isThere ? step.entryId : ""}
        onChange={(entryId) => change({ ...step, entryId }, null)}
      >
        <option value="">{t("setup.choose")}</option>
        {numbers.map(({ entryId, address, name }) => (
          <option key={entryId} value={entryId}>
            {address} {name}
          </option>
        ))}
      </SelectField>
      <TargetField
        label={t("setup.scenario.transfer.unavailable")}
        form={form}
        value={step.unavailable}
        error={errorOf("unavailable")}
        onChange={(unavailable) => change({ ...step, unavailable }, null)}
      />
    </div>
  );
}

function VoicemailFields({ step, form, change, errorOf }: StepFieldsProps<"voicemail">) {
  const t = useWords();
  return (
    <>
      <PromptsField
        label={t("setup.scenario.prompts")}
        value={step.prompts}
        error={errorOf("prompts")}
        onChange={(prompts) => change({ ...step, prompts }, null)}
      />
      <div className="setup-grid three">
        <ServiceField
          value={step.serviceId}
          error={errorOf("serviceId")}
          onChange={(serviceId) => change({ ...step, serviceId }, null)}
        />
        <NumberField
          label={t("setup.scenario.voicemail.max")}
          error={errorOf("maxMs")}
          value={step.maxMs}
          scale={1_000}
          max={86_400_000}
          unit={t("setup.seconds")}
          onChange={(maxMs) => change({ ...step, maxMs: maxMs ?? 0 }, "maxMs")}
        />
        <TargetField
          label={t("setup.scenario.next")}
          form={form}
          value={step.next}
          error={errorOf("next")}
          onChange={(next) => change({ ...step, next }, null)}
        />
      </div>
    </>
  );
}

function HangUpFields({ step, change, errorOf }: StepFieldsProps<"hang_up">) {
  const t = useWords();
  return (
    <PromptsField
      label={t("setup.scenario.hangUp.prompts")}
      hint={t("setup.scenario.hangUp.promptsHint")}
      value={step.prompts}
      error={errorOf("prompts")}
      onChange={(prompts) => change({ ...step, prompts }, null)}
    />
  );
}

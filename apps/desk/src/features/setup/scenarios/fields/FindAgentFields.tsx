import { useDesk } from "../../../../state/store.js";
import { useWords } from "../../../../words/words.js";
import { Field, NumberField, SelectField } from "../../parts/Field.js";
import { ListenButton } from "../../parts/ListenButton.js";
import { useSetupData } from "../../setup-data.js";
import { PromptOptions } from "./PromptsField.js";
import type { StepFieldsProps } from "./step-fields.js";
import { TargetField } from "./TargetField.js";

export function FindAgentFields({ step, form, change, errorOf }: StepFieldsProps<"find_agent">) {
  const t = useWords();
  const prompts = useSetupData((state) => state.prompts) ?? [];
  const music = prompts.find(({ promptId }) => promptId === step.music);
  return (
    <div className="setup-grid">
      <ServiceField
        value={step.serviceId}
        error={errorOf("serviceId")}
        onChange={(serviceId) => change({ ...step, serviceId }, null)}
      />
      <Field label={t("setup.scenario.find.music")} error={errorOf("music")}>
        {(aria) => (
          <span className="row">
            <select
              {...aria}
              className={`input md setup-select grow${aria["aria-invalid"] ? " bad" : ""}`}
              value={music === undefined ? "" : step.music}
              onChange={(event) =>
                event.target.value !== "" && change({ ...step, music: event.target.value }, null)
              }
            >
              <option value="">{t("setup.choose")}</option>
              <PromptOptions kind="music" />
            </select>
            <ListenButton promptId={step.music} name={music?.name ?? t("setup.gone")} />
          </span>
        )}
      </Field>
      <NumberField
        label={t("setup.scenario.find.announce")}
        hint={t("setup.scenario.find.announceHint")}
        error={errorOf("announceEveryMs")}
        value={step.announceEveryMs}
        scale={1_000}
        max={86_400_000}
        unit={t("setup.seconds")}
        onChange={(announceEveryMs) => change({ ...step, announceEveryMs }, "announceEveryMs")}
      />
      <NumberField
        label={t("setup.scenario.find.overflowAfter")}
        hint={t("setup.scenario.find.overflowAfterHint")}
        error={errorOf("overflowAfterMs")}
        value={step.overflowAfterMs}
        scale={60_000}
        max={86_400_000}
        unit={t("setup.minutes")}
        onChange={(overflowAfterMs) => change({ ...step, overflowAfterMs }, "overflowAfterMs")}
      />
      <TargetField
        label={t("setup.scenario.find.overflow")}
        form={form}
        value={step.overflow}
        error={errorOf("overflow")}
        onChange={(overflow) => change({ ...step, overflow }, null)}
      />
      <TargetField
        label={t("setup.scenario.find.unavailable")}
        form={form}
        value={step.unavailable}
        error={errorOf("unavailable")}
        onChange={(unavailable) => change({ ...step, unavailable }, null)}
      />
    </div>
  );
}

export function ServiceField({
  value,
  error,
  onChange,
}: {
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (serviceId: string) => void;
}) {
  const t = useWords();
  const services = useDesk((state) => state.data?.services);
  return (
    <SelectField
      label={t("setup.service")}
      error={error}
      value={services?.has(value) ? value : ""}
      onChange={onChange}
    >
      <option value="">{t("setup.choose")}</option>
      {[...(services?.values() ?? [])].map(({ serviceId, name }) => (
        <option key={serviceId} value={serviceId}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}

import type { ScenarioForm, ScenarioStepForm, ScenarioStepType } from "@patchbay/protocol";

/** What the fields of a step get. */
export interface StepFieldsProps<Type extends ScenarioStepType> {
  readonly step: Extract<ScenarioStepForm, { readonly type: Type }>;
  readonly form: ScenarioForm;
  /** @param what names the field: letters typed in it one after the other are one change */
  readonly change: (step: ScenarioStepForm, what: string | null) => void;
  /** The sentence for what is wrong with a field. */
  readonly errorOf: (field: string) => string | undefined;
}

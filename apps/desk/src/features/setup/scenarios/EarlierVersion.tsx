import type { ScenarioForm, ScenarioView } from "@patchbay/protocol";
import { IconHistory } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { ask, toastError } from "../../../state/actions.js";
import { useWords } from "../../../words/words.js";
import { changedText } from "../parts/when.js";
import { stepIcons, summaryOf } from "./step-look.js";
import { useNames } from "./use-names.js";

/** A version as it was, to look at and to take over into the form. */
export function EarlierVersion({
  scenarioId,
  version,
  onBack,
  onTake,
}: {
  readonly scenarioId: string;
  readonly version: number;
  readonly onBack: () => void;
  readonly onTake: (form: ScenarioForm) => void;
}) {
  const t = useWords();
  const [view, setView] = useState<ScenarioView | null>(null);
  useEffect(() => {
    let wanted = true;
    void ask("setupScenario", { scenarioId, version }).then((answer) => {
      if (!wanted) return;
      if (answer.ok) setView(answer.output);
      else {
        toastError(answer.error);
        onBack();
      }
    });
    return () => {
      wanted = false;
    };
  }, [scenarioId, version, onBack]);
  if (view === null) return null;
  const change = view.versions.find((one) => one.version === version);
  return (
    <>
      <div className="banner m-accent" role="status">
        <IconHistory size={18} stroke={1.6} aria-hidden="true" />
        <span>
          <b>{t("setup.scenario.versionOf", { version })}</b> {change !== undefined && changedText(change)}
        </span>
        <span className="row">
          <button type="button" className="btn sm" onClick={onBack}>
            {t("setup.scenario.backToForm")}
          </button>
          <button type="button" className="btn sm primary" onClick={() => onTake(view.form)}>
            {t("setup.scenario.take")}
          </button>
        </span>
      </div>
      <Steps form={view.form} />
    </>
  );
}

function Steps({ form }: { readonly form: ScenarioForm }) {
  const t = useWords();
  const { names } = useNames(form);
  return (
    <>
      <p className="soft">{form.name}</p>
      <ol className="setup-steps">
        {form.steps.map(({ stepId, name, step }, at) => {
          const Icon = stepIcons[step.type];
          return (
            <li key={stepId} className="setup-step">
              <div className="setup-step-head">
                <span className="setup-step-mark" aria-hidden="true">
                  <Icon size={18} stroke={1.6} />
                </span>
                <span className="setup-step-title">
                  <span className="row tight">
                    <span className="num mute">{at + 1}</span>
                    <b className="strong clip">{name || t(`setup.scenario.types.${step.type}.name`)}</b>
                    <span className="small mute">{t(`setup.scenario.types.${step.type}.name`)}</span>
                  </span>
                  <span className="small soft">{summaryOf(step, names)}</span>
                </span>
                {form.start === stepId && (
                  <span className="chip m-accent">{t("setup.scenario.isFirst")}</span>
                )}
              </div>
            </li>
          );
        })}
      </ol>
    </>
  );
}

import { Menu } from "@mantine/core";
import type { ScenarioForm, ScenarioProblemView } from "@patchbay/protocol";
import {
  IconAlertTriangle,
  IconArrowDown,
  IconArrowUp,
  IconChevronDown,
  IconChevronRight,
  IconDots,
} from "@tabler/icons-react";
import { useId } from "react";
import { useWords } from "../../../words/words.js";
import { TextField } from "../parts/Field.js";
import { keepFocus } from "../parts/keep-focus.js";
import { StepFields } from "./fields/StepFields.js";
import type { FormStep } from "./form-changes.js";
import { problemAt, wordsOfProblem } from "./problems.js";
import { type Names, stepIcons, summaryOf } from "./step-look.js";

/** What can be done with a step. */
export interface StepActions {
  readonly change: (stepId: string, step: FormStep["step"], what: string | null) => void;
  readonly rename: (stepId: string, name: string) => void;
  readonly move: (stepId: string, by: -1 | 1) => void;
  readonly duplicate: (stepId: string) => void;
  readonly remove: (stepId: string) => void;
  readonly makeFirst: (stepId: string) => void;
  readonly toggle: (stepId: string) => void;
}

/** One step: closed, it says in a line what it does; open, it shows its fields. */
export function StepCard({
  one,
  form,
  problems,
  isUnreachable,
  isOpen,
  names,
  actions,
}: {
  readonly one: FormStep;
  readonly form: ScenarioForm;
  /** Of this step. */
  readonly problems: readonly ScenarioProblemView[];
  readonly isUnreachable: boolean;
  readonly isOpen: boolean;
  readonly names: Names;
  readonly actions: StepActions;
}) {
  const t = useWords();
  const id = useId();
  const { stepId, step, name } = one;
  const at = form.steps.findIndex((other) => other.stepId === stepId);
  const isFirst = form.start === stepId;
  const Icon = stepIcons[step.type];
  const type = t(`setup.scenario.types.${step.type}.name`);
  const title = name || type;
  const errorOf = (field: string): string | undefined => {
    const problem = problemAt(problems, field);
    return problem === undefined ? undefined : t(wordsOfProblem(problem));
  };
  const ofWhole = problems.find(({ field }) => field === undefined);
  return (
    <li className={`setup-step${isOpen ? " open" : ""}`} id={`step-${stepId}`}>
      <div className="setup-step-head">
        <button
          type="button"
          className="setup-step-toggle"
          aria-expanded={isOpen}
          aria-controls={`${id}-body`}
          onClick={() => actions.toggle(stepId)}
        >
          {isOpen ? (
            <IconChevronDown size={16} stroke={1.8} aria-hidden="true" />
          ) : (
            <IconChevronRight size={16} stroke={1.8} aria-hidden="true" />
          )}
          <span className="setup-step-mark" aria-hidden="true">
            <Icon size={18} stroke={1.6} />
          </span>
          <span className="setup-step-title">
            <span className="row tight">
              <span className="num mute">{at + 1}</span>
              <b className="strong clip">{title}</b>
              {name !== "" && <span className="small mute">{type}</span>}
            </span>
            {!isOpen && <span className="small soft clip">{summaryOf(step, names)}</span>}
          </span>
        </button>
        <span className="row tight">
          {isFirst && <span className="chip m-accent">{t("setup.scenario.isFirst")}</span>}
          {isUnreachable && (
            <span className="chip m-due" title={t("setup.scenario.unreachableWhy")}>
              {t("setup.scenario.unreachable")}
            </span>
          )}
          {problems.length > 0 && !isOpen && (
            <span className="chip m-danger">
              <IconAlertTriangle size={14} stroke={1.8} aria-hidden="true" />
              {t("setup.scenario.problems", { count: problems.length })}
            </span>
          )}
          <button
            type="button"
            id={`up-${stepId}`}
            className="btn icon quiet sm"
            aria-label={t("setup.scenario.up", { name: title })}
            title={t("setup.scenario.upShort")}
            aria-disabled={at === 0}
            onClick={(event) => {
              if (at === 0) return;
              keepFocus(event.currentTarget, `#up-${CSS.escape(stepId)}`);
              actions.move(stepId, -1);
            }}
          >
            <IconArrowUp size={16} stroke={1.7} aria-hidden="true" />
          </button>
          <button
            type="button"
            id={`down-${stepId}`}
            className="btn icon quiet sm"
            aria-label={t("setup.scenario.down", { name: title })}
            title={t("setup.scenario.downShort")}
            aria-disabled={at === form.steps.length - 1}
            onClick={(event) => {
              if (at === form.steps.length - 1) return;
              keepFocus(event.currentTarget, `#down-${CSS.escape(stepId)}`);
              actions.move(stepId, 1);
            }}
          >
            <IconArrowDown size={16} stroke={1.7} aria-hidden="true" />
          </button>
          <Menu position="bottom-end" width={220} withinPortal trapFocus>
            <Menu.Target>
              <button
                type="button"
                className="btn icon quiet sm"
                aria-label={t("setup.scenario.more", { name: title })}
              >
                <IconDots size={16} stroke={1.7} aria-hidden="true" />
              </button>
            </Menu.Target>
            <Menu.Dropdown className="menu">
              {!isFirst && (
                <Menu.Item
                  component="button"
                  type="button"
                  className="item"
                  onClick={() => actions.makeFirst(stepId)}
                >
                  {t("setup.scenario.makeFirst")}
                </Menu.Item>
              )}
              <Menu.Item
                component="button"
                type="button"
                className="item"
                onClick={() => actions.duplicate(stepId)}
              >
                {t("setup.scenario.duplicateStep")}
              </Menu.Item>
              <Menu.Item
                component="button"
                type="button"
                className="item"
                disabled={form.steps.length === 1}
                onClick={() => actions.remove(stepId)}
              >
                {t("setup.scenario.removeStep")}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </span>
      </div>
      {isOpen && (
        <div className="setup-step-body" id={`${id}-body`}>
          <p className="hint">{t(`setup.scenario.types.${step.type}.what`)}</p>
          {ofWhole !== undefined && (
            <p className="hint bad">
              <IconAlertTriangle size={14} stroke={1.8} aria-hidden="true" />
              {t(wordsOfProblem(ofWhole))}
            </p>
          )}
          <div className="setup-grid">
            <TextField
              label={t("setup.scenario.stepName")}
              value={name}
              max={60}
              onChange={(next) => actions.rename(stepId, next)}
            />
          </div>
          <StepFields
            step={step}
            form={form}
            errorOf={errorOf}
            change={(next, what) => actions.change(stepId, next, what === null ? null : `${stepId} ${what}`)}
          />
        </div>
      )}
    </li>
  );
}

import { Menu } from "@mantine/core";
import type { ScenarioProblemView, ScenarioStepType } from "@patchbay/protocol";
import { IconAlertTriangle, IconPlus } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useDesk } from "../../../state/store.js";
import { useWords } from "../../../words/words.js";
import {
  changedStep,
  duplicated,
  freeStepId,
  moved,
  namedStep,
  newStep,
  withoutStep,
  withStep,
} from "./form-changes.js";
import { labelOfProblem, wordsOfProblem } from "./problems.js";
import { StepCard } from "./StepCard.js";
import { addableTypes, type Names, stepIcons } from "./step-look.js";
import type { ScenarioFormState } from "./use-scenario-form.js";

/** The steps of a scenario, one card below the other, and what is wrong with them in one list. */
export function StepList({
  state,
  names,
  saves,
}: {
  readonly state: ScenarioFormState;
  readonly names: Names;
  /** How often somebody has asked to save. */
  readonly saves: number;
}) {
  const t = useWords();
  const { form, checked, edit } = state;
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set([form.start]));
  const [said, setSaid] = useState("");
  /** A step that was just added: its name is typed next. */
  const [added, setAdded] = useState<string | null>(null);
  const list = useRef<HTMLOListElement>(null);
  const serviceId = useDesk((store) => [...(store.data?.services.keys() ?? [])][0] ?? "");
  useEffect(() => {
    if (added === null) return;
    document.querySelector<HTMLElement>(`#step-${CSS.escape(added)} .setup-step-body input`)?.focus();
    setAdded(null);
  }, [added]);
  // Whoever wants to save sees where it cannot be.
  const { problems } = checked;
  const problemsNow = useRef(problems);
  problemsNow.current = problems;
  useEffect(() => {
    if (saves === 0) return;
    const bad = problemsNow.current.flatMap(({ stepId }) => (stepId === null ? [] : [stepId]));
    const [first] = bad;
    if (first === undefined) return;
    setOpen((before) => new Set([...before, ...bad]));
    focusProblem(first);
  }, [saves]);

  const show = (stepId: string): void => setOpen((before) => new Set([...before, stepId]));
  const add = (type: ScenarioStepType): void => {
    const stepId = freeStepId(form);
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    // The call most often goes on to what stands at the end already.
    const next = form.steps.at(-1)?.stepId ?? "";
    const step = newStep(type, { serviceId, zone }, next);
    edit((now) => withStep(now, { stepId, name: "", step }, now.steps.length), null);
    show(stepId);
    setAdded(stepId);
  };
  const actions = {
    change: (stepId: string, step: Parameters<typeof changedStep>[2], what: string | null) =>
      edit((now) => changedStep(now, stepId, step), what),
    rename: (stepId: string, name: string) =>
      edit((now) => namedStep(now, stepId, name), `${stepId} its name`),
    move: (stepId: string, by: -1 | 1) => {
      edit((now) => moved(now, stepId, by), null);
      const at = form.steps.findIndex((one) => one.stepId === stepId) + by + 1;
      setSaid(t("setup.scenario.movedTo", { place: at }));
    },
    duplicate: (stepId: string) => {
      const id = freeStepId(form);
      const original = form.steps.find((one) => one.stepId === stepId);
      const name = original?.name ? t("setup.scenario.copyOf", { name: original.name }).slice(0, 60) : "";
      edit((now) => duplicated(now, stepId, id, name), null);
      show(id);
      setAdded(id);
    },
    remove: (stepId: string) => {
      edit((now) => withoutStep(now, stepId), null);
      setSaid(t("setup.scenario.stepRemoved"));
      list.current?.querySelector<HTMLElement>(".setup-step-toggle")?.focus();
    },
    makeFirst: (stepId: string) => edit((now) => ({ ...now, start: stepId }), null),
    toggle: (stepId: string) =>
      setOpen((before) => {
        const after = new Set(before);
        if (!after.delete(stepId)) after.add(stepId);
        return after;
      }),
  };
  const allOpen = form.steps.every(({ stepId }) => open.has(stepId));

  return (
    <section className="setup-scenario-steps" aria-label={t("setup.scenario.steps")}>
      <div className="row between">
        <h2>{t("setup.scenario.steps")}</h2>
        <button
          type="button"
          className="btn quiet sm"
          onClick={() => setOpen(allOpen ? new Set() : new Set(form.steps.map(({ stepId }) => stepId)))}
        >
          {t(allOpen ? "setup.scenario.closeAll" : "setup.scenario.openAll")}
        </button>
      </div>
      {problems.length > 0 && <Summary problems={problems} names={names} onShow={show} />}
      <ol className="setup-steps" ref={list}>
        {form.steps.map((one) => (
          <StepCard
            key={one.stepId}
            one={one}
            form={form}
            problems={problems.filter(({ stepId }) => stepId === one.stepId)}
            isUnreachable={checked.unreachable.has(one.stepId)}
            isOpen={open.has(one.stepId)}
            names={names}
            actions={actions}
          />
        ))}
      </ol>
      <Menu position="bottom-start" width={360} withinPortal trapFocus>
        <Menu.Target>
          <button type="button" className="btn">
            <IconPlus size={16} stroke={1.8} aria-hidden="true" />
            {t("setup.scenario.addStep")}
          </button>
        </Menu.Target>
        <Menu.Dropdown className="menu">
          {addableTypes.map((type) => {
            const Icon = stepIcons[type];
            return (
              <Menu.Item
                key={type}
                component="button"
                type="button"
                className="item setup-type"
                leftSection={
                  <span className="i-box">
                    <Icon size={16} stroke={1.7} aria-hidden="true" />
                  </span>
                }
                onClick={() => add(type)}
              >
                <b className="strong">{t(`setup.scenario.types.${type}.name`)}</b>
                <span className="small mute">{t(`setup.scenario.types.${type}.what`)}</span>
              </Menu.Item>
            );
          })}
        </Menu.Dropdown>
      </Menu>
      <span className="vh" role="status">
        {said}
      </span>
    </section>
  );
}

/** All that keeps it from being saved; each leads to its step. */
function Summary({
  problems,
  names,
  onShow,
}: {
  readonly problems: readonly ScenarioProblemView[];
  readonly names: Names;
  readonly onShow: (stepId: string) => void;
}) {
  const t = useWords();
  return (
    <section className="setup-summary" aria-label={t("setup.scenario.summaryLabel")}>
      <ul>
        {problems.map((problem) => {
          const { stepId, code, field } = problem;
          const label = labelOfProblem(problem);
          return (
            <li key={`${stepId} ${code} ${field}`}>
              <IconAlertTriangle size={14} stroke={1.8} aria-hidden="true" />
              {stepId !== null && (
                <button
                  type="button"
                  className="link"
                  onClick={() => {
                    onShow(stepId);
                    focusProblem(stepId);
                  }}
                >
                  {names.step(stepId)}
                </button>
              )}
              <span>
                {label !== null && `${t(label)}: `}
                {t(wordsOfProblem(problem))}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Goes to the first field of a step that has a problem, once its card is open. */
function focusProblem(stepId: string): void {
  requestAnimationFrame(() => {
    const card = document.getElementById(`step-${stepId}`);
    const field = card?.querySelector<HTMLElement>("[aria-invalid='true']") ?? card?.querySelector("button");
    field?.focus();
  });
}

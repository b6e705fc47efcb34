import { Modal } from "@mantine/core";
import { type AlertRules, alertRulesSchema } from "@patchbay/protocol";
import { IconAlertCircle } from "@tabler/icons-react";
import { type ReactNode, useEffect, useState } from "react";
import { WhatIsThis } from "../../parts/errors/WhatIsThis.js";
import { useWaiting } from "../../parts/use-waiting.js";
import { ask, toast } from "../../state/actions.js";
import { useWords } from "../../words/words.js";
import { timeText } from "../conversation/timeline/wording.js";

interface Read {
  readonly rules: AlertRules;
  readonly changed: { readonly name: string; readonly at: number } | null;
}

interface Refused {
  readonly code: string;
  readonly by?: string;
}

/** When alerts come: one line for each kind, for the whole center. */
export function AlertRulesForm({ onClose }: { readonly onClose: () => void }) {
  const t = useWords();
  const [read, setRead] = useState<Read | null>(null);
  const [draft, setDraft] = useState<AlertRules | null>(null);
  const [refused, setRefused] = useState<Refused | null>(null);
  const [saving, run] = useWaiting();
  const load = async (keepDraft: boolean): Promise<void> => {
    const answer = await ask("alertRules", {});
    if (!answer.ok) return setRefused({ code: answer.error.code });
    setRead(answer.output);
    setRefused(null);
    if (!keepDraft) setDraft(answer.output.rules);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once, when the form opens
  useEffect(() => void load(false), []);
  const isValid = draft !== null && alertRulesSchema.safeParse(draft).success;
  const save = async (): Promise<void> => {
    if (read === null || draft === null || !isValid) return;
    const answer = await ask("saveAlertRules", { was: read.rules, rules: draft });
    if (answer.ok) {
      toast(t("supervise.alerts.form.saved"));
      onClose();
      return;
    }
    const { code, facts } = answer.error;
    setRefused({ code, by: String(facts?.["changedBy"] ?? "") });
  };
  const set = (change: Partial<AlertRules>): void =>
    setDraft(draft === null ? null : { ...draft, ...change });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("supervise.alerts.form.title")}
      closeButtonProps={{ "aria-label": t("setup.close") }}
      size="lg"
      centered
    >
      <form
        className="alert-rules"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          run(save);
        }}
      >
        <p className="hint">{t("supervise.alerts.form.what")}</p>
        {draft !== null && (
          <>
            <Rule
              kind="waiting"
              on={draft.waiting.on}
              onTurn={(on) => set({ waiting: { ...draft.waiting, on } })}
            >
              <Amount
                name={t("supervise.alerts.form.count")}
                value={draft.waiting.count}
                min={1}
                max={1_000}
                onChange={(count) => set({ waiting: { ...draft.waiting, count } })}
              />
            </Rule>
            <Rule
              kind="longest_wait"
              on={draft.longestWait.on}
              onTurn={(on) => set({ longestWait: { ...draft.longestWait, on } })}
            >
              <Amount
                name={t("supervise.alerts.form.seconds")}
                value={draft.longestWait.seconds}
                min={10}
                max={86_400}
                onChange={(seconds) => set({ longestWait: { ...draft.longestWait, seconds } })}
              />
            </Rule>
            <Rule
              kind="service_level"
              on={draft.serviceLevel.on}
              onTurn={(on) => set({ serviceLevel: { ...draft.serviceLevel, on } })}
            >
              <Amount
                name={t("supervise.alerts.form.percent")}
                value={draft.serviceLevel.percent}
                min={1}
                max={100}
                onChange={(percent) => set({ serviceLevel: { ...draft.serviceLevel, percent } })}
              />
              <Amount
                name={t("supervise.alerts.form.within")}
                value={draft.serviceLevel.seconds}
                min={10}
                max={86_400}
                onChange={(seconds) => set({ serviceLevel: { ...draft.serviceLevel, seconds } })}
              />
            </Rule>
            <Rule
              kind="state_time"
              on={draft.stateTime.on}
              onTurn={(on) => set({ stateTime: { ...draft.stateTime, on } })}
            >
              <Amount
                name={t("supervise.alerts.form.notReady")}
                value={draft.stateTime.notReadySeconds}
                min={10}
                max={86_400}
                onChange={(notReadySeconds) => set({ stateTime: { ...draft.stateTime, notReadySeconds } })}
              />
              <Amount
                name={t("supervise.alerts.form.wrapUp")}
                value={draft.stateTime.wrapUpSeconds}
                min={10}
                max={86_400}
                onChange={(wrapUpSeconds) => set({ stateTime: { ...draft.stateTime, wrapUpSeconds } })}
              />
            </Rule>
            <Rule
              kind="not_answering"
              on={draft.notAnswering.on}
              onTurn={(on) => set({ notAnswering: { on } })}
            />
          </>
        )}
        {read?.changed != null && (
          <p className="hint">
            {t("supervise.alerts.form.changed", { name: read.changed.name, time: timeText(read.changed.at) })}
          </p>
        )}
        {refused !== null && (
          <p className="hint bad" role="alert">
            <IconAlertCircle size={14} stroke={1.8} aria-hidden="true" />
            <span>
              {refused.code === "version_conflict"
                ? t("supervise.alerts.form.conflict", { name: refused.by })
                : t(`errors.${refused.code}`)}{" "}
              <WhatIsThis code={refused.code} />
            </span>
          </p>
        )}
        <div className="row step-in-acts">
          {refused?.code === "version_conflict" && (
            <>
              <button type="button" className="btn" onClick={() => void load(false)}>
                {t("supervise.alerts.form.theirs")}
              </button>
              <button type="button" className="btn" onClick={() => void load(true)}>
                {t("supervise.alerts.form.mine")}
              </button>
            </>
          )}
          <button type="button" className="btn" onClick={onClose}>
            {t("supervise.stepIn.no")}
          </button>
          <button type="submit" className="btn primary" aria-disabled={saving || !isValid}>
            {t("supervise.alerts.form.save")}
          </button>
        </div>
      </form>
    </Modal>
  );
}

function Rule({
  kind,
  on,
  onTurn,
  children,
}: {
  readonly kind: string;
  readonly on: boolean;
  readonly onTurn: (on: boolean) => void;
  readonly children?: ReactNode;
}) {
  const t = useWords();
  return (
    <fieldset className="alert-rule">
      <legend className="vh">{t(`supervise.alerts.form.kinds.${kind}`)}</legend>
      <label className="row tight">
        <input type="checkbox" checked={on} onChange={(event) => onTurn(event.target.checked)} />
        <b className="strong">{t(`supervise.alerts.form.kinds.${kind}`)}</b>
      </label>
      <p className="hint">{t(`supervise.alerts.form.hints.${kind}`)}</p>
      {on && children !== undefined && <div className="alert-amounts">{children}</div>}
    </fieldset>
  );
}

/** A whole number within bounds, told while it is typed. */
function Amount({
  name,
  value,
  min,
  max,
  onChange,
}: {
  readonly name: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
}) {
  const t = useWords();
  const isRight = Number.isInteger(value) && value >= min && value <= max;
  return (
    <label className="field">
      <span className="label">{name}</span>
      <input
        className="input md"
        type="number"
        inputMode="numeric"
        min={min}
        max={max}
        step={1}
        value={Number.isNaN(value) ? "" : value}
        aria-invalid={!isRight}
        onChange={(event) => onChange(event.target.valueAsNumber)}
      />
      {!isRight && <span className="hint bad">{t("supervise.alerts.form.between", { min, max })}</span>}
    </label>
  );
}

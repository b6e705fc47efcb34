import { IconPlus, IconX } from "@tabler/icons-react";
import { useId, useRef } from "react";
import { useWords } from "../../../../words/words.js";
import { NumberField, SelectField } from "../../parts/Field.js";
import { keepFocus } from "../../parts/keep-focus.js";
import { menuKeys } from "../step-look.js";
import { PromptsField } from "./PromptsField.js";
import type { StepFieldsProps } from "./step-fields.js";
import { TargetField } from "./TargetField.js";

type Key = (typeof menuKeys)[number];

export function MenuFields({ step, form, change, errorOf }: StepFieldsProps<"menu">) {
  const t = useWords();
  const id = `keys-${useId().replace(/[^\w-]/g, "")}`;
  const list = useRef<HTMLUListElement>(null);
  const rows = menuKeys.flatMap((key) => {
    const target = step.choices[key];
    return target === undefined ? [] : [{ key, target }];
  });
  const setRows = (next: readonly { readonly key: Key; readonly target: string }[]): void =>
    change({ ...step, choices: Object.fromEntries(next.map(({ key, target }) => [key, target])) }, null);
  const free = menuKeys.filter((key) => step.choices[key] === undefined);
  return (
    <>
      <PromptsField
        label={t("setup.scenario.menu.prompts")}
        value={step.prompts}
        error={errorOf("prompts")}
        onChange={(prompts) => change({ ...step, prompts }, null)}
      />
      <fieldset className="field setup-keys">
        <legend>{t("setup.scenario.menu.keys")}</legend>
        <ul ref={list} id={id}>
          {rows.map(({ key, target }, at) => (
            <li key={key} data-key={key}>
              <SelectField
                label={t("setup.scenario.menu.key")}
                value={key}
                onChange={(next) => {
                  // The rows stand in the order of the keypad: the one that was changed may go elsewhere, with the focus.
                  if (list.current !== null) keepFocus(list.current, `#${id} [data-key="${next}"] select`);
                  setRows(rows.map((row, place) => (place === at ? { ...row, key: next as Key } : row)));
                }}
              >
                {menuKeys
                  .filter((other) => other === key || free.includes(other))
                  .map((other) => (
                    <option key={other} value={other}>
                      {other}
                    </option>
                  ))}
              </SelectField>
              <TargetField
                label={t("setup.scenario.menu.leadsTo", { key })}
                form={form}
                value={target}
                error={errorOf(`choices.${key}`)}
                onChange={(next) =>
                  setRows(rows.map((row, place) => (place === at ? { ...row, target: next } : row)))
                }
              />
              <button
                type="button"
                className="btn icon quiet sm"
                aria-label={t("setup.scenario.menu.remove", { key })}
                onClick={(event) => {
                  keepFocus(event.currentTarget);
                  setRows(rows.filter((_, place) => place !== at));
                }}
              >
                <IconX size={14} stroke={1.8} aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
        {errorOf("choices") !== undefined && <p className="hint bad">{errorOf("choices")}</p>}
        {free[0] !== undefined && (
          <button
            type="button"
            className="btn sm"
            onClick={() => free[0] !== undefined && setRows([...rows, { key: free[0], target: "" }])}
          >
            <IconPlus size={14} stroke={1.8} aria-hidden="true" />
            {t("setup.scenario.menu.add")}
          </button>
        )}
      </fieldset>
      <PromptsField
        label={t("setup.scenario.menu.invalid")}
        value={step.invalidPrompts}
        error={errorOf("invalidPrompts")}
        onChange={(invalidPrompts) => change({ ...step, invalidPrompts }, null)}
      />
      <div className="setup-grid three">
        <NumberField
          label={t("setup.scenario.silence")}
          hint={t("setup.scenario.silenceHint")}
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
        <TargetField
          label={t("setup.scenario.otherwise")}
          form={form}
          value={step.otherwise}
          error={errorOf("otherwise")}
          onChange={(otherwise) => change({ ...step, otherwise }, null)}
        />
      </div>
    </>
  );
}

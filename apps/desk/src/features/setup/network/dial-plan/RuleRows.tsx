import { IconPlus } from "@tabler/icons-react";
import { useDesk } from "../../../../state/store.js";
import { useWords } from "../../../../words/words.js";
import { SelectField, TextField } from "../../parts/Field.js";
import { problemIn } from "../read-problems.js";
import type { NetworkForm } from "../use-network-form.js";
import { moved, newRule, type PlanDraft, type RuleDraft } from "./plan-draft.js";
import { RowButtons } from "./RowButtons.js";

/** Leading digits: what becomes of a dialled number before anything else is asked. */
export function RuleRows({ form: { draft, change, problems } }: { readonly form: NetworkForm<PlanDraft> }) {
  const t = useWords();
  const lines = useDesk((state) => state.data?.voice.lines);
  const { rules } = draft;
  const put = (at: number, next: Partial<RuleDraft>): void =>
    change({ rules: rules.map((rule, place) => (place === at ? { ...rule, ...next } : rule)) });
  const errorOf = (at: number, field: string): string | undefined => {
    const path = problemIn(problems, `rules.${at}.${field}`);
    return path === undefined ? undefined : t(path);
  };
  return (
    <fieldset className="setup-section">
      <legend>{t("network.plan.rules")}</legend>
      <p className="hint network-lead">{t("network.plan.rulesHint")}</p>
      <ol className="network-rows">
        {rules.map((rule, at) => (
          <li key={rule.ruleId} className="network-row network-rule">
            <TextField
              label={t("setup.name")}
              error={errorOf(at, "name")}
              value={rule.name}
              max={80}
              onChange={(name) => put(at, { name })}
            />
            <TextField
              label={t("network.plan.match")}
              error={errorOf(at, "match")}
              value={rule.match}
              max={40}
              onChange={(match) => put(at, { match })}
            />
            <TextField
              label={t("network.plan.strip")}
              error={errorOf(at, "strip")}
              value={rule.strip}
              max={2}
              onChange={(strip) => put(at, { strip })}
            />
            <TextField
              label={t("network.plan.add")}
              error={errorOf(at, "add")}
              value={rule.add}
              max={20}
              onChange={(add) => put(at, { add })}
            />
            <SelectField
              label={t("network.plan.line")}
              value={rule.entryId}
              onChange={(entryId) => put(at, { entryId })}
            >
              <option value="">{t("network.plan.chosenLine")}</option>
              {(lines ?? []).map(({ entryId, name }) => (
                <option key={entryId} value={entryId}>
                  {name}
                </option>
              ))}
            </SelectField>
            <RowButtons
              name={rule.name || t("network.plan.rule", { place: at + 1 })}
              at={at}
              count={rules.length}
              onMove={(by) => change({ rules: moved(rules, at, by) })}
              onRemove={() => change({ rules: rules.filter((_, place) => place !== at) })}
            />
          </li>
        ))}
      </ol>
      <button type="button" className="btn sm" onClick={() => change({ rules: [...rules, newRule()] })}>
        <IconPlus size={14} stroke={1.8} aria-hidden="true" />
        {t("network.plan.addRule")}
      </button>
    </fieldset>
  );
}

import type { PrefixRule } from "@patchbay/protocol";
import { IconArrowRight, IconPlus, IconX } from "@tabler/icons-react";
import { useWords } from "../../../../words/words.js";
import { keepFocus } from "../../parts/keep-focus.js";

const RULES_MAX = 20;

/** Other beginnings for numbers; the first that fits holds. */
export function PrefixRules({
  legend,
  hint,
  rules,
  errorAt,
  onChange,
}: {
  readonly legend: string;
  readonly hint: string;
  readonly rules: readonly PrefixRule[];
  /** What is wrong with one of them. */
  readonly errorAt: (at: number) => string | undefined;
  readonly onChange: (rules: PrefixRule[]) => void;
}) {
  const t = useWords();
  const put = (at: number, change: Partial<PrefixRule>): void =>
    onChange(rules.map((rule, place) => (place === at ? { ...rule, ...change } : rule)));
  return (
    <fieldset className="field network-rules">
      <legend>{legend}</legend>
      {rules.length > 0 && (
        <ul>
          {rules.map((rule, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a rule is nothing but its place and its two texts
            <li key={at}>
              <input
                className={`input md num${errorAt(at) === undefined ? "" : " bad"}`}
                aria-label={t("network.prefix.begins", { place: at + 1 })}
                placeholder={t("network.prefix.every")}
                value={rule.begins}
                maxLength={20}
                autoComplete="off"
                onChange={(event) => put(at, { begins: event.target.value })}
              />
              <IconArrowRight size={16} stroke={1.7} aria-hidden="true" />
              <input
                className={`input md num${errorAt(at) === undefined ? "" : " bad"}`}
                aria-label={t("network.prefix.becomes", { place: at + 1 })}
                placeholder={t("network.prefix.nothing")}
                value={rule.becomes}
                maxLength={20}
                autoComplete="off"
                onChange={(event) => put(at, { becomes: event.target.value })}
              />
              <button
                type="button"
                className="btn icon quiet sm"
                aria-label={t("network.prefix.remove", { place: at + 1 })}
                title={t("network.prefix.remove", { place: at + 1 })}
                onClick={(event) => {
                  keepFocus(event.currentTarget);
                  onChange(rules.filter((_, place) => place !== at));
                }}
              >
                <IconX size={16} stroke={1.7} aria-hidden="true" />
              </button>
              {errorAt(at) !== undefined && <p className="hint bad">{errorAt(at)}</p>}
            </li>
          ))}
        </ul>
      )}
      {rules.length < RULES_MAX && (
        <button
          type="button"
          className="btn sm"
          onClick={() => onChange([...rules, { begins: "", becomes: "" }])}
        >
          <IconPlus size={14} stroke={1.8} aria-hidden="true" />
          {t("network.prefix.add")}
        </button>
      )}
      <p className="hint">{hint}</p>
    </fieldset>
  );
}

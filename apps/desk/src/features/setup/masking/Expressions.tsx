import { MASKING_EXPRESSIONS_MAX, MASKING_PATTERN_MAX, type MaskingProblem } from "@patchbay/protocol";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useWords } from "../../../words/words.js";
import { TextField } from "../parts/Field.js";
import { type ExpressionDraft, type MaskingDraft, problemOf, withExpression } from "./masking-draft.js";
import "./masking.css";

const NAME_MAX = 80;

/** The center's own expressions, each with a name for people. */
export function Expressions({
  draft,
  asked,
  problems,
  onChange,
}: {
  readonly draft: MaskingDraft;
  /** Saving was tried: what is still empty is told then. */
  readonly asked: boolean;
  readonly problems: readonly MaskingProblem[];
  readonly onChange: (next: Partial<MaskingDraft>) => void;
}) {
  const t = useWords();
  const put = (key: number, next: Partial<ExpressionDraft>): void =>
    onChange({
      expressions: draft.expressions.map((one) => (one.key === key ? { ...one, ...next } : one)),
    });
  const errorOf = (index: number): string | undefined => {
    const code = problemOf(draft, index, problems);
    return code === undefined || (code === "empty" && !asked) ? undefined : t(`masking.problems.${code}`);
  };
  return (
    <fieldset className="setup-section spaced">
      <legend>{t("masking.own")}</legend>
      <p className="hint">{t("masking.ownHint")}</p>
      {draft.expressions.map(({ key, name, pattern }, index) => (
        <div className="masking-row" key={key}>
          <TextField
            label={t("masking.expressionName")}
            value={name}
            max={NAME_MAX}
            error={asked && name.trim() === "" ? t("masking.nameMissing") : undefined}
            onChange={(typed) => put(key, { name: typed })}
          />
          <TextField
            label={t("masking.pattern")}
            className="grow code"
            value={pattern}
            max={MASKING_PATTERN_MAX}
            error={errorOf(index)}
            onChange={(typed) => put(key, { pattern: typed })}
          />
          <button
            type="button"
            className="btn icon"
            aria-label={t("masking.remove", { name: name.trim() || t("masking.unnamed") })}
            title={t("masking.remove", { name: name.trim() || t("masking.unnamed") })}
            onClick={() => onChange({ expressions: draft.expressions.filter((one) => one.key !== key) })}
          >
            <IconTrash size={16} stroke={1.7} aria-hidden="true" />
          </button>
        </div>
      ))}
      {draft.expressions.length < MASKING_EXPRESSIONS_MAX && (
        <div>
          <button type="button" className="btn sm" onClick={() => onChange(withExpression(draft))}>
            <IconPlus size={16} stroke={1.7} aria-hidden="true" />
            {t("masking.add")}
          </button>
        </div>
      )}
    </fieldset>
  );
}

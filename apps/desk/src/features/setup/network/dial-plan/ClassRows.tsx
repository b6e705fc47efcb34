import { numberKinds } from "@patchbay/protocol";
import { IconPlus } from "@tabler/icons-react";
import { useWords } from "../../../../words/words.js";
import { SelectField, TextField } from "../../parts/Field.js";
import { AreaField } from "../parts/AreaField.js";
import { problemIn } from "../read-problems.js";
import type { NetworkForm } from "../use-network-form.js";
import { type ClassDraft, kindOf, moved, newClass, type PlanDraft, withoutClass } from "./plan-draft.js";
import { RowButtons } from "./RowButtons.js";

/** Which numbers there are: a number that belongs to none cannot be called. */
export function ClassRows({ form: { draft, change, problems } }: { readonly form: NetworkForm<PlanDraft> }) {
  const t = useWords();
  const { classes } = draft;
  const put = (at: number, next: Partial<ClassDraft>): void =>
    change({ classes: classes.map((one, place) => (place === at ? { ...one, ...next } : one)) });
  const errorOf = (field: string): string | undefined => {
    const path = problemIn(problems, field);
    return path === undefined ? undefined : t(path);
  };
  return (
    <fieldset className="setup-section">
      <legend>{t("network.plan.classes")}</legend>
      <p className="hint network-lead">{t("network.plan.classesHint")}</p>
      <ol className="network-rows">
        {classes.map((one, at) => (
          <li key={one.classId} className="network-row network-class">
            <TextField
              label={t("setup.name")}
              error={errorOf(`classes.${at}.name`)}
              value={one.name}
              max={80}
              onChange={(name) => put(at, { name })}
            />
            <SelectField
              label={t("network.plan.kind")}
              value={one.kind}
              onChange={(kind) => put(at, { kind: kindOf(kind) })}
            >
              {numberKinds.map((kind) => (
                <option key={kind} value={kind}>
                  {t(`network.kinds.${kind}`)}
                </option>
              ))}
            </SelectField>
            <AreaField
              label={t("network.plan.patterns")}
              error={errorOf(`classes.${at}.patterns`)}
              rows={1}
              value={one.patterns}
              onChange={(patterns) => put(at, { patterns })}
            />
            <RowButtons
              name={one.name || t("network.plan.class", { place: at + 1 })}
              at={at}
              count={classes.length}
              onMove={(by) => change({ classes: moved(classes, at, by) })}
              onRemove={() => change(withoutClass(draft, one.classId))}
            />
          </li>
        ))}
      </ol>
      {errorOf("classes") !== undefined && classes.length === 0 && (
        <p className="hint bad">{errorOf("classes")}</p>
      )}
      <p className="hint network-lead">{t("network.patternHint")}</p>
      <button type="button" className="btn sm" onClick={() => change({ classes: [...classes, newClass()] })}>
        <IconPlus size={14} stroke={1.8} aria-hidden="true" />
        {t("network.plan.addClass")}
      </button>
    </fieldset>
  );
}

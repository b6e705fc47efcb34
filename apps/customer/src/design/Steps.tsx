import { IconCheck } from "@tabler/icons-react";
import { t } from "../words/index.js";
import css from "./Controls.module.css";

export const stepNames = ["place", "photos", "help", "done"] as const;
export type StepName = (typeof stepNames)[number];

/** How far the report is. `half`: the step at hand has two pages and this is the first. */
export function Steps({ now, half = false }: { readonly now: StepName; readonly half?: boolean }) {
  const at = stepNames.indexOf(now);
  return (
    <ol className={css.steps} aria-label={t("steps.label", { step: at + 1, name: t(`steps.${now}`) })}>
      {stepNames.map((name, index) => {
        const done = index < at || (now === "done" && index === at);
        const look = done ? css.stepDone : index > at ? "" : half ? css.stepHalf : css.stepNow;
        return (
          <li key={name} className={`${css.step} ${look}`} aria-current={index === at ? "step" : undefined}>
            {t(`steps.${name}`)}
            {done && <IconCheck size={14} stroke={1.8} role="img" aria-label={t("steps.isDone")} />}
          </li>
        );
      })}
    </ol>
  );
}

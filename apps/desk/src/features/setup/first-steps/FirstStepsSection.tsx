import { IconCheck, IconChevronRight } from "@tabler/icons-react";
import { useWords } from "../../../words/words.js";
import { Failed } from "../parts/Failed.js";
import { Head } from "../parts/Head.js";
import { goTo } from "../place.js";
import { readLists, useLists } from "../setup-data.js";
import { type Step, stepsOf } from "./steps.js";
import "./first-steps.css";

/** From an empty center to its first chat. Nothing is ticked by hand: each step is done when it is so. */
export function FirstStepsSection() {
  const t = useWords();
  const { serviceRows, chatEntries, users, failed } = useLists("serviceRows", "chatEntries", "users");
  if (serviceRows === null || chatEntries === null || users === null)
    return failed === null ? null : (
      <Failed code={failed} onAgain={() => void readLists("serviceRows", "chatEntries", "users")} />
    );
  const steps = stepsOf({ services: serviceRows, entries: chatEntries, users });
  const next = steps.find(({ done }) => !done);
  return (
    <>
      <Head section="firstSteps" />
      <div className="setup-scroll first-steps">
        <p>
          {next === undefined
            ? t("firstSteps.allDone")
            : t("firstSteps.progress", { done: steps.filter(({ done }) => done).length, of: steps.length })}
        </p>
        <ol>
          {steps.map((step) => (
            <Line key={step.id} step={step} isNext={step === next} />
          ))}
        </ol>
      </div>
    </>
  );
}

function Line({ step, isNext }: { readonly step: Step; readonly isNext: boolean }) {
  const t = useWords();
  const { id, done, to, testPage } = step;
  return (
    <li className={done ? "done" : isNext ? "next" : ""} aria-current={isNext ? "step" : undefined}>
      <span className="first-steps-mark" aria-hidden="true">
        {done && <IconCheck size={16} stroke={2} />}
      </span>
      <div>
        <h2>
          {t(`firstSteps.steps.${id}.name`)}
          {done && <span className="vh"> ({t("firstSteps.done")})</span>}
        </h2>
        <p className="soft">{t(`firstSteps.steps.${id}.what`)}</p>
        <div className="row">
          <button type="button" className={`btn${isNext ? " primary" : ""}`} onClick={() => goTo(to)}>
            {t(`firstSteps.steps.${id}.${done ? "again" : "go"}`)}
            <IconChevronRight size={16} stroke={1.7} aria-hidden="true" />
          </button>
          {testPage !== null && (
            <a className="btn" href={testPage} target="_blank" rel="noopener">
              {t("firstSteps.testPage")}
            </a>
          )}
        </div>
      </div>
    </li>
  );
}

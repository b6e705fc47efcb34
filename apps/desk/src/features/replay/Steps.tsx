import { memo, useEffect, useRef } from "react";
import { useWords } from "../../words/words.js";
import { secondText } from "../context/history/when.js";
import type { StepLine } from "./lines.js";
import { goTo, useReplay } from "./replay-store.js";

/** Every step in a line; the one that is shown stays in view. */
export function Steps({ lines }: { readonly lines: readonly StepLine[] }) {
  const t = useWords();
  const { at } = useReplay();
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: "nearest" });
  }, [at]);
  return (
    <ol className="replay-steps" aria-label={t("replay.steps")} ref={list}>
      {lines.map((line, index) => (
        <Step key={line.step.seq} line={line} index={index} shown={index === at} future={index > at} />
      ))}
    </ol>
  );
}

/** Only the two that change are drawn anew: there may be thousands. */
const Step = memo(function Step({
  line: { step, tone, who, text, details },
  index,
  shown,
  future,
}: {
  readonly line: StepLine;
  readonly index: number;
  readonly shown: boolean;
  readonly future: boolean;
}) {
  return (
    <li className={`replay-step is-${tone}${shown ? " shown" : ""}${future ? " future" : ""}`}>
      <button type="button" aria-current={shown ? "step" : undefined} onClick={() => goTo(index)}>
        <span className="num mute replay-time">{secondText(step.at)}</span>
        <span className="replay-mark" aria-hidden="true" />
        <span className="replay-text">
          {who !== null && <b>{who}: </b>}
          {text}
          {details.map((detail) => (
            <span key={detail} className="replay-detail">
              {detail}
            </span>
          ))}
        </span>
      </button>
    </li>
  );
});

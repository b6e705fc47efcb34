import { useMemo } from "react";
import { useNow } from "../../parts/time.js";
import { useWords } from "../../words/words.js";
import { secondText } from "../context/history/when.js";
import type { StepLine } from "./lines.js";
import type { Told } from "./replay-http.js";
import { goToSeq, useReplay } from "./replay-store.js";
import { whyOf } from "./why.js";

/** Why it waited and why it was whose, in sentences; each leads to its step. */
export function Why({ told, lines }: { readonly told: Told; readonly lines: readonly StepLine[] }) {
  const t = useWords();
  const now = useNow(false);
  const { at } = useReplay();
  const here = told.replay.steps[at]?.seq ?? 0;
  const why = useMemo(
    () => whyOf(told.replay, lines, { t, names: told.names, mine: told.replay.interactionId, now }),
    [told, lines, t, now],
  );
  if (why.length === 0) return <p className="replay-steps small soft replay-none">{t("replay.whyNone")}</p>;
  return (
    <ol className="replay-steps why" aria-label={t("replay.whyTitle")}>
      {why.map((line) => (
        <li
          key={`${line.seq} ${line.tone} ${line.text}`}
          className={`replay-step is-${line.tone}${line.seq === here ? " shown" : ""}`}
        >
          <button
            type="button"
            aria-current={line.seq === here ? "step" : undefined}
            onClick={() => goToSeq(line.seq)}
          >
            <span className="num mute replay-time">{secondText(line.at)}</span>
            <span className="replay-mark" aria-hidden="true" />
            <span className="replay-text">
              <b>{line.text}</b>
              {line.details.map((detail) => (
                <span key={detail} className="replay-detail">
                  {detail}
                </span>
              ))}
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}

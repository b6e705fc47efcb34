import type { Day } from "@patchbay/protocol";
import { useCallback, useEffect, useState } from "react";
import { useWords } from "../../../words/words.js";
import { Failed } from "../../setup/parts/Failed.js";
import { DayFigures } from "./DayFigures.js";
import { readDay } from "./day.js";

const AGAIN_MS = 60_000;

/** The day so far; it goes on while it is looked at. */
export function DaySection() {
  const t = useWords();
  const [day, setDay] = useState<Day | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const read = useCallback(async (): Promise<void> => {
    const answer = await readDay();
    setFailed(answer.ok ? null : answer.code);
    if (answer.ok) setDay(answer.result);
  }, []);
  useEffect(() => {
    void read();
    const timer = window.setInterval(() => void read(), AGAIN_MS);
    return () => window.clearInterval(timer);
  }, [read]);
  if (failed !== null) return <Failed code={failed} onAgain={() => void read()} />;
  return day === null ? null : (
    <div>
      <DayFigures day={day} />
      <p className="hint">{t("account.day.how")}</p>
    </div>
  );
}

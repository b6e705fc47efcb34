import type { Preferences } from "@patchbay/protocol";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { combinationOf, whyNoShortcut } from "../../../keys/combination.js";
import { type DeskActionId, deskActions } from "../../../keys/desk-actions.js";
import { Keys } from "../../../keys/Keys.js";
import { actionOf, withCombination } from "../../../keys/keymap.js";
import { usePreferences } from "../../../state/preferences.js";
import { useWords } from "../../../words/words.js";

/** Waits for the keys that shall do an action from now on. Escape changes nothing; Backspace takes the key away. */
export function KeyRecorder({
  id,
  onDone,
}: {
  readonly id: DeskActionId;
  /** @param keys `null`: nothing is to change. @param said what was changed, as a sentence */
  readonly onDone: (keys: Preferences["keys"] | null, said: string) => void;
}) {
  const t = useWords();
  const chosen = usePreferences(({ preferences }) => preferences.keys);
  const [problem, setProblem] = useState("");
  const [taken, setTaken] = useState<{ readonly combination: string; readonly by: DeskActionId } | null>(
    null,
  );
  const field = useRef<HTMLButtonElement>(null);
  useEffect(() => field.current?.focus(), []);

  const press = (event: KeyboardEvent): void => {
    if (event.key === "Tab") return;
    // Nothing of the desk must happen meanwhile.
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") onDone(null, "");
    else if (event.key === "Backspace") onDone(withCombination(id, null, chosen), t("settings.keys.removed"));
    else {
      const combination = combinationOf(event.nativeEvent);
      if (combination !== null) record(combination);
    }
  };
  const record = (combination: string): void => {
    // The list of keys is asked for by a sign, where nothing is typed.
    const why = id === "help" && combination.length === 1 ? null : whyNoShortcut(combination);
    const by = actionOf(combination, chosen);
    const isTaken = why === null && by !== undefined && by !== id;
    setProblem(why === null ? "" : t(`settings.keys.why.${why}`, { keys: combination }));
    setTaken(isTaken ? { combination, by } : null);
    if (why === null && !isTaken)
      onDone(withCombination(id, combination, chosen), t("settings.keys.changed"));
  };
  const words = taken === null ? undefined : deskActions.find((action) => action.id === taken.by)?.words;
  return (
    <span className="key-recorder">
      <button
        ref={field}
        type="button"
        className="btn sm on"
        aria-describedby={`record-${id}`}
        onKeyDown={press}
        onBlur={(event) => {
          if (!event.currentTarget.parentElement?.contains(event.relatedTarget)) onDone(null, "");
        }}
      >
        {taken === null ? t("settings.keys.press") : <Keys combination={taken.combination} />}
      </button>
      {taken !== null && words !== undefined && (
        <>
          <button
            type="button"
            className="btn sm"
            onClick={() => onDone(withCombination(id, taken.combination, chosen), t("settings.keys.changed"))}
          >
            {t("settings.keys.takeIt")}
          </button>
          <button type="button" className="btn quiet sm" onClick={() => onDone(null, "")}>
            {t("settings.keys.leaveIt")}
          </button>
        </>
      )}
      <span id={`record-${id}`} className="small" aria-live="polite">
        {taken !== null && words !== undefined
          ? t("settings.keys.taken", { action: t(words) })
          : problem === ""
            ? t("settings.keys.hint")
            : problem}
      </span>
    </span>
  );
}

import { useEffect } from "react";
import { combinationOf } from "../keys/combination.js";
import { actionOf, tellWordsKeys } from "../keys/keymap.js";
import { usePreferences } from "../state/preferences.js";
import { perform, type ShellActions } from "./perform.js";

/** The keys of the whole desk. One without a modifier works only while nothing is being typed. */
export function useShortcuts(shell: ShellActions): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      const combination = combinationOf(event);
      if (combination === null || (combination.length === 1 && isTyping(event.target))) return;
      const action = actionOf(combination, usePreferences.getState().preferences.keys);
      if (action !== undefined && perform(action, shell)) event.preventDefault();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  });
  useEffect(tellWordsKeys, []);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

import { useEffect } from "react";
<<<<<<< HEAD
import { inOrder, turnSince } from "../features/active-list/card-view.js";
import { redial } from "../features/phone/redial.js";
import { select } from "../state/actions.js";
import { useDesk } from "../state/store.js";
=======
import { combinationOf } from "../keys/combination.js";
import { actionOf, tellWordsKeys } from "../keys/keymap.js";
import { usePreferences } from "../state/preferences.js";
import { perform, type ShellActions } from "./perform.js";
>>>>>>> cd3c41b (desk: A command palette, and keys that each user can change; all of them from one list of actions.)

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
<<<<<<< HEAD

/** Presses the button of the oldest offer, so that there is one way to answer. */
function answerOffer(which: 0 | 1): boolean {
  const button = document.querySelectorAll<HTMLButtonElement>(".offer .acts .btn")[which];
  if (button === undefined) return false;
  closeMenu();
  button.click();
  return true;
}

/**
 * An open menu would keep the focus, or take it a moment later when it has only just opened. It closes as by hand, with the
 * one key that all of them know.
 */
function closeMenu(): void {
  document
    .querySelector("#menus [role='menu']")
    ?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true }));
}

function nextWaiting(): boolean {
  const { data, selection } = useDesk.getState();
  const waiting = inOrder(data?.interactions.values() ?? []).filter((view) => turnSince(view) !== null);
  const next = waiting.find((view) => view.interactionId !== selection?.id) ?? waiting[0];
  if (!next) return false;
  select({ kind: "interaction", id: next.interactionId });
  announce("compose");
  return true;
}

function step(by: 1 | -1): boolean {
  const { data, selection } = useDesk.getState();
  const list = inOrder(data?.interactions.values() ?? []);
  if (list.length === 0) return false;
  const at = list.findIndex((view) => view.interactionId === selection?.id);
  const next = list[(at + by + list.length) % list.length];
  if (!next) return false;
  select({ kind: "interaction", id: next.interactionId });
  return true;
}
=======
>>>>>>> cd3c41b (desk: A command palette, and keys that each user can change; all of them from one list of actions.)

import type { Preferences } from "@patchbay/protocol";
import { changePreferences, usePreferences } from "../state/preferences.js";
import { nameKeys } from "../words/words.js";
import { keysOf, toldOf } from "./combination.js";
import { type DeskActionId, deskActions } from "./desk-actions.js";

type Chosen = Preferences["keys"];

/** The combinations of an action: the user's own, else the usual ones. */
export function combinationsOf(id: DeskActionId, chosen: Chosen): readonly string[] {
  return chosen[id] ?? deskActions.find((action) => action.id === id)?.usual ?? [];
}

/** What a combination does; `undefined`: nothing. */
export function actionOf(combination: string, chosen: Chosen): DeskActionId | undefined {
  return deskActions.find(({ id }) => combinationsOf(id, chosen).includes(combination))?.id;
}

/** Gives a combination to an action, in place of those it had, and takes it from whatever had it. */
export function withCombination(id: DeskActionId, combination: string | null, chosen: Chosen): Chosen {
  const next: Record<string, string[]> = { ...chosen };
  const former = combination === null ? undefined : actionOf(combination, chosen);
  if (former !== undefined && former !== id)
    next[former] = combinationsOf(former, chosen).filter((one) => one !== combination);
  next[id] = combination === null ? [] : [combination];
  return withoutUsual(next);
}

/** The usual ones again. What another action has of them by now it keeps. */
export function withUsual(id: DeskActionId, chosen: Chosen): Chosen {
  const { [id]: _gone, ...others } = chosen;
  const usual = deskActions.find((action) => action.id === id)?.usual ?? [];
  const free = usual.filter((combination) => {
    const former = actionOf(combination, others);
    return former === undefined || former === id;
  });
  return free.length === usual.length ? others : { ...others, [id]: free };
}

/** What is as usual needs no choice. */
function withoutUsual(chosen: Chosen): Chosen {
  return Object.fromEntries(
    Object.entries(chosen).filter(([id, combinations]) => {
      const usual: readonly string[] = deskActions.find((action) => action.id === id)?.usual ?? [];
      return usual.join() !== combinations.join();
    }),
  );
}

export const changeKeys = (keys: Chosen): void => changePreferences({ keys });

/** An action's first combination as people read it, such as "Alt+S"; empty: it has none. For where nothing is drawn anew. */
export function keyText(id: DeskActionId): string {
  return textOf(combinationsOf(id, usePreferences.getState().preferences.keys));
}

function textOf(combinations: readonly string[]): string {
  const [first] = toldOf(combinations);
  return first === undefined ? "" : keysOf(first).join("+");
}

/** Sentences name keys, too: `{{keyAccept}}` and the like in the words. @returns how to stop */
export function tellWordsKeys(): () => void {
  const tell = (): void =>
    nameKeys({
      keyAccept: keyText("accept"),
      keyReject: keyText("reject"),
      keyHelp: keyText("help"),
      keySupervise: keyText("supervise"),
      keyPhone: keyText("phone"),
    });
  tell();
  return usePreferences.subscribe(tell);
}

/** How a tooltip names a key, and how assistive technology is told of it. */
export interface KeyHint {
  /** "Alt+S"; empty: none. */
  readonly text: string;
  /** For `aria-keyshortcuts`; `undefined`: none. */
  readonly aria: string | undefined;
  /** A sentence with the key behind it: "Choose your state (Alt+S)". */
  readonly after: (sentence: string) => string;
}

export function useKeyHint(id: DeskActionId | undefined): KeyHint {
  const chosen = usePreferences(({ preferences }) => preferences.keys);
  const combinations = id === undefined ? [] : combinationsOf(id, chosen);
  const text = textOf(combinations);
  return {
    text,
    // ARIA names the control key in full.
    aria: combinations.length === 0 ? undefined : combinations.join(" ").replaceAll("Ctrl+", "Control+"),
    after: (sentence) => (text === "" ? sentence : `${sentence} (${text})`),
  };
}

type Pressed = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "altKey" | "shiftKey" | "metaKey"> & {
  readonly getModifierState?: KeyboardEvent["getModifierState"];
};

const MODIFIER_KEYS: ReadonlySet<string> = new Set([
  "Control",
  "Alt",
  "AltGraph",
  "Shift",
  "Meta",
  "CapsLock",
]);

/** Signs beside the letters: where they are on an English keyboard, since Alt may make others of them. */
const SIGNS: Readonly<Record<string, string>> = {
  Period: ".",
  Comma: ",",
  Slash: "/",
  Semicolon: ";",
  Quote: "'",
  BracketLeft: "[",
  BracketRight: "]",
  Minus: "-",
  Equal: "=",
  Backquote: "`",
};

/**
 * What is pressed, as `Alt+Shift+E`: modifiers in this order, then the key. Letters and digits are where they are on the
 * keyboard, so that Alt does not turn them into other signs.
 * @returns `null`: nothing but a modifier, a sign that is typed by AltGr, or a key of an input method
 */
export function combinationOf(event: Pressed): string | null {
  const { key, code, ctrlKey, altKey, shiftKey, metaKey } = event;
  if (MODIFIER_KEYS.has(key) || key === "Dead" || key === "Process" || key === "Unidentified") return null;
  if (event.getModifierState?.("AltGraph") === true) return null;
  const plain = !ctrlKey && !altKey && !metaKey;
  // A sign says itself how it is typed: `?` is Shift and something else on most keyboards.
  if (plain && key.length === 1 && !/[a-z0-9 ]/i.test(key)) return key;
  const name = /^(?:Key([A-Z])|Digit([0-9]))$/.exec(code);
  const last =
    name?.[1] ??
    name?.[2] ??
    SIGNS[code] ??
    (key === " " ? "Space" : key.length === 1 ? key.toUpperCase() : key);
  return [ctrlKey && "Ctrl", altKey && "Alt", shiftKey && "Shift", metaKey && "Meta", last]
    .filter((part) => part !== false)
    .join("+");
}

const SHOWN: Readonly<Record<string, string>> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Shift: "⇧",
};

/** The keys of a combination, as people read them. */
export function keysOf(combination: string): readonly string[] {
  // The plus sign is a key, too.
  const parts = combination === "+" ? ["+"] : combination.replace(/\+\+$/, "+Plus").split("+");
  return parts.map((part) => SHOWN[part] ?? (part === "Meta" ? (isMac() ? "⌘" : "Win") : part));
}

const isMac = (): boolean => globalThis.navigator?.platform?.startsWith("Mac") === true;

/** Those of a list that are worth telling here: elsewhere than on a Mac the system has the Meta key for itself. */
export const toldOf = (combinations: readonly string[]): readonly string[] =>
  isMac() ? combinations : combinations.filter((combination) => !combination.includes("Meta+"));

/** What browsers do not give away, or what nobody may lose at a desk: copying, closing, reloading, moving the focus. */
const TAKEN_CTRL = "TNWRLPSOACVXZYHJDUQ0123456789";

/**
 * Why a combination can be nobody's shortcut: `typing`, it would be typed; `browser`, the browser or the desk's forms need
 * it. `null`: it can.
 */
export function whyNoShortcut(combination: string): "typing" | "browser" | null {
  const parts = combination.split("+");
  const last = parts.at(-1) ?? "";
  const has = (modifier: string): boolean => parts.slice(0, -1).includes(modifier);
  if (["Tab", "Enter", "Escape", "Space", "Backspace", "Delete"].includes(last)) return "browser";
  if (/^F\d+$/.test(last))
    return ["F3", "F5", "F6", "F7", "F11", "F12"].includes(last) || (has("Alt") && last === "F4")
      ? "browser"
      : null;
  if (has("Ctrl") || has("Meta"))
    return (!has("Alt") && last.length === 1 && TAKEN_CTRL.includes(last)) ||
      /^(Arrow|Page|Home|End)/.test(last)
      ? "browser"
      : null;
  if (has("Alt")) return ["ArrowLeft", "ArrowRight", "Home", "F4"].includes(last) ? "browser" : null;
  return "typing";
}

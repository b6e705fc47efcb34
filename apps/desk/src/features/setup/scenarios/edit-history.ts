import type { ScenarioForm } from "@patchbay/protocol";

/** A form while it is edited, with the way back and forth again. Pure. */
export interface EditHistory {
  readonly past: readonly ScenarioForm[];
  readonly now: ScenarioForm;
  readonly future: readonly ScenarioForm[];
  /** What was changed last and when: letters typed one after the other are one step back. */
  readonly last: { readonly what: string; readonly at: number } | null;
}

/** Letters that come within this time belong together. */
const ONE_CHANGE_MS = 1_500;
const STEPS_KEPT_MAX = 200;

export const historyOf = (form: ScenarioForm): EditHistory => ({
  past: [],
  now: form,
  future: [],
  last: null,
});

/** @param what names the field; `null`: a change of its own in any case */
export function edited(
  history: EditHistory,
  now: ScenarioForm,
  what: string | null,
  at: number,
): EditHistory {
  if (now === history.now) return history;
  const { last } = history;
  const goesOn =
    what !== null && last?.what === what && at - last.at < ONE_CHANGE_MS && history.past.length > 0;
  return {
    past: goesOn ? history.past : [...history.past, history.now].slice(-STEPS_KEPT_MAX),
    now,
    future: [],
    last: what === null ? null : { what, at },
  };
}

export function undone(history: EditHistory): EditHistory {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return {
    past: history.past.slice(0, -1),
    now: before,
    future: [history.now, ...history.future],
    last: null,
  };
}

export function redone(history: EditHistory): EditHistory {
  const [next, ...future] = history.future;
  if (next === undefined) return history;
  return { past: [...history.past, history.now], now: next, future, last: null };
}

/** Whether two forms say the same. */
export const isSameForm = (a: ScenarioForm, b: ScenarioForm): boolean =>
  a === b || JSON.stringify(a) === JSON.stringify(b);

import { note, plainCode, plainId } from "../client-log/client-log.js";
import { word } from "../words/words.js";
import { type DeskError, type Toast, useDesk } from "./store.js";

/** What the desk says in passing, in a corner. */

const { getState: get, setState: set } = useDesk;
const TOAST_MS = 8_000;
/** An error takes longer to read, and one may want to know more. */
const ERROR_MS = 12_000;
const timers = new Map<string, number>();

export function toast(
  text: string,
  options: Partial<Pick<Toast, "tone" | "until" | "undo" | "error">> = {},
): string {
  const id = crypto.randomUUID();
  const { tone = "plain", undo = null, error = null } = options;
  const until = options.until ?? Date.now() + (error === null ? TOAST_MS : ERROR_MS);
  // The same words again, as of a key that is pressed twice, are said once, for longer.
  const others = get().toasts.filter((other) => other.text !== text || other.undo !== null);
  set({ toasts: [...others, { id, text, tone, until, undo, error }] });
  goesAt(id, until);
  return id;
}

/** Tells that something was not done. Only for what loses no work: what does stays where it happened, with a button. */
export function toastError(error: DeskError): string {
  note({ t: "error", code: plainCode(error.code), correlationId: plainId(error.correlationId) });
  return toast(errorText(error), { tone: "error", error });
}

/** The sentence of a code; one that this desk does not know, as of a newer server, gets the general one. */
export const errorText = ({ code, facts = {} }: DeskError): string =>
  word(`errors.${code}`, { ...facts, defaultValue: word("errors.unknown_error") });

/** It is being read: it stays until `releaseToast`. */
export function holdToast(id: string): void {
  window.clearTimeout(timers.get(id));
  timers.delete(id);
}

export function releaseToast(id: string): void {
  const until = get().toasts.find((one) => one.id === id)?.until;
  if (until !== undefined) goesAt(id, Math.max(until, Date.now() + TOAST_MS));
}

export function dropToast(id: string): void {
  holdToast(id);
  set({ toasts: get().toasts.filter((other) => other.id !== id) });
}

function goesAt(id: string, until: number): void {
  holdToast(id);
  timers.set(
    id,
    window.setTimeout(() => dropToast(id), Math.max(0, until - Date.now())),
  );
}

import { create } from "zustand";
import { type Keeper, wordsPrefix } from "./kept.js";
import { type Audience, seat } from "./store.js";

/**
 * Words that an agent typed and that could not get to where they belong: the chat is in other hands, or the same field
 * was filled in at another desk too. They stay, over a reload and a new sign-in, until the agent does away with them, or
 * their chat comes back.
 */
export interface Undelivered {
  readonly id: string;
  readonly interactionId: string;
  readonly customer: string;
  /** `aside`: the server's text was another one, and gave way to what was typed at this desk. */
  readonly kind: "message" | "file" | "draft" | "note" | "aside";
  readonly audience: Audience;
  readonly text: string;
  /** Server's clock, ms. */
  readonly at: number;
  /** Why the server refused it; `null`: it was never sent. */
  readonly error: string | null;
}

/** Oldest first. */
export const useUndelivered = create<{ readonly undelivered: readonly Undelivered[] }>(() => ({
  undelivered: [],
}));

let keeper: Keeper | null = null;
let prefix = "";

export function restoreUndelivered(agentId: string, from: Keeper): void {
  keeper = from;
  prefix = `${wordsPrefix(seat, agentId)}undelivered/`;
  readAgain();
}

function readAgain(): void {
  const undelivered = [...(keeper?.undelivered.read().values() ?? [])];
  useUndelivered.setState({ undelivered });
}

/** Puts words aside. The same words of the same chat are there once. */
export function putAside(entry: Omit<Undelivered, "id">): void {
  if (entry.text.trim() === "") return;
  const { undelivered } = useUndelivered.getState();
  const others = undelivered.filter(
    ({ interactionId, kind, text }) =>
      interactionId !== entry.interactionId || kind !== entry.kind || text !== entry.text,
  );
  keep([...others, { ...entry, id: crypto.randomUUID() }]);
}

export function discardUndelivered(id: string): void {
  keep(useUndelivered.getState().undelivered.filter((entry) => entry.id !== id));
}

/** The words of this kind whose chat is here (again), in the order they were typed; they are no longer aside. */
export function takeBack(
  kind: Undelivered["kind"],
  isHere: (interactionId: string) => boolean,
): readonly Undelivered[] {
  const { undelivered } = useUndelivered.getState();
  const back = undelivered.filter((entry) => entry.kind === kind && isHere(entry.interactionId));
  if (back.length > 0) keep(undelivered.filter((entry) => !back.includes(entry)));
  return back;
}

function keep(undelivered: readonly Undelivered[]): void {
  useUndelivered.setState({ undelivered });
  keeper?.undelivered.keep(new Map(undelivered.map((entry) => [entry.id, entry])));
}

// Another tab of the seat has put something there, or done away with it.
window.addEventListener("storage", ({ key }) => {
  if (keeper !== null && key?.startsWith(prefix)) readAgain();
});

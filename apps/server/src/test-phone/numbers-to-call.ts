import type { CenterHandle } from "../center/edge.js";

export interface NumberToCall {
  readonly number: string;
  /** What agents see with a call to it. */
  readonly name: string;
}

/** The access numbers, which are all that somebody outside can reach: extensions are for colleagues (decision 0202). */
export function numbersToCall({ center, words }: Pick<CenterHandle, "center" | "words">): NumberToCall[] {
  const numbers = [...center.state.configuration.entries.values()].flatMap(({ id, voice }) =>
    voice === undefined ? [] : [{ number: voice.address, name: words().entries.get(id)?.name ?? "" }],
  );
  return numbers.sort((a, b) => a.number.localeCompare(b.number, "en", { numeric: true }));
}

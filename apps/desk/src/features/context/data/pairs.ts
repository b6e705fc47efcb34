import type { TFunction } from "i18next";

export interface Pair {
  readonly name: string;
  readonly value: string;
}

/** What the map card says already. */
const ON_THE_MAP: ReadonlySet<string> = new Set(["latitude", "longitude", "accuracy"]);

/**
 * What the data panel lists: all that the app sent, in its order, without what the map card shows.
 * @param position whether there is a map card, and the address on it
 */
export function listedPairs(
  data: readonly Pair[],
  position: { readonly address: string | null } | null,
): readonly Pair[] {
  if (position === null) return data;
  return data.filter(
    ({ name, value }) =>
      !ON_THE_MAP.has(name) && !(name === "address" && value.trim() === position.address?.trim()),
  );
}

/** Each label and value once: apps send the same phone number under the wire's name and under their own. */
export function withoutRepeats(t: TFunction, pairs: readonly Pair[]): readonly Pair[] {
  const seen = new Set<string>();
  return pairs.filter(({ name, value }) => {
    const shown = `${labelOf(t, name)}\n${value}`;
    if (seen.has(shown)) return false;
    seen.add(shown);
    return true;
  });
}

/** A human label for a name we know; any other name as the app sent it. */
export function labelOf(t: TFunction, name: string): string {
  // Names come from outside: one with a dot or colon must not be taken for a path of the catalogue.
  if (!/^[a-z_]+$/.test(name)) return name;
  return t(`context.data.names.${name}`, { defaultValue: name });
}

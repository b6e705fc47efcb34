import type { Favourite } from "@patchbay/protocol";

/** In its place when it is known, else at the end. */
export const withOne = (list: readonly Favourite[], one: Favourite): readonly Favourite[] =>
  list.some(({ favouriteId }) => favouriteId === one.favouriteId)
    ? list.map((other) => (other.favouriteId === one.favouriteId ? one : other))
    : [...list, one];

export const without = (list: readonly Favourite[], favouriteId: string): readonly Favourite[] =>
  list.filter((one) => one.favouriteId !== favouriteId);

/** Past its neighbour of the same folder: what lies between them in the list belongs elsewhere on the screen. */
export function moved(list: readonly Favourite[], favouriteId: string, by: 1 | -1): readonly Favourite[] {
  const at = list.findIndex((one) => one.favouriteId === favouriteId);
  const one = list[at];
  if (one === undefined) return list;
  for (let other = at + by; other >= 0 && other < list.length; other += by) {
    const neighbour = list[other];
    if (neighbour === undefined || neighbour.folder !== one.folder) continue;
    const rest = without(list, favouriteId);
    return [...rest.slice(0, other), one, ...rest.slice(other)];
  }
  return list;
}

/** Folders in the order of their first favourite; those in none come first. */
export function byFolder(
  list: readonly Favourite[],
): readonly { readonly folder: string; readonly favourites: readonly Favourite[] }[] {
  const folders = new Map<string, Favourite[]>();
  for (const one of list) {
    const folder = folders.get(one.folder);
    if (folder === undefined) folders.set(one.folder, [one]);
    else folder.push(one);
  }
  return [...folders]
    .sort(([a], [b]) => Number(a !== "") - Number(b !== ""))
    .map(([folder, favourites]) => ({ folder, favourites }));
}

type Target = Favourite["target"];
const digits = (number: string): string => number.replace(/[^\d*#,]/g, "");

const sameTarget = (a: Target, b: Target): boolean => {
  if ("agentId" in a || "agentId" in b) return "agentId" in a && "agentId" in b && a.agentId === b.agentId;
  return digits(a.number) === digits(b.number);
};

/** The favourite that calls the same, if there is one. */
export const favouriteOf = (list: readonly Favourite[], target: Target): Favourite | null =>
  list.find((one) => sameTarget(one.target, target)) ?? null;

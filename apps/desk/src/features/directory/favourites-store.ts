import type { Favourite } from "@patchbay/protocol";
import { create } from "zustand";
import { ask, toast } from "../../state/actions.js";
import { word } from "../../words/words.js";
import { moved, withOne, without } from "./favourites.js";

interface FavouritesState {
  /** `null`: not loaded yet. */
  readonly favourites: readonly Favourite[] | null;
  readonly version: number;
  readonly failed: boolean;
}

export const useFavourites = create<FavouritesState>(() => ({ favourites: null, version: 0, failed: false }));
const { getState: get, setState: set } = useFavourites;

export async function loadFavourites(): Promise<void> {
  const answer = await ask("favourites", {});
  if (answer.ok) set({ ...answer.output, failed: false });
  else set({ failed: true });
}

/** Shown at once; taken back when the server has a newer list, or says no. @returns whether it was stored */
async function save(next: readonly Favourite[]): Promise<boolean> {
  const { favourites: before, version } = get();
  set({ favourites: next });
  const answer = await ask("saveFavourites", { version, favourites: [...next] });
  if (answer.ok) {
    set({ version: answer.output.version });
    return true;
  }
  set({ favourites: before });
  if (answer.error.code === "not_suitable_state") await loadFavourites();
  toast(
    word(
      answer.error.code === "not_suitable_state"
        ? "directory.favourites.changedElsewhere"
        : `errors.${answer.error.code}`,
    ),
    { tone: "error" },
  );
  return false;
}

const now = (): readonly Favourite[] => get().favourites ?? [];

/** A new one at the end, or the same one with other words in its place. */
export const putFavourite = (favourite: Favourite): Promise<boolean> => save(withOne(now(), favourite));

export const moveFavourite = (favouriteId: string, by: 1 | -1): Promise<boolean> =>
  save(moved(now(), favouriteId, by));

/** Gone at once, and back with one click. */
export async function removeFavourite(favouriteId: string, name: string): Promise<void> {
  const before = now();
  const at = before.findIndex((one) => one.favouriteId === favouriteId);
  const removed = before[at];
  if (removed === undefined || !(await save(without(before, favouriteId)))) return;
  toast(word("directory.favourites.removed", { name }), {
    undo: () => {
      const list = now().filter((one) => one.favouriteId !== favouriteId);
      void save([...list.slice(0, at), removed, ...list.slice(at)]);
    },
  });
}

import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type Clip, composeMusic, loadPrompts, type Prompts } from "@patchbay/media";
import { OwnSounds } from "./own-sounds.js";

/** Everything that is played to callers, decoded once for all calls of a worker. */
export interface Sounds {
  /** Also the center's own, once they are ready. */
  readonly prompts: Prompts;
  /** The piece of that name, or the music that comes along. */
  music(name: string): Clip;
  /** Reads what is not in memory yet. `undefined`: all of it is there, as far as there is any. */
  ready(names: readonly string[]): Promise<void> | undefined;
}

const PROMPTS = "packages/media/prompts/en";

/**
 * @param folder of `<name>.opus`; `null`: those that come along.
 * @param ownFolder where the server keeps what was uploaded.
 */
export async function loadSounds(folder: string | null, ownFolder: string): Promise<Sounds> {
  const prompts = await loadPrompts(folder ?? findAbove(PROMPTS));
  const own = new OwnSounds(ownFolder);
  const composed = composeMusic();
  const clip = (name: string): Clip | undefined => own.clip(name) ?? prompts.clip(name);
  return {
    prompts: { ...prompts, clip },
    music: (name) => clip(name) ?? composed,
    ready: (names) => own.ready(names),
  };
}

/** The same path leads there from the sources and from the built program, which lie at different depths. */
function findAbove(wanted: string): string {
  for (let folder = path.dirname(fileURLToPath(import.meta.url)); ; folder = path.dirname(folder)) {
    const found = path.join(folder, wanted);
    if (existsSync(found)) return found;
    if (folder === path.dirname(folder)) throw new Error(`no folder ${wanted} above the program`);
  }
}

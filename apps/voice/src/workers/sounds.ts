import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type Clip, composeMusic, loadPrompts, type Prompts } from "@patchbay/media";

/** Everything that is played to callers, decoded once for all calls of a worker. */
export interface Sounds {
  readonly prompts: Prompts;
  /** The piece of that name, or our own music. */
  music(name: string): Clip;
}

const PROMPTS = "packages/media/prompts/en";

/** @param folder of `<name>.opus`; `null`: those that come along. */
export async function loadSounds(folder: string | null): Promise<Sounds> {
  const prompts = await loadPrompts(folder ?? findAbove(PROMPTS));
  const own = composeMusic();
  return { prompts, music: (name) => prompts.clip(name) ?? own };
}

/** The same path leads there from the sources and from the built program, which lie at different depths. */
function findAbove(wanted: string): string {
  for (let folder = path.dirname(fileURLToPath(import.meta.url)); ; folder = path.dirname(folder)) {
    const found = path.join(folder, wanted);
    if (existsSync(found)) return found;
    if (folder === path.dirname(folder)) throw new Error(`no folder ${wanted} above the program`);
  }
}

import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { decodeOggOpus } from "./ogg-opus.js";
import { Clip } from "./sound.js";

/** The spoken pieces of one language, by their names: see prompts/en/prompts.json. */
export interface Prompts {
  /** @returns `undefined` when there is no such piece. */
  clip(name: string): Clip | undefined;
  readonly names: readonly string[];
  /** The pieces that say a whole number from 0 to 199; nothing for others. */
  number(value: number): Clip[];
  /** "You are number … in the queue." Nothing beyond 199: nobody wants to hear that. */
  queuePosition(position: number): Clip[];
  /** "The estimated waiting time is … minutes." */
  estimatedWait(waitMs: number): Clip[];
}

/**
 * Reads all prompts of a folder into memory, about 3 MB decoded.
 *
 * @param folder with files `<name>.opus`, as in `packages/media/prompts/en`.
 * @throws when the folder cannot be read or a file in it is no Ogg/Opus.
 */
export async function loadPrompts(folder: string): Promise<Prompts> {
  const clips = new Map<string, Clip>();
  for (const file of (await readdir(folder)).sort()) {
    if (!file.endsWith(".opus")) continue;
    const samples = decodeOggOpus(await readFile(path.join(folder, file)));
    if (samples === undefined) throw new Error(`${path.join(folder, file)} is no Ogg/Opus file`);
    clips.set(path.basename(file, ".opus"), new Clip(samples, 16_000));
  }
  const pick = (names: readonly string[]): Clip[] =>
    names.map((name) => clips.get(name)).filter((clip) => clip !== undefined);
  const number = (value: number): Clip[] => pick(numberNames(value));
  return {
    clip: (name) => clips.get(name),
    names: [...clips.keys()],
    number,
    queuePosition: (position) => {
      const spoken = number(position);
      return spoken.length === 0 ? [] : [...pick(["you-are-number"]), ...spoken, ...pick(["in-the-queue"])];
    },
    estimatedWait: (waitMs) => {
      const minutes = Math.round(waitMs / 60_000);
      if (minutes < 1) return pick(["estimated-wait-is", "less-than-a-minute"]);
      const spoken = number(minutes);
      if (spoken.length === 0) return [];
      return [...pick(["estimated-wait-is"]), ...spoken, ...pick([minutes === 1 ? "minute" : "minutes"])];
    },
  };
}

function numberNames(value: number): string[] {
  if (!Number.isInteger(value) || value < 0 || value > 199) return [];
  if (value <= 20) return [`number-${value}`];
  if (value >= 100) return ["number-100", ...(value > 100 ? numberNames(value - 100) : [])];
  const tens = value - (value % 10);
  return [`number-${tens}`, ...(value > tens ? [`number-${value - tens}`] : [])];
}

import { createReadStream, existsSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { composeMusic, MUSIC_MS, oggOpusDurationMs, wavFile } from "@patchbay/media";
import { z } from "zod";
import type { BuiltInPrompt, OpenSound } from "../center/prompts.js";

/** The piece that the program composes, by the name under which scenarios play it. */
const MUSIC = "music";
const PROMPTS = "packages/media/prompts/en";
const textsSchema = z.record(z.string(), z.string());

/** What comes along: spoken prompts in a folder of `<name>.opus`, and music. The same that the voice process plays. */
export class BuiltInSounds {
  private music: Buffer | undefined;

  private constructor(
    private readonly folder: string,
    readonly prompts: ReadonlyMap<string, BuiltInPrompt>,
  ) {}

  /** @param promptsDir the setting PROMPTS_DIR; `null`: those of the program. */
  static async open(promptsDir: string | null): Promise<BuiltInSounds> {
    const folder = promptsDir ?? findAbove(PROMPTS);
    const texts = await readTexts(path.join(folder, "prompts.json"));
    const prompts = new Map<string, BuiltInPrompt>();
    const files = (await readdir(folder)).filter((file) => file.endsWith(".opus"));
    const names = files
      .map((file) => path.basename(file, ".opus"))
      .filter((name) => !/^number-\d+$/.test(name));
    for (const name of names.sort()) {
      const durationMs = oggOpusDurationMs(await readFile(path.join(folder, `${name}.opus`)));
      if (durationMs === undefined) continue;
      prompts.set(name, { kind: "speech", text: texts[name] ?? null, durationMs: Math.round(durationMs) });
    }
    prompts.set(MUSIC, { kind: "music", text: null, durationMs: MUSIC_MS });
    return new BuiltInSounds(folder, prompts);
  }

  async openSound(promptId: string): Promise<OpenSound | undefined> {
    // Only names that were found in the folder become a path.
    if (!this.prompts.has(promptId)) return undefined;
    const file = path.join(this.folder, `${promptId}.opus`);
    if (promptId !== MUSIC || existsSync(file)) {
      const { size } = await stat(file);
      return {
        mediaType: "audio/ogg",
        bytes: size,
        read: (from, to) => createReadStream(file, { start: from, end: to - 1 }),
      };
    }
    this.music ??= musicFile();
    const { music } = this;
    return {
      mediaType: "audio/wav",
      bytes: music.length,
      read: (from, to) => Readable.from([music.subarray(from, to)]),
    };
  }
}

/** Composing it takes a third of a second: nobody waits for it who does not listen. */
function musicFile(): Buffer {
  const { samples, sampleRate } = composeMusic();
  return wavFile(samples, sampleRate);
}

async function readTexts(file: string): Promise<Readonly<Record<string, string>>> {
  // A folder of the operator's own need not say what is said in it.
  const text = await readFile(file, "utf8").catch(() => "{}");
  return textsSchema.parse(JSON.parse(text));
}

/** The same path leads there from the sources and from the built program, which lie at different depths. */
export function findAbove(wanted: string): string {
  for (let folder = path.dirname(fileURLToPath(import.meta.url)); ; folder = path.dirname(folder)) {
    const found = path.join(folder, wanted);
    if (existsSync(found)) return found;
    if (folder === path.dirname(folder)) throw new Error(`no folder ${wanted} above the program`);
  }
}

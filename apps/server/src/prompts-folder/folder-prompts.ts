import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { uploadKind } from "@patchbay/media";
import { OWN_SOUNDS_FOLDER, ownSoundFiles, ownSoundName, PROMPT_DURATION_MS_MAX } from "@patchbay/protocol";
import { UPLOAD_BYTES_MAX } from "../center/blobs.js";
import type { Ids } from "../center/clock.js";
import {
  type BuiltInPrompt,
  type OpenSound,
  PromptError,
  type PromptLibrary,
  type TakenSound,
} from "../center/prompts.js";
import type { Speech } from "../center/speech.js";
import { BuiltInSounds } from "./built-in.js";
import type { ConversionTask, Converted } from "./conversion.js";

export interface FolderPromptsDeps {
  readonly dataDir: string;
  readonly centerId: string;
  /** The setting PROMPTS_DIR; `null`: the prompts of the program. */
  readonly promptsDir: string | null;
  readonly ids: Ids;
  /** Turns an upload into our form; elsewhere than in the server's own process. */
  readonly convert: (task: ConversionTask) => Promise<Converted>;
  /** Absent: no voice says texts. */
  readonly speech?: Speech | null;
}

const INCOMING = "incoming";

/**
 * One center's sounds in a folder of DATA_DIR, each under the SHA-256 of its bytes: a file never changes, so the voice
 * process may keep what it has read. Which prompt has which sound is in the journal.
 */
export class FolderPrompts implements PromptLibrary {
  private readonly folder: string;
  /** Sounds on their way into the journal, with how many uploads brought them. */
  private readonly underWay = new Map<string, number>();
  /** Files that go at this moment: an upload of the same sound comes after. */
  private readonly removals = new Map<string, Promise<void>>();
  private converting: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly deps: FolderPromptsDeps,
    private readonly builtInSounds: BuiltInSounds,
  ) {
    this.folder = path.join(deps.dataDir, OWN_SOUNDS_FOLDER, deps.centerId);
  }

  static async open(deps: FolderPromptsDeps): Promise<FolderPrompts> {
    const library = new FolderPrompts(deps, await BuiltInSounds.open(deps.promptsDir));
    const incoming = path.join(library.folder, INCOMING);
    // What an earlier process left half done.
    await rm(incoming, { recursive: true, force: true });
    await mkdir(incoming, { recursive: true, mode: 0o700 });
    return library;
  }

  get speech(): Speech | null {
    return this.deps.speech ?? null;
  }

  builtIn(): ReadonlyMap<string, BuiltInPrompt> {
    return this.builtInSounds.prompts;
  }

  openBuiltIn(promptId: string): Promise<OpenSound | undefined> {
    return this.builtInSounds.openSound(promptId);
  }

  async openOwn(sound: string): Promise<OpenSound | undefined> {
    const file = this.filesOf(sound)?.wide;
    if (file === undefined) return undefined;
    const found = await stat(file).catch(() => undefined);
    return (
      found && {
        mediaType: "audio/wav",
        bytes: found.size,
        read: (from, to) => createReadStream(file, { start: from, end: to - 1 }),
      }
    );
  }

  async take(bytes: AsyncIterable<Uint8Array>): Promise<TakenSound> {
    const source = path.join(this.folder, INCOMING, this.deps.ids.next());
    const task = {
      source,
      wide: `${source}.wide`,
      narrow: `${source}.narrow`,
      durationMsMax: PROMPT_DURATION_MS_MAX,
    };
    try {
      await receive(bytes, source);
      return await this.convertAndKeep(task);
    } catch (error) {
      if (error instanceof PromptError) throw error;
      throw new PromptError("file_failed", "the sound could not be stored", { cause: error });
    } finally {
      for (const file of [task.source, task.wide, task.narrow]) await rm(file, { force: true });
    }
  }

  /** Clears away sounds that no prompt has: `inUse` is asked just before each file would go. */
  async keepOnly(inUse: (sound: string) => boolean): Promise<void> {
    for (const name of await readdir(this.folder)) {
      const sound = /^([0-9a-f]{64})(\.8k)?\.wav$/.exec(name)?.[1];
      if (sound === undefined || this.underWay.has(sound) || inUse(sound)) continue;
      const removal = rm(path.join(this.folder, name), { force: true });
      this.removals.set(sound, removal);
      await removal.finally(() => this.removals.delete(sound));
    }
  }

  /** One after the other: two at once would leave no processor to calls and chats. */
  private async convertAndKeep(task: ConversionTask): Promise<TakenSound> {
    const turn = this.converting.then(() => this.deps.convert(task));
    this.converting = turn.catch(() => undefined);
    const converted = await turn;
    if ("rejected" in converted) throw new PromptError(converted.rejected, "not a sound that is taken");
    const sound = await sha256Of(task.wide);
    const files = this.filesOf(sound);
    if (files === undefined) throw new PromptError("file_failed", "the center has no name for a folder");
    this.underWay.set(sound, (this.underWay.get(sound) ?? 0) + 1);
    await this.removals.get(sound)?.catch(() => undefined);
    // The narrow one first: whoever finds the wide one finds both.
    await rename(task.narrow, files.narrow);
    await rename(task.wide, files.wide);
    await syncFolder(this.folder);
    return {
      sound,
      durationMs: converted.durationMs,
      settled: () => {
        const left = (this.underWay.get(sound) ?? 1) - 1;
        if (left === 0) this.underWay.delete(sound);
        else this.underWay.set(sound, left);
      },
    };
  }

  private filesOf(sound: string): { readonly wide: string; readonly narrow: string } | undefined {
    const files = ownSoundFiles(ownSoundName(this.deps.centerId, sound));
    const place = (parts: readonly string[]): string =>
      path.join(this.deps.dataDir, OWN_SOUNDS_FOLDER, ...parts);
    return files && { wide: place(files.wide), narrow: place(files.narrow) };
  }
}

/** @throws {PromptError} */
async function receive(bytes: AsyncIterable<Uint8Array>, target: string): Promise<void> {
  const file = await open(target, "wx", 0o600);
  try {
    let length = 0;
    for await (const chunk of unlessBrokenOff(bytes)) {
      // Known by its first bytes, so that nobody waits for the rest of a film.
      if (length === 0 && uploadKind(chunk) === undefined && chunk.length >= 4)
        throw new PromptError("type_blocked", "neither WAV nor MP3 nor Ogg");
      length += chunk.length;
      if (length > UPLOAD_BYTES_MAX) throw new PromptError("file_too_large", "more than 25 MB");
      await file.writeFile(chunk);
    }
    if (length === 0) throw new PromptError("file_empty", "the file holds no bytes");
  } finally {
    await file.close();
  }
}

async function* unlessBrokenOff(source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    yield* source;
  } catch (cause) {
    throw new PromptError("broken_off", "the bytes were broken off", { cause });
  }
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

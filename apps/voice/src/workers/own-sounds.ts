import { readFile } from "node:fs/promises";
import path from "node:path";
import { Clip, WAV_HEADER_BYTES } from "@patchbay/media";
import { ownSoundFiles } from "@patchbay/protocol";

/** What is kept decoded; whatever was played longest ago goes first. A call that plays it keeps it to its end. */
const KEPT_BYTES_MAX = 64 * 1024 * 1024;
/** A file that is not there is not looked for again for so long. */
const MISSING_MS = 5_000;

/**
 * The center's own prompts and music, read when they are first played: an upload is heard by the next call. A name stands
 * for bytes that never change, so what was read stays true.
 */
export class OwnSounds {
  /** In the order of their last use. */
  private readonly clips = new Map<string, Clip>();
  private readonly loading = new Map<string, Promise<void>>();
  private readonly missing = new Map<string, number>();

  constructor(
    private readonly folder: string,
    private readonly now: () => number = Date.now,
  ) {}

  /** `undefined`: no own sound, or it is not in memory. */
  clip(name: string): Clip | undefined {
    const clip = this.clips.get(name);
    if (clip === undefined) return undefined;
    this.clips.delete(name);
    this.clips.set(name, clip);
    return clip;
  }

  /** `undefined`: nothing is to be waited for. Never rejects; what cannot be read is passed over. */
  ready(names: readonly string[]): Promise<void> | undefined {
    const wanted = names.filter(
      (name) =>
        ownSoundFiles(name) !== undefined &&
        !this.clips.has(name) &&
        this.now() - (this.missing.get(name) ?? Number.NEGATIVE_INFINITY) > MISSING_MS,
    );
    if (wanted.length === 0) return undefined;
    return Promise.all(wanted.map((name) => this.load(name))).then(() => undefined);
  }

  private load(name: string): Promise<void> {
    const begun = this.loading.get(name);
    if (begun !== undefined) return begun;
    const loading = this.read(name)
      .then(
        (clip) => this.keep(name, clip),
        () => {
          this.missing.set(name, this.now());
        },
      )
      .finally(() => this.loading.delete(name));
    this.loading.set(name, loading);
    return loading;
  }

  private async read(name: string): Promise<Clip> {
    const files = ownSoundFiles(name);
    if (files === undefined) throw new Error("not a name of ours");
    const [wide, narrow] = await Promise.all([
      readFile(path.join(this.folder, ...files.wide)),
      readFile(path.join(this.folder, ...files.narrow)),
    ]);
    // Both rates lie ready: to compute one would hold up every call of this worker.
    return new Clip(samplesOf(wide), 16_000, [[8_000, samplesOf(narrow)]]);
  }

  private keep(name: string, clip: Clip): void {
    this.missing.delete(name);
    this.clips.set(name, clip);
    let bytes = 0;
    for (const [other, kept] of [...this.clips].reverse()) {
      bytes += kept.samples.byteLength * 1.5;
      if (bytes > KEPT_BYTES_MAX && other !== name) this.clips.delete(other);
    }
  }
}

/** The samples of a file that the server wrote: a plain header, then 16 bits each. */
function samplesOf(file: Buffer): Int16Array {
  const body = file.subarray(WAV_HEADER_BYTES);
  if (body.byteOffset % 2 === 0) return new Int16Array(body.buffer, body.byteOffset, body.length >> 1);
  return new Int16Array(new Uint8Array(body).buffer, 0, body.length >> 1);
}

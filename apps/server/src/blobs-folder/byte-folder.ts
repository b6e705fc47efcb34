import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";

/** Bytes that lie complete in the incoming folder, not yet under their name. */
export interface Arrived {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** More bytes came than are taken. */
export class TooManyBytesError extends Error {
  override readonly name = "TooManyBytesError";
}

/** The bytes ended before their end: whoever sent them broke off, or sent half a form. Nothing is wrong here. */
export class BrokenOffError extends Error {
  override readonly name = "BrokenOffError";
}

/**
 * A folder of bytes that are named by their SHA-256, in two levels of 256 folders each, so that none grows large. A name
 * appears only when all its bytes are on the disk; the same bytes are stored once.
 */
export class ByteFolder {
  private constructor(private readonly folder: string) {}

  /** Opens or makes the folder, and clears what an earlier process left half written. */
  static async open(folder: string): Promise<ByteFolder> {
    const incoming = path.join(folder, "incoming");
    await mkdir(incoming, { recursive: true, mode: 0o700 });
    for (const name of await readdir(incoming)) await rm(path.join(incoming, name), { force: true });
    return new ByteFolder(folder);
  }

  /**
   * Takes bytes in, under a name of no meaning.
   * @throws {TooManyBytesError} as soon as one more than `bytesMax` has come.
   * @throws {BrokenOffError} when the source fails, and not the disk.
   */
  async receive(source: AsyncIterable<Uint8Array>, name: string, bytesMax: number): Promise<Arrived> {
    const target = path.join(this.folder, "incoming", name);
    const hash = createHash("sha256");
    let bytes = 0;
    const file = await open(target, "wx", 0o600);
    try {
      for await (const chunk of unlessBrokenOff(source)) {
        bytes += chunk.byteLength;
        if (bytes > bytesMax) throw new TooManyBytesError(`more than ${bytesMax} bytes`);
        hash.update(chunk);
        await writeAll(file, chunk);
      }
      await file.sync();
    } catch (error) {
      await file.close();
      await this.discard(target);
      throw error;
    }
    await file.close();
    return { path: target, sha256: hash.digest("hex"), bytes };
  }

  /** Gives arrived bytes their name, for good: after this they survive a power cut. */
  async keep(arrived: Arrived, suffix = "", sha256 = arrived.sha256): Promise<void> {
    const target = this.#pathOf(sha256, suffix);
    const parent = path.dirname(target);
    await mkdir(parent, { recursive: true, mode: 0o700 });
    await rename(arrived.path, target);
    // The entry in each folder is on the disk only when the folder itself is.
    for (const folder of [parent, path.dirname(parent), this.folder]) await syncFolder(folder);
  }

  async discard(arrivedPath: string): Promise<void> {
    await rm(arrivedPath, { force: true });
  }

  /** `undefined` when there are no such bytes. */
  async read(
    sha256: string,
    suffix = "",
  ): Promise<{ bytes: number; stream: NodeJS.ReadableStream } | undefined> {
    const source = this.#pathOf(sha256, suffix);
    try {
      const { size } = await stat(source);
      return { bytes: size, stream: createReadStream(source) };
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
      throw error;
    }
  }

  #pathOf(sha256: string, suffix: string): string {
    // The name goes into a path: nothing but what a digest is made of may get there.
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error("not a SHA-256");
    return path.join(this.folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256 + suffix);
  }
}

async function* unlessBrokenOff(source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    yield* source;
  } catch (cause) {
    throw new BrokenOffError("the bytes were broken off", { cause });
  }
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  let written = 0;
  while (written < chunk.byteLength) written += (await file.write(chunk, written)).bytesWritten;
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, open, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import {
  HEADER_READ_BYTES,
  RecordingDamagedError,
  type RecordingFacts,
  RecordingReader,
  readHeader,
} from "@patchbay/media/recording";

/** Where chunks of finished recordings lie is kept for as many: a player asks for one stretch after the other. */
const READERS_KEPT_MAX = 50;
const MONTH = /^\d{2}$/;
const YEAR = /^\d{4}$/;

/** A recording that is open for reading. */
export interface OpenRecording {
  readonly reader: RecordingReader;
  readonly file: FileHandle;
}

/** What stands in a file: how long it is, and its bytes' digest. */
export interface FileFacts {
  readonly bytes: number;
  readonly sha256: string;
}

/** The folder DATA_DIR/recordings: what the voice process has written there. */
export class RecordingFiles {
  private readonly readers = new Map<string, RecordingReader>();

  /** @param key of all recordings, 32 bytes. */
  constructor(
    private readonly folder: string,
    private readonly key: Uint8Array,
  ) {}

  /**
   * @param file below the folder. The caller closes it.
   * @returns `undefined`: there is no such file.
   * @throws {RecordingDamagedError}
   */
  async open(file: string, recordingId: string): Promise<OpenRecording | undefined> {
    const handle = await openIfThere(path.join(this.folder, file));
    if (handle === undefined) return undefined;
    try {
      const known = this.readers.get(recordingId);
      const reader = known ?? (await RecordingReader.open(handle, { recordingId, key: this.key }));
      // One that was cut off may still be growing.
      if (reader.end !== null) this.remember(recordingId, reader);
      return { reader, file: handle };
    } catch (cause) {
      await handle.close();
      throw cause;
    }
  }

  async bytesOf(file: string): Promise<number | undefined> {
    return (await statIfThere(path.join(this.folder, file)))?.size;
  }

  /** When it was written to last, ms since 1970. */
  async writtenAt(file: string): Promise<number | undefined> {
    return (await statIfThere(path.join(this.folder, file)))?.mtimeMs;
  }

  /** Reads all of it. @returns `undefined`: there is no such file */
  async digest(file: string): Promise<FileFacts | undefined> {
    const hash = createHash("sha256");
    let bytes = 0;
    try {
      for await (const piece of createReadStream(path.join(this.folder, file))) {
        hash.update(piece as Buffer);
        bytes += (piece as Buffer).length;
      }
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw cause;
    }
    return { bytes, sha256: hash.digest("hex") };
  }

  async delete(file: string, recordingId: string): Promise<void> {
    this.readers.delete(recordingId);
    await rm(path.join(this.folder, file), { force: true });
  }

  /** Files of the newest months, each with what its header says; `null`: it has none that can be read. */
  async *newest(
    months: number,
  ): AsyncGenerator<{ readonly file: string; readonly facts: RecordingFacts | null }> {
    const folders: string[] = [];
    for (const year of (await list(this.folder)).filter((name) => YEAR.test(name)))
      for (const month of (await list(path.join(this.folder, year))).filter((name) => MONTH.test(name)))
        folders.push(`${year}/${month}`);
    for (const folder of folders.sort().reverse().slice(0, months)) {
      for (const name of await list(path.join(this.folder, folder))) {
        const file = `${folder}/${name}`;
        yield { file, facts: await this.factsOf(file) };
      }
    }
  }

  private async factsOf(file: string): Promise<RecordingFacts | null> {
    const handle = await openIfThere(path.join(this.folder, file));
    if (handle === undefined) return null;
    try {
      const start = Buffer.alloc(HEADER_READ_BYTES);
      const { bytesRead } = await handle.read(start, 0, start.length, 0);
      return readHeader(start.subarray(0, bytesRead)).header;
    } catch (cause) {
      if (cause instanceof RecordingDamagedError) return null;
      throw cause;
    } finally {
      await handle.close();
    }
  }

  private remember(recordingId: string, reader: RecordingReader): void {
    this.readers.delete(recordingId);
    this.readers.set(recordingId, reader);
    const [oldest] = this.readers.keys();
    if (this.readers.size > READERS_KEPT_MAX && oldest !== undefined) this.readers.delete(oldest);
  }
}

const isMissing = (cause: unknown): boolean => (cause as NodeJS.ErrnoException).code === "ENOENT";

async function openIfThere(file: string): Promise<FileHandle | undefined> {
  try {
    return await open(file);
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw cause;
  }
}

async function statIfThere(file: string) {
  try {
    return await stat(file);
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw cause;
  }
}

async function list(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (cause) {
    if (isMissing(cause)) return [];
    throw cause;
  }
}

import { mkdir, open, readFile, rm, statfs } from "node:fs/promises";
import path from "node:path";
import { type GrowingFile, RECORDING_KEY_BYTES } from "@patchbay/media/recording";

export interface RecordingSettings {
  /** DATA_DIR/recordings; made when it is needed first. */
  readonly folder: string;
  /** Holds the key as 64 hexadecimal digits; the server made it. */
  readonly keyFile: string;
  /** With less room than this nothing more is written: the database on the same disk needs the rest. */
  readonly freeBytesMin: number;
}

/** So often somebody looks whether the disk still has room. */
const LOOK_EVERY_MS = 5_000;
/** An id becomes the name of a file. */
const FILE_NAME = /^[A-Za-z0-9_-]{1,180}\.r\d{1,6}$/;

/** There is no place for a recording: told like a disk that refuses it. */
export class NoRoomError extends Error {
  override readonly name = "NoRoomError";
  readonly code = "ENOSPC";
}

/** Where recordings lie, their key, and whether there is room for more. One for all calls of a worker. */
export class RecordingStore {
  private key: Buffer | undefined;
  private lookedAt = Number.NEGATIVE_INFINITY;
  private looking = false;
  private room = true;

  constructor(
    private readonly settings: RecordingSettings,
    private readonly now: () => number,
    private readonly freeBytes: (folder: string) => Promise<number> = freeBytesOf,
  ) {}

  /** Where a recording lies below the folder: year, month (UTC), id. `undefined`: its id cannot be the name of a file. */
  fileOf(recordingId: string, startedAt: number): string | undefined {
    if (!FILE_NAME.test(recordingId)) return undefined;
    const [year = "", month = ""] = new Date(startedAt).toISOString().split("-");
    return `${year}/${month}/${recordingId}`;
  }

  /** @throws when there is no key: nothing is ever written without one. */
  async readKey(): Promise<Buffer> {
    if (this.key !== undefined) return this.key;
    const text = (await readFile(this.settings.keyFile, "utf8")).trim();
    const key = Buffer.from(/^[0-9a-f]{64}$/.test(text) ? text : "", "hex");
    if (key.length !== RECORDING_KEY_BYTES) throw new Error("the key of recordings cannot be read");
    this.key = key;
    return key;
  }

  /** @throws NoRoomError, or the system's error. A file that is there already is never touched. */
  async create(file: string): Promise<GrowingFile> {
    const whole = path.join(this.settings.folder, file);
    await mkdir(path.dirname(whole), { recursive: true, mode: 0o700 });
    await this.look();
    if (!this.room) throw new NoRoomError("too little room on the disk of recordings");
    return open(whole, "ax", 0o600);
  }

  /** Of what turned out to be nothing. @throws the system's error. */
  delete(file: string): Promise<void> {
    return rm(path.join(this.settings.folder, file), { force: true });
  }

  /** Whether more may be written, as far as is known. Asked all the time; looks every few seconds. */
  hasRoom(): boolean {
    if (!this.looking && this.now() - this.lookedAt >= LOOK_EVERY_MS) void this.look();
    return this.room;
  }

  private async look(): Promise<void> {
    this.looking = true;
    this.lookedAt = this.now();
    try {
      this.room = (await this.freeBytes(this.settings.folder)) >= this.settings.freeBytesMin;
    } catch {
      // A disk that does not even say how full it is will say so when it is written to.
    } finally {
      this.looking = false;
    }
  }
}

async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

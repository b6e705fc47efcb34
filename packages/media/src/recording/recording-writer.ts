import { createHash, randomBytes } from "node:crypto";
import { pcmu } from "../codec/g711.js";
import {
  buildHeader,
  CHUNK_SAMPLES,
  type ChunkKind,
  ChunkSeal,
  endPlain,
  pausePlain,
  RECORDING_SAMPLE_RATE,
  type RecordingEndCause,
  type RecordingFacts,
} from "./format.js";

/** A file that is only ever added to. Node's `FileHandle` is one. */
export interface GrowingFile {
  write(bytes: Uint8Array, offset: number, length: number): Promise<{ readonly bytesWritten: number }>;
  truncate(length: number): Promise<void>;
  datasync(): Promise<void>;
  close(): Promise<void>;
}

/** What has become of a recording, as its file says. */
export interface RecordingOutcome {
  readonly cause: RecordingEndCause;
  readonly durationMs: number;
  /** Of the file, and the digest of these bytes, hexadecimal. */
  readonly bytes: number;
  readonly sha256: string;
}

/** A disk that is this far behind is given up, rather than memory. */
const BEHIND_MS_MAX = 10_000;
/** So often the disk is asked to have it all: what a power cut may cost. A crash of ours costs half a second. */
const SYNC_EVERY_MS = 10_000;
/** At its end a recording waits so long for the disk. */
const SETTLE_WITHIN_MS = 10_000;
const DISK_FULL: ReadonlySet<string> = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/**
 * Writes a recording as it happens: every half second one encrypted chunk. Frames are taken synchronously, so a slow disk
 * never holds up a tick; one that fails is told once, and the call goes on without its recording.
 */
export class RecordingWriter {
  readonly #codec = pcmu();
  readonly #seal: ChunkSeal;
  readonly #digest = createHash("sha256");
  readonly #spoken = Buffer.alloc(CHUNK_SAMPLES);
  readonly #heard = Buffer.alloc(CHUNK_SAMPLES);
  /** Samples of the chunk that is being filled. */
  #filled = 0;
  #samples = 0;
  #chunks = 0;
  #paused = false;
  #queue: Buffer[] = [];
  #queuedSamples = 0;
  #bytes = 0;
  #samplesOnDisk = 0;
  #syncedSamples = 0;
  #work: Promise<void> | null = null;
  #failed: { readonly cause: RecordingEndCause; readonly detail: string } | null = null;
  #closing: Promise<RecordingOutcome> | null = null;
  #file: GrowingFile | null = null;

  /**
   * @param open makes the file; frames that come before it is there are kept.
   * @param key of the center, 32 bytes.
   * @param onFailure called once, when the disk refuses or is too slow. What was written until then stays; `close` tells
   *   what it is.
   */
  constructor(
    private readonly open: () => Promise<GrowingFile>,
    facts: RecordingFacts,
    key: Uint8Array,
    private readonly onFailure: (cause: RecordingEndCause, detail: string) => void = () => {},
    private readonly settleWithinMs = SETTLE_WITHIN_MS,
  ) {
    const header = buildHeader(facts, key, randomBytes(16));
    this.#seal = new ChunkSeal(key, header, facts.recordingId);
    this.#put(header, 0);
  }

  /** While paused, nothing of what comes is kept but its length. Begins and ends with the next frame. */
  setPaused(paused: boolean): void {
    if (paused === this.#paused) return;
    this.#flush();
    this.#paused = paused;
  }

  /** @param channels what was said and what was heard, one frame each, of 8 kHz and the same length. */
  write([spoken, heard]: readonly Int16Array[]): void {
    if (spoken === undefined || heard === undefined || this.#failed !== null || this.#closing !== null)
      return;
    for (let at = 0; at < spoken.length; ) {
      const length = Math.min(spoken.length - at, CHUNK_SAMPLES - this.#filled);
      if (!this.#paused) {
        this.#spoken.set(this.#codec.encode(spoken.subarray(at, at + length)), this.#filled);
        this.#heard.set(this.#codec.encode(heard.subarray(at, at + length)), this.#filled);
      }
      this.#filled += length;
      this.#samples += length;
      at += length;
      if (this.#filled === CHUNK_SAMPLES) this.#flush();
    }
    if (this.#queuedSamples > (BEHIND_MS_MAX / 1000) * RECORDING_SAMPLE_RATE)
      this.#fail("failed", "the disk is too slow for this recording");
  }

  /** Writes what is left, says in the file that it is whole, and closes it. Never rejects; the first call counts. */
  close(cause: RecordingEndCause = "stopped"): Promise<RecordingOutcome> {
    this.#closing ??= this.#finish(cause);
    return this.#closing;
  }

  async #finish(cause: RecordingEndCause): Promise<RecordingOutcome> {
    if (this.#failed === null) {
      this.#flush();
      this.#putChunk("end", endPlain({ cause, samples: this.#samples }), 0);
    }
    await this.#settled();
    // What cannot be kept safe or closed any more is no worse than it was: its bytes are told, and were counted.
    if (this.#work === null) {
      await this.#file?.datasync().catch(() => undefined);
      await this.#file?.close().catch(() => undefined);
    } else void this.#work.then(() => this.#file?.close()).catch(() => undefined);
    return {
      cause: this.#failed?.cause ?? cause,
      durationMs: Math.floor((this.#samplesOnDisk * 1000) / RECORDING_SAMPLE_RATE),
      bytes: this.#bytes,
      sha256: this.#digest.copy().digest("hex"),
    };
  }

  /** A disk that has stopped for good is not waited for: what it had taken until then is told. */
  async #settled(): Promise<void> {
    let late: NodeJS.Timeout | undefined;
    const tooLate = new Promise<"late">((resolve) => {
      late = setTimeout(() => resolve("late"), this.settleWithinMs);
    });
    while (this.#work !== null) {
      if ((await Promise.race([this.#work, tooLate])) !== "late") continue;
      this.#fail("failed", "the disk does not answer");
      break;
    }
    clearTimeout(late);
  }

  #flush(): void {
    const samples = this.#filled;
    if (samples === 0) return;
    this.#filled = 0;
    if (this.#paused) this.#putChunk("pause", pausePlain(samples), samples);
    else {
      const sound = Buffer.concat([this.#spoken.subarray(0, samples), this.#heard.subarray(0, samples)]);
      this.#putChunk("sound", sound, samples);
    }
  }

  #putChunk(kind: ChunkKind, plain: Uint8Array, samples: number): void {
    const chunk = this.#seal.seal(this.#chunks, kind, plain);
    this.#chunks += 1;
    this.#put(chunk, samples);
  }

  #put(bytes: Buffer, samples: number): void {
    if (this.#failed !== null) return;
    this.#queue.push(bytes);
    this.#queuedSamples += samples;
    this.#work ??= this.#drain();
  }

  /** One write at a time, each of whole chunks. */
  async #drain(): Promise<void> {
    try {
      this.#file ??= await this.open();
      while (this.#queue.length > 0) {
        const bytes = Buffer.concat(this.#queue);
        const samples = this.#queuedSamples;
        this.#queue = [];
        this.#queuedSamples = 0;
        await writeWhole(this.#file, bytes);
        this.#digest.update(bytes);
        this.#bytes += bytes.length;
        this.#samplesOnDisk += samples;
        if (this.#samplesOnDisk - this.#syncedSamples < (SYNC_EVERY_MS / 1000) * RECORDING_SAMPLE_RATE)
          continue;
        this.#syncedSamples = this.#samplesOnDisk;
        await this.#file.datasync();
      }
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      this.#fail(code !== undefined && DISK_FULL.has(code) ? "disk_full" : "failed", code ?? message);
      // Half a chunk helps nobody, and the digest is of what is told.
      await this.#file?.truncate(this.#bytes).catch(() => undefined);
    } finally {
      this.#work = null;
    }
  }

  #fail(cause: RecordingEndCause, detail: string): void {
    if (this.#failed !== null) return;
    this.#failed = { cause, detail };
    this.#queue = [];
    this.#queuedSamples = 0;
    this.onFailure(cause, detail);
  }
}

/** A disk that is nearly full takes a part and refuses the rest with the next call. */
async function writeWhole(file: GrowingFile, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, at, bytes.length - at);
    if (bytesWritten === 0) throw Object.assign(new Error("nothing more was taken"), { code: "ENOSPC" });
    at += bytesWritten;
  }
}

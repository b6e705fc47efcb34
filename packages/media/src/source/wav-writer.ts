import { interleave, WAV_HEADER_BYTES, wavHeader } from "./wav.js";

/** A file that can be written at a position. Node's `FileHandle` is one; an encrypting one may stand before it. */
export interface PositionedFile {
  write(bytes: Uint8Array, offset: number, length: number, position: number): Promise<unknown>;
  close(): Promise<void>;
}

/** Written this often, header included: what a crash may cost. */
const FLUSH_MS = 500;
/** A disk that is this far behind is given up, rather than memory. */
const BEHIND_MS_MAX = 10_000;

/**
 * Writes a WAV file as it happens. After each half second the file on disk is whole and playable; memory holds what
 * came since. Frames are taken synchronously, so a slow disk never holds up a tick.
 */
export class WavWriter {
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #writtenBytes = 0;
  #work: Promise<void> = Promise.resolve();
  #busy = false;
  #failed: Error | undefined;

  /** @param onFailure called once, when the disk refuses or is too slow. What was written until then stays. */
  constructor(
    private readonly file: PositionedFile,
    private readonly format: { readonly sampleRate: number; readonly channels: number },
    private readonly onFailure: (cause: Error) => void = () => {},
  ) {}

  /** ms of sound taken so far. */
  get durationMs(): number {
    return ((this.#writtenBytes + this.#pendingBytes) / this.#bytesPerMs) | 0;
  }

  get failed(): Error | undefined {
    return this.#failed;
  }

  /** @param channels one frame each, of the same length. */
  write(channels: readonly Int16Array[]): void {
    if (this.#failed !== undefined) return;
    const bytes = interleave(channels);
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
    const pendingMs = this.#pendingBytes / this.#bytesPerMs;
    if (pendingMs > BEHIND_MS_MAX) this.#fail(new Error("the disk is too slow for this recording"));
    else if (pendingMs >= FLUSH_MS && !this.#busy) this.#flush();
  }

  /** Writes what is left and closes the file. @returns ms of sound in the file. */
  async close(): Promise<number> {
    await this.#work;
    if (this.#failed === undefined) {
      this.#flush();
      await this.#work;
    }
    await this.file.close();
    return Math.floor(this.#writtenBytes / this.#bytesPerMs);
  }

  get #bytesPerMs(): number {
    return (this.format.sampleRate * this.format.channels * 2) / 1000;
  }

  #flush(): void {
    const bytes = Buffer.concat(this.#pending);
    this.#pending = [];
    this.#pendingBytes = 0;
    const position = WAV_HEADER_BYTES + this.#writtenBytes;
    this.#writtenBytes += bytes.length;
    const header = wavHeader(this.format, this.#writtenBytes);
    this.#busy = true;
    this.#work = this.#put(bytes, position)
      // The header comes second: a crash between the two leaves a file that claims too little, never too much.
      .then(() => this.#put(header, 0))
      .catch((cause: unknown) => {
        this.#writtenBytes -= bytes.length;
        this.#fail(cause instanceof Error ? cause : new Error(String(cause)));
      })
      .finally(() => {
        this.#busy = false;
      });
  }

  async #put(bytes: Buffer, position: number): Promise<void> {
    await this.file.write(bytes, 0, bytes.length, position);
  }

  #fail(cause: Error): void {
    if (this.#failed !== undefined) return;
    this.#failed = cause;
    this.#pending = [];
    this.#pendingBytes = 0;
    this.onFailure(cause);
  }
}

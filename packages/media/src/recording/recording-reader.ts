import { pcmu } from "../codec/g711.js";
import {
  CHUNK_HEAD_BYTES,
  ChunkSeal,
  type EndFacts,
  HEADER_READ_BYTES,
  keyIdOf,
  RECORDING_SAMPLE_RATE,
  RecordingDamagedError,
  type RecordingFacts,
  readChunkHead,
  readEnd,
  readHeader,
  samplesOfPause,
  samplesOfSound,
} from "./format.js";

/** A file that can be read at any place. Node's `FileHandle` is one. */
export interface ReadableFile {
  read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesRead: number }>;
}

interface Chunk {
  readonly kind: "sound" | "pause";
  readonly number: number;
  /** In the file, and in the sound. */
  readonly position: number;
  readonly bytes: number;
  readonly from: number;
  readonly samples: number;
}

/** A time in which nothing was kept, in samples from the beginning. */
export interface PauseSpan {
  readonly from: number;
  readonly to: number;
}

/** Both channels of a piece: what the agent said, and what it heard. */
export interface Piece {
  readonly spoken: Int16Array;
  readonly heard: Int16Array;
}

/** Where chunks lie is read in pieces of this size. */
const SCAN_BYTES = 256 * 1024;

/**
 * Reads a recording, whole or cut off. Where its chunks lie is found at once; sound is decrypted and proven as it is asked
 * for.
 */
export class RecordingReader {
  readonly #codec = pcmu();

  private constructor(
    readonly facts: RecordingFacts,
    /** What its writer said at its end; `null`: it was cut off. */
    readonly end: EndFacts | null,
    readonly samples: number,
    readonly pauses: readonly PauseSpan[],
    private readonly chunks: readonly Chunk[],
    private readonly seal: ChunkSeal,
  ) {}

  /** @throws {RecordingDamagedError} when something in it was changed, moved or taken out, or the key is another one. */
  static async open(
    file: ReadableFile,
    asked: { readonly recordingId: string; readonly key: Uint8Array },
  ): Promise<RecordingReader> {
    const start = Buffer.alloc(HEADER_READ_BYTES);
    const { header, bytes } = readHeader(start.subarray(0, await readFully(file, start, 0)));
    if (header.keyId !== keyIdOf(asked.key)) throw new RecordingDamagedError("other_key");
    if (header.recordingId !== asked.recordingId) throw new RecordingDamagedError("other_recording");
    const seal = new ChunkSeal(asked.key, start.subarray(0, bytes), asked.recordingId);
    const found = await new Scan(file, seal).from(bytes);
    const { recordingId, interactionId, legId, agentId, kind, startedAt } = header;
    const facts = { recordingId, interactionId, legId, agentId, kind, startedAt };
    return new RecordingReader(facts, found.end, found.samples, found.pauses, found.chunks, seal);
  }

  /** Down to the millisecond. */
  get durationMs(): number {
    return Math.floor((this.samples * 1000) / RECORDING_SAMPLE_RATE);
  }

  /**
   * A stretch of the sound, piece by piece; pauses are silence.
   *
   * @param from and `to`: samples from the beginning; what is beyond the end is left out.
   * @throws {RecordingDamagedError} at a chunk that was changed; what came before it is right.
   */
  async *read(file: ReadableFile, from = 0, to = this.samples): AsyncGenerator<Piece> {
    for (let at = this.#chunkAt(from); at < this.chunks.length; at++) {
      const chunk = this.chunks[at] as Chunk;
      if (chunk.from >= to) return;
      const piece = await this.#pieceOf(file, chunk);
      const [first, last] = [Math.max(0, from - chunk.from), Math.min(chunk.samples, to - chunk.from)];
      yield { spoken: piece.spoken.subarray(first, last), heard: piece.heard.subarray(first, last) };
    }
  }

  /** Reads and proves every chunk. @throws {RecordingDamagedError} */
  async prove(file: ReadableFile): Promise<void> {
    for (const chunk of this.chunks) await this.#plainOf(file, chunk);
  }

  async #pieceOf(file: ReadableFile, chunk: Chunk): Promise<Piece> {
    const plain = await this.#plainOf(file, chunk);
    if (chunk.kind === "pause")
      return { spoken: new Int16Array(chunk.samples), heard: new Int16Array(chunk.samples) };
    return {
      spoken: this.#codec.decode(plain.subarray(0, chunk.samples)),
      heard: this.#codec.decode(plain.subarray(chunk.samples)),
    };
  }

  async #plainOf(file: ReadableFile, chunk: Chunk): Promise<Buffer> {
    const bytes = Buffer.alloc(chunk.bytes);
    if ((await readFully(file, bytes, chunk.position)) < chunk.bytes)
      throw new RecordingDamagedError("changed", chunk.number);
    return this.seal.open(chunk.number, bytes);
  }

  #chunkAt(sample: number): number {
    let [low, high] = [0, this.chunks.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const { from, samples } = this.chunks[middle] as Chunk;
      if (from + samples <= sample) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Goes from chunk to chunk and notes where each lies. */
class Scan {
  private readonly chunks: Chunk[] = [];
  private readonly pauses: { from: number; to: number }[] = [];
  private samples = 0;
  private end: EndFacts | null = null;
  private readonly window = Buffer.alloc(SCAN_BYTES);
  private windowAt = 0;
  private windowBytes = 0;

  constructor(
    private readonly file: ReadableFile,
    private readonly seal: ChunkSeal,
  ) {}

  async from(start: number) {
    let position = start;
    for (let number = 0; ; number++) {
      const head = await this.bytesAt(position, CHUNK_HEAD_BYTES);
      // The file ends here or in the middle of a chunk: it was cut off, and everything before it counts.
      if (head === undefined) break;
      const known = readChunkHead(head);
      if (known === undefined) throw new RecordingDamagedError("changed", number);
      const chunk = await this.bytesAt(position, known.bytes);
      if (chunk === undefined) break;
      if (known.kind === "end") {
        this.end = readEnd(this.seal.open(number, chunk), number);
        if (this.end.samples !== this.samples) throw new RecordingDamagedError("changed", number);
        // Nothing comes after the end.
        if ((await this.bytesAt(position + known.bytes, 1)) !== undefined)
          throw new RecordingDamagedError("changed", number + 1);
        break;
      }
      this.note(known.kind, number, position, chunk);
      position += known.bytes;
    }
    return { end: this.end, samples: this.samples, pauses: this.pauses, chunks: this.chunks };
  }

  private note(kind: "sound" | "pause", number: number, position: number, chunk: Buffer): void {
    const samples =
      kind === "sound" ? samplesOfSound(chunk.length) : samplesOfPause(this.seal.open(number, chunk), number);
    const from = this.samples;
    this.chunks.push({ kind, number, position, bytes: chunk.length, from, samples });
    this.samples += samples;
    if (kind === "sound") return;
    const last = this.pauses.at(-1);
    if (last?.to === from) last.to = this.samples;
    else this.pauses.push({ from, to: this.samples });
  }

  private async bytesAt(position: number, length: number): Promise<Buffer | undefined> {
    const isHere = position >= this.windowAt && position + length <= this.windowAt + this.windowBytes;
    if (!isHere) {
      this.windowAt = position;
      this.windowBytes = await readFully(this.file, this.window, position);
      if (this.windowBytes < length) return undefined;
    }
    return this.window.subarray(position - this.windowAt, position - this.windowAt + length);
  }
}

/** Fills the buffer as far as the file goes. */
async function readFully(file: ReadableFile, buffer: Buffer, position: number): Promise<number> {
  let read = 0;
  while (read < buffer.length) {
    const { bytesRead } = await file.read(buffer, read, buffer.length - read, position + read);
    if (bytesRead === 0) break;
    read += bytesRead;
  }
  return read;
}

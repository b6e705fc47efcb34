import { toInt16 } from "../codec/index.js";
import type { HearingRow, ListenerId, SourceId } from "./hearing.js";
import { softLimit } from "./limiter.js";

/** Time in which a gain goes from 0 to 1 or back: short for the ear, long enough for no click. */
export const RAMP_MS = 8;

interface Cell {
  readonly source: SourceId;
  gain: number;
  target: number;
}

/**
 * Mixes frames by a who-hears-whom matrix. Gains never jump: each change of the matrix is a ramp of at most 8 ms in
 * the next frame.
 */
export class Mixer {
  #cells = new Map<ListenerId, Map<SourceId, Cell>>();
  readonly #silence: Int16Array;
  readonly #sum: Float32Array;

  /** @param sampleRate in Hz; frames are 20 ms. */
  constructor(readonly sampleRate: number) {
    this.#silence = new Int16Array(sampleRate / 50);
    this.#sum = new Float32Array(sampleRate / 50);
  }

  /** Replaces the whole matrix: what is not among the rows fades out. */
  setRows(rows: readonly HearingRow[]): void {
    for (const cells of this.#cells.values()) for (const cell of cells.values()) cell.target = 0;
    for (const { source, listener, gain } of rows) {
      const cells = this.#cells.get(listener) ?? new Map<SourceId, Cell>();
      this.#cells.set(listener, cells);
      const cell = cells.get(source) ?? { source, gain: 0, target: gain };
      cell.target = gain;
      cells.set(source, cell);
    }
  }

  /** The matrix of another mixer goes on here, with its gains where they are: for a change of the sample rate. */
  adopt(other: Mixer): void {
    this.#cells = other.#cells;
  }

  /** Forgets a listener who has left. */
  forget(listener: ListenerId): void {
    this.#cells.delete(listener);
  }

  /**
   * One frame for one listener.
   *
   * @param frames of this tick by source; a source without one is silent.
   * @returns a frame that must not be written to: it may be that of the only source heard.
   */
  mixFor(listener: ListenerId, frames: ReadonlyMap<SourceId, Int16Array>): Int16Array {
    const cells = this.#cells.get(listener);
    if (cells === undefined) return this.#silence;
    const only = this.#onlyUnchanged(cells, frames);
    if (only !== undefined) return only;
    const sum = this.#sum;
    sum.fill(0);
    for (const cell of cells.values()) {
      const frame = frames.get(cell.source);
      if (frame === undefined) cell.gain = cell.target;
      else this.#add(frame, cell);
      if (cell.gain === 0 && cell.target === 0) cells.delete(cell.source);
    }
    const out = new Int16Array(sum.length);
    for (let at = 0; at < out.length; at++) out[at] = toInt16(softLimit(sum[at] as number));
    return out;
  }

  /** Most of the time one listener hears one source at its own loudness: nothing has to be computed. */
  #onlyUnchanged(
    cells: ReadonlyMap<SourceId, Cell>,
    frames: ReadonlyMap<SourceId, Int16Array>,
  ): Int16Array | undefined {
    let only: Int16Array | undefined;
    for (const cell of cells.values()) {
      if (cell.gain !== cell.target) return undefined;
      const frame = frames.get(cell.source);
      if (frame === undefined || cell.gain === 0) continue;
      if (only !== undefined || cell.gain !== 1) return undefined;
      only = frame;
    }
    return only ?? this.#silence;
  }

  #add(frame: Int16Array, cell: Cell): void {
    const sum = this.#sum;
    const length = Math.min(sum.length, frame.length);
    let at = 0;
    if (cell.gain !== cell.target) {
      const step = 1000 / (RAMP_MS * this.sampleRate);
      const direction = Math.sign(cell.target - cell.gain);
      for (; at < length && cell.gain !== cell.target; at++) {
        const next = cell.gain + direction * step;
        cell.gain = direction > 0 ? Math.min(next, cell.target) : Math.max(next, cell.target);
        sum[at] = (sum[at] as number) + (frame[at] as number) * cell.gain;
      }
    }
    const { gain } = cell;
    if (gain === 0) return;
    for (; at < length; at++) sum[at] = (sum[at] as number) + (frame[at] as number) * gain;
  }
}

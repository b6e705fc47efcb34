import { interleave, WAV_HEADER_BYTES, wavHeader } from "../source/wav-bytes.js";
import { RECORDING_SAMPLE_RATE } from "./format.js";
import type { ReadableFile, RecordingReader } from "./recording-reader.js";

/** One sample of both channels, 16 bits each. */
const FRAME_BYTES = 4;

/** Length of a recording as a WAV file of two channels: left is what the agent said, right what it heard. */
export const wavBytes = (recording: RecordingReader): number =>
  WAV_HEADER_BYTES + recording.samples * FRAME_BYTES;

/**
 * A stretch of that WAV file, made while it is read.
 *
 * @param to the byte after the last one.
 * @throws {RecordingDamagedError} in the middle: what came before it is right.
 */
export async function* wavStretch(
  recording: RecordingReader,
  file: ReadableFile,
  from = 0,
  to = wavBytes(recording),
): AsyncGenerator<Buffer> {
  if (from < WAV_HEADER_BYTES) {
    const format = { sampleRate: RECORDING_SAMPLE_RATE, channels: 2 };
    yield wavHeader(format, recording.samples * FRAME_BYTES).subarray(from, Math.min(to, WAV_HEADER_BYTES));
  }
  const start = Math.max(0, from - WAV_HEADER_BYTES);
  const end = Math.max(0, to - WAV_HEADER_BYTES);
  const [first, last] = [Math.floor(start / FRAME_BYTES), Math.ceil(end / FRAME_BYTES)];
  let at = first * FRAME_BYTES;
  for await (const { spoken, heard } of recording.read(file, first, last)) {
    const bytes = interleave([spoken, heard]);
    const piece = bytes.subarray(Math.max(0, start - at), Math.min(bytes.length, end - at));
    at += bytes.length;
    if (piece.length > 0) yield piece;
  }
}

/**
 * The loudest sample of each of so many equal stretches, channel by channel, from 0 to 255: what a waveform shows.
 *
 * @param count at most; a short recording has one for each sample.
 */
export async function peaksOf(
  recording: RecordingReader,
  file: ReadableFile,
  count: number,
): Promise<{ readonly spoken: Uint8Array; readonly heard: Uint8Array }> {
  const length = Math.min(count, recording.samples);
  const peaks = { spoken: new Uint8Array(length), heard: new Uint8Array(length) };
  let at = 0;
  for await (const piece of recording.read(file)) {
    for (const channel of ["spoken", "heard"] as const)
      raise(peaks[channel], piece[channel], at, recording.samples);
    at += piece.spoken.length;
  }
  return peaks;
}

function raise(peaks: Uint8Array, samples: Int16Array, at: number, total: number): void {
  for (let index = 0; index < samples.length; index++) {
    const stretch = Math.floor(((at + index) * peaks.length) / total);
    const loudness = Math.min(255, Math.abs(samples[index] as number) >> 7);
    if (loudness > (peaks[stretch] as number)) peaks[stretch] = loudness;
  }
}

import { peaksOf, RECORDING_SAMPLE_RATE } from "@patchbay/media/recording";
import type { OpenRecording } from "./recording-files.js";
import type { RecordingRows } from "./recording-rows.js";

/** As many as a wide screen has room for. */
const PEAKS_MAX = 1_600;

/** What a player draws before a note is heard. */
export interface Waveform {
  readonly durationMs: number;
  /** Times in which nothing was kept. */
  readonly pauses: readonly { readonly fromMs: number; readonly toMs: number }[];
  /** It ended in order; else whoever wrote it ended in the middle. */
  readonly whole: boolean;
  /** The loudest sample of each of many equal stretches, from 0 to 255, as base64. */
  readonly spoken: string;
  readonly heard: string;
}

/** Made when it is asked for first, which takes all of the recording to be read; then kept in the row. */
export async function waveformOf(rows: RecordingRows, { reader, file }: OpenRecording): Promise<Waveform> {
  const { recordingId } = reader.facts;
  const known = await rows.waveform(recordingId);
  const peaks = known ?? (await computed({ reader, file }));
  if (known === undefined) await rows.saveWaveform(recordingId, peaks);
  const half = peaks.length / 2;
  const ms = (samples: number): number => Math.round((samples * 1000) / RECORDING_SAMPLE_RATE);
  return {
    durationMs: reader.durationMs,
    pauses: reader.pauses.map(({ from, to }) => ({ fromMs: ms(from), toMs: ms(to) })),
    whole: reader.end !== null,
    spoken: peaks.subarray(0, half).toString("base64"),
    heard: peaks.subarray(half).toString("base64"),
  };
}

async function computed({ reader, file }: OpenRecording): Promise<Buffer> {
  const { spoken, heard } = await peaksOf(reader, file, PEAKS_MAX);
  return Buffer.concat([spoken, heard]);
}

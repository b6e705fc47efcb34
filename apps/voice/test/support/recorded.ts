import { readFileSync } from "node:fs";
import { open } from "node:fs/promises";
import path from "node:path";
import { RecordingReader } from "@patchbay/media/recording";
import type { VoiceEvent } from "@patchbay/protocol";

export type Started = Extract<VoiceEvent, { type: "recording.started" }>;

/** A recording's two channels, as its file has them. */
export interface Recorded {
  readonly reader: RecordingReader;
  readonly bytes: Buffer;
  /** What the agent said: 8,000 samples a second. */
  readonly spoken: Int16Array;
  readonly heard: Int16Array;
}

export async function readRecorded(
  dataDir: string,
  key: Buffer,
  { file, recordingId }: Started,
): Promise<Recorded> {
  const whole = path.join(dataDir, "recordings", file);
  const handle = await open(whole);
  try {
    const reader = await RecordingReader.open(handle, { recordingId, key });
    const spoken = new Int16Array(reader.samples);
    const heard = new Int16Array(reader.samples);
    let length = 0;
    for await (const piece of reader.read(handle)) {
      spoken.set(piece.spoken, length);
      heard.set(piece.heard, length);
      length += piece.spoken.length;
    }
    return { reader, bytes: readFileSync(whole), spoken, heard };
  } finally {
    await handle.close();
  }
}

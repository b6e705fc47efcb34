import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { toneAmplitude } from "../../packages/media/src/index.js";
import { interleave, wavHeader } from "../../packages/media/src/source/wav.js";
import { joined, rms, sine } from "../../packages/media/test/support/sound.js";

/** A machine with a headset: it beeps once a second, and nobody is asked whether it may be used. */
export const HEADSET = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"];

/**
 * What the warbling headset says, in Hz, turn by turn: always something, and nothing long enough for the browser's noise
 * suppression to take it away.
 */
const WARBLE = [620, 1_090] as const;
const TURN_MS = 160;
const RATE = 48_000;

/** A headset that is heard in every tenth of a second. `remove` when the browser has ended. */
export async function warblingHeadset(): Promise<{
  readonly args: readonly string[];
  readonly remove: () => Promise<void>;
}> {
  const folder = await mkdtemp(path.join(tmpdir(), "patchbay-headset-"));
  const file = path.join(folder, "warble.wav");
  const turns = Array.from({ length: 20 }, (_, turn) =>
    sine(WARBLE[turn % 2] ?? 0, RATE, TURN_MS, { amplitude: 12_000 }),
  );
  const body = interleave([joined(turns)]);
  await writeFile(file, Buffer.concat([wavHeader({ sampleRate: RATE, channels: 1 }, body.length), body]));
  return {
    args: [...HEADSET, `--use-file-for-fake-audio-capture=${file}`],
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Whether a stretch of telephone sound (8 kHz) is the warble: music may have both tones, but much besides. */
export function isWarble(samples: Int16Array): boolean {
  const loud = rms(samples);
  if (loud < 300) return false;
  const power = WARBLE.reduce((sum, hertz) => sum + toneAmplitude(samples, 8_000, hertz) ** 2 / 2, 0);
  // Between two turns each tone has half of the stretch, and so a quarter of the power.
  return power / loud ** 2 > 0.35;
}

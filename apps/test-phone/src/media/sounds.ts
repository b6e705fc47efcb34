/** Frames of 20 ms at 8 kHz. */
export const FRAME = 160;
const RATE = 8_000;

/** What the phone says without a microphone: easy to tell from speech, music and the network's own tones. */
export const TEST_TONE_HERTZ = 700;
const TEST_TONE_AMPLITUDE = 8_000;
/** Sounds 600 ms, rests 400 ms: whoever hears it knows that it comes through without a break. */
const TEST_TONE_ON = 30;
const TEST_TONE_PERIOD = 50;

function tone(hertzes: readonly number[], amplitude: number, from: number): Int16Array {
  return Int16Array.from({ length: FRAME }, (_, at) =>
    Math.round(
      hertzes.reduce((sum, hertz) => sum + Math.sin((2 * Math.PI * hertz * (from + at)) / RATE), 0) *
        amplitude,
    ),
  );
}

export const silence = (): Int16Array => new Int16Array(FRAME);

/** @param frame its number, so that one follows on the other without a click. */
export function testTone(frame: number): Int16Array {
  return frame % TEST_TONE_PERIOD < TEST_TONE_ON
    ? tone([TEST_TONE_HERTZ], TEST_TONE_AMPLITUDE, frame * FRAME)
    : silence();
}

/** What a caller hears while the other end rings: two seconds, then four of silence (North America's, ITU-T E.180). */
export function ringback(frame: number): Int16Array {
  return frame % 300 < 100 ? tone([440, 480], 3_000, frame * FRAME) : silence();
}

/** dB below full scale; -100 for silence. */
export function decibels(samples: Int16Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length);
  return power < 1 ? -100 : Math.max(-100, 10 * Math.log10(power / 32_768 ** 2));
}

/** How much of the power of `samples` lies at `hertz`: 1 is all of it (Goertzel). */
export function shareOf(hertz: number, samples: Int16Array): number {
  const turn = 2 * Math.cos((2 * Math.PI * hertz) / RATE);
  let [before, last, power] = [0, 0, 0];
  for (const sample of samples) {
    [before, last] = [last, sample + turn * last - before];
    power += sample * sample;
  }
  if (power === 0) return 0;
  return (2 * (last * last + before * before - turn * last * before)) / (samples.length * power);
}

/**
 * Amplitude of one frequency in a stretch of sound, by Goertzel: a sine of peak A gives A.
 *
 * @param sampleRate and `hertz` in Hz.
 */
export function toneAmplitude(samples: ArrayLike<number>, sampleRate: number, hertz: number): number {
  const factor = 2 * Math.cos((2 * Math.PI * hertz) / sampleRate);
  let before = 0;
  let last = 0;
  for (let at = 0; at < samples.length; at++) {
    const now = (samples[at] as number) + factor * last - before;
    before = last;
    last = now;
  }
  const power = last * last + before * before - factor * last * before;
  return (2 * Math.sqrt(Math.max(0, power))) / Math.max(1, samples.length);
}

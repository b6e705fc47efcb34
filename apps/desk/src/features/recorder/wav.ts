const HEADER_BYTES = 44;
const BYTES_PER_SAMPLE = 2;
/** More than this no telephone carries, and a file of five minutes stays below what the server takes. */
const SAMPLE_RATE_MAX = 24_000;
/** Of the filter before samples are left out, for each sample left out. */
const TAPS_PER_STEP = 24;

/**
 * A WAV file (RIFF, PCM of 16 bits, one channel) of what was recorded.
 *
 * @param pieces samples from -1 to 1, in order; what is louder is cut
 * @param sampleRate of the samples, in Hz; in the file it is an equal part of it, at most 24 kHz
 */
export function wavOf(pieces: readonly Float32Array[], sampleRate: number): Blob {
  const step = Math.max(1, Math.ceil(sampleRate / SAMPLE_RATE_MAX));
  const samples = everyNth(joined(pieces), step);
  const view = new DataView(new ArrayBuffer(HEADER_BYTES + samples.length * BYTES_PER_SAMPLE));
  const text = (at: number, word: string): void => {
    for (let index = 0; index < word.length; index += 1) view.setUint8(at + index, word.charCodeAt(index));
  };
  const rate = Math.round(sampleRate / step);
  text(0, "RIFF");
  view.setUint32(4, view.byteLength - 8, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * BYTES_PER_SAMPLE, true);
  view.setUint16(32, BYTES_PER_SAMPLE, true);
  view.setUint16(34, 8 * BYTES_PER_SAMPLE, true);
  text(36, "data");
  view.setUint32(40, samples.length * BYTES_PER_SAMPLE, true);
  for (const [index, sample] of samples.entries()) {
    const cut = Math.min(1, Math.max(-1, sample));
    view.setInt16(HEADER_BYTES + index * BYTES_PER_SAMPLE, Math.round(cut * 0x7fff), true);
  }
  return new Blob([view], { type: "audio/wav" });
}

function joined(pieces: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Every nth sample, after what the lower rate cannot carry was filtered out: else it would sound as something else. */
function everyNth(samples: Float32Array, step: number): Float32Array {
  if (step === 1) return samples;
  const filter = lowPass(step);
  const middle = (filter.length - 1) / 2;
  const kept = new Float32Array(Math.ceil(samples.length / step));
  for (let index = 0; index < kept.length; index += 1) {
    const from = index * step - middle;
    let sum = 0;
    for (let tap = Math.max(0, -from); tap < filter.length && from + tap < samples.length; tap += 1)
      sum += (filter[tap] ?? 0) * (samples[from + tap] ?? 0);
    kept[index] = sum;
  }
  return kept;
}

/** A windowed sinc (Blackman) with its edge at nine tenths of the new rate's half, and a gain of 1. */
function lowPass(step: number): Float32Array {
  const length = TAPS_PER_STEP * step + 1;
  const middle = (length - 1) / 2;
  const edge = 0.45 / step;
  const taps = Float32Array.from({ length }, (_, tap) => {
    const distance = tap - middle;
    const sinc = distance === 0 ? 2 * edge : Math.sin(2 * Math.PI * edge * distance) / (Math.PI * distance);
    const turn = (2 * Math.PI * tap) / (length - 1);
    return sinc * (0.42 - 0.5 * Math.cos(turn) + 0.08 * Math.cos(2 * turn));
  });
  const gain = taps.reduce((sum, tap) => sum + tap, 0);
  return taps.map((tap) => tap / gain);
}

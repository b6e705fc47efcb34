/** G.711 by the tables' rule (ITU-T G.711): 16-bit samples to 8-bit codes and back. */

const MU_BIAS = 0x84;
const MU_CLIP = 32_635;

export function muLawOf(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(MU_CLIP, Math.abs(sample)) + MU_BIAS;
  // The segment is the place of the highest bit, counted from bit 7.
  const segment = 24 - Math.clz32(magnitude);
  return ~(sign | (segment << 4) | ((magnitude >> (segment + 3)) & 0x0f)) & 0xff;
}

function muLawSample(code: number): number {
  const bits = ~code & 0xff;
  const magnitude = ((((bits & 0x0f) << 3) + MU_BIAS) << ((bits & 0x70) >> 4)) - MU_BIAS;
  return (bits & 0x80) === 0 ? magnitude : -magnitude;
}

export function aLawOf(sample: number): number {
  // 13 bits, sign and magnitude; the sign bit of the code is set for positive samples.
  const positive = sample >= 0;
  const magnitude = Math.min(0xfff, (positive ? sample : -sample - 1) >> 3);
  const segment = magnitude < 32 ? 0 : 27 - Math.clz32(magnitude);
  const mantissa = segment === 0 ? magnitude >> 1 : magnitude >> segment;
  return ((positive ? 0x80 : 0) | (segment << 4) | (mantissa & 0x0f)) ^ 0x55;
}

function aLawSample(code: number): number {
  const bits = code ^ 0x55;
  const segment = (bits & 0x70) >> 4;
  const mantissa = bits & 0x0f;
  const magnitude = segment === 0 ? (mantissa << 4) + 8 : ((mantissa << 4) + 0x108) << (segment - 1);
  return (bits & 0x80) === 0 ? -magnitude : magnitude;
}

const table = (sampleOf: (code: number) => number): Int16Array =>
  Int16Array.from({ length: 256 }, (_, code) => sampleOf(code));
const muLaw = table(muLawSample);
const aLaw = table(aLawSample);

export type Law = "PCMU" | "PCMA";

/** RFC 3551, table 4. */
export const payloadTypeOf: Readonly<Record<Law, number>> = { PCMU: 0, PCMA: 8 };

export function decode(law: Law, codes: Uint8Array): Int16Array {
  const from = law === "PCMU" ? muLaw : aLaw;
  return Int16Array.from(codes, (code) => from[code] ?? 0);
}

export function encode(law: Law, samples: Int16Array): Uint8Array {
  return Uint8Array.from(samples, law === "PCMU" ? muLawOf : aLawOf);
}

/** From one law to the other; the same codes when they are one. */
export function transcode(from: Law, to: Law, codes: Uint8Array): Uint8Array {
  return from === to ? codes : encode(to, decode(from, codes));
}

import type { AudioCodec } from "./codec.js";
import { ILB, ILN, ILP, Q6, QM2, QM4, QM6, QMF, RH2, RL42, WH, WL } from "./g722-tables.js";

/**
 * ITU-T G.722 at 64 kbit/s: 16 kHz audio split into two bands by a quadrature mirror filter, each coded by adaptive
 * differences. Block names in the comments are the Recommendation's. Its RTP clock is 8000 Hz by an old mistake that
 * RFC 3551 §4.5.2 keeps.
 */
export function g722(): AudioCodec {
  const encoder = new G722Encoder();
  const decoder = new G722Decoder();
  return {
    name: "G722",
    clockRate: 8000,
    sampleRate: 16_000,
    frameUnits: 160,
    encode: (frame) => encoder.encode(frame),
    decode: (payload) => decoder.decode(payload),
  };
}

/** Fixed tables are always indexed within their bounds here; a wrong index would be a fault of ours, seen as silence. */
function from(table: readonly number[], index: number): number {
  return table[index] ?? 0;
}

function clip16(value: number): number {
  return value > 32_767 ? 32_767 : value < -32_768 ? -32_768 : value;
}

function clip15(value: number): number {
  return value > 16_383 ? 16_383 : value < -16_384 ? -16_384 : value;
}

/** The adaptive predictor and scale factor of one band: blocks 3 and 4, the same in encoder and decoder. */
class Band {
  /** Scale factor of the quantizer (DETL, DETH). */
  det: number;
  /** The predicted value (SL, SH). */
  s = 0;
  #sp = 0;
  #sz = 0;
  #nb = 0;
  readonly #r = new Int32Array(3);
  readonly #a = new Int32Array(3);
  readonly #p = new Int32Array(3);
  readonly #d = new Int32Array(7);
  readonly #b = new Int32Array(7);

  constructor(
    det: number,
    private readonly nbMax: number,
    private readonly shift: number,
  ) {
    this.det = det;
  }

  /** Blocks LOGSCL and SCALEL (LOGSCH, SCALEH): the scale factor for the next sample. */
  adaptScale(multiplier: number): void {
    const next = ((this.#nb * 127) >> 7) + multiplier;
    this.#nb = next < 0 ? 0 : next > this.nbMax ? this.nbMax : next;
    const mantissa = from(ILB, (this.#nb >> 6) & 31);
    const exponent = this.shift - (this.#nb >> 11);
    this.det = (exponent < 0 ? mantissa << -exponent : mantissa >> exponent) << 2;
  }

  /** Block 4: takes the quantized difference in and predicts the next sample. */
  predict(difference: number): void {
    const [r, a, p, d, b] = [this.#r, this.#a, this.#p, this.#d, this.#b];
    const [a1, a2] = [a[1] as number, a[2] as number];
    // RECONS, PARREC
    d[0] = difference;
    r[0] = clip16(this.s + difference);
    p[0] = clip16(this.#sz + difference);
    // UPPOL2
    const sign0 = (p[0] as number) >> 15;
    const sign1 = (p[1] as number) >> 15;
    const sign2 = (p[2] as number) >> 15;
    const scaled1 = clip16(a1 << 2);
    const towards = Math.min(sign0 === sign1 ? -scaled1 : scaled1, 32_767);
    let pole2 = (sign0 === sign2 ? 128 : -128) + (towards >> 7) + ((a2 * 32_512) >> 15);
    pole2 = pole2 > 12_288 ? 12_288 : pole2 < -12_288 ? -12_288 : pole2;
    // UPPOL1
    let pole1 = (sign0 === sign1 ? 192 : -192) + ((a1 * 32_640) >> 15);
    const bound = clip16(15_360 - pole2);
    pole1 = pole1 > bound ? bound : pole1 < -bound ? -bound : pole1;
    // UPZERO, DELAYA and FILTEZ
    const gain = difference === 0 ? 0 : 128;
    const signD = difference >> 15;
    let zero = 0;
    for (let at = 6; at > 0; at--) {
      const older = d[at] as number;
      b[at] = clip16((older >> 15 === signD ? gain : -gain) + (((b[at] as number) * 32_640) >> 15));
      d[at] = d[at - 1] as number;
      zero += ((b[at] as number) * clip16((d[at] as number) * 2)) >> 15;
    }
    this.#sz = clip16(zero);
    r[2] = r[1] as number;
    r[1] = r[0] as number;
    p[2] = p[1] as number;
    p[1] = p[0] as number;
    a[1] = pole1;
    a[2] = pole2;
    // FILTEP, PREDIC
    this.#sp = clip16(
      ((pole1 * clip16((r[1] as number) * 2)) >> 15) + ((pole2 * clip16((r[2] as number) * 2)) >> 15),
    );
    this.s = clip16(this.#sp + this.#sz);
  }
}

function lowerBand(): Band {
  return new Band(32, 18_432, 8);
}

function higherBand(): Band {
  return new Band(8, 22_528, 10);
}

/** The last 24 samples of the mirror filter, newest pair last. */
class MirrorFilter {
  readonly #x = new Int32Array(24);

  push(first: number, second: number): void {
    this.#x.copyWithin(0, 2);
    this.#x[22] = first;
    this.#x[23] = second;
  }

  /** Sums over the odd and the even samples. */
  sums(): { odd: number; even: number } {
    let odd = 0;
    let even = 0;
    for (let at = 0; at < 12; at++) {
      odd += (this.#x[2 * at] as number) * from(QMF, at);
      even += (this.#x[2 * at + 1] as number) * from(QMF, 11 - at);
    }
    return { odd, even };
  }
}

class G722Encoder {
  readonly #lower = lowerBand();
  readonly #higher = higherBand();
  readonly #filter = new MirrorFilter();

  encode(frame: Int16Array): Uint8Array {
    const payload = new Uint8Array(frame.length >> 1);
    for (let at = 0; at < payload.length; at++) {
      this.#filter.push(frame[2 * at] as number, frame[2 * at + 1] as number);
      const { odd, even } = this.#filter.sums();
      payload[at] = (this.#high((even - odd) >> 14) << 6) | this.#low((even + odd) >> 14);
    }
    return payload;
  }

  #low(xl: number): number {
    const band = this.#lower;
    const difference = clip16(xl - band.s);
    // QUANTL
    const magnitude = difference >= 0 ? difference : -(difference + 1);
    let interval = 1;
    while (interval < 30 && magnitude >= (from(Q6, interval) * band.det) >> 12) interval += 1;
    const code = difference < 0 ? from(ILN, interval) : from(ILP, interval);
    // INVQAL and the predictor use only the upper four bits, so that the lower two may carry data.
    const upper = code >> 2;
    const quantized = (band.det * from(QM4, upper)) >> 15;
    band.adaptScale(from(WL, from(RL42, upper)));
    band.predict(quantized);
    return code;
  }

  #high(xh: number): number {
    const band = this.#higher;
    const difference = clip16(xh - band.s);
    // QUANTH: 564 is the only decision level.
    const magnitude = difference >= 0 ? difference : -(difference + 1);
    const outer = magnitude >= (564 * band.det) >> 12;
    const code = difference < 0 ? (outer ? 0 : 1) : outer ? 2 : 3;
    const quantized = (band.det * from(QM2, code)) >> 15;
    band.adaptScale(from(WH, from(RH2, code)));
    band.predict(quantized);
    return code;
  }
}

class G722Decoder {
  readonly #lower = lowerBand();
  readonly #higher = higherBand();
  readonly #filter = new MirrorFilter();

  decode(payload: Uint8Array): Int16Array {
    const frame = new Int16Array(payload.length * 2);
    for (let at = 0; at < payload.length; at++) {
      const byte = payload[at] as number;
      const low = this.#low(byte & 0x3f);
      const high = this.#high(byte >> 6);
      this.#filter.push(low + high, low - high);
      const { odd, even } = this.#filter.sums();
      frame[2 * at] = clip16(even >> 11);
      frame[2 * at + 1] = clip16(odd >> 11);
    }
    return frame;
  }

  #low(code: number): number {
    const band = this.#lower;
    const output = clip15(band.s + ((band.det * from(QM6, code)) >> 15));
    const upper = code >> 2;
    const quantized = (band.det * from(QM4, upper)) >> 15;
    band.adaptScale(from(WL, from(RL42, upper)));
    band.predict(quantized);
    return output;
  }

  #high(code: number): number {
    const band = this.#higher;
    const quantized = (band.det * from(QM2, code)) >> 15;
    const output = clip15(band.s + quantized);
    band.adaptScale(from(WH, from(RH2, code)));
    band.predict(quantized);
    return output;
  }
}

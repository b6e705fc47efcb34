import { DtmfDetector, type SampleRate } from "@patchbay/media";

/**
 * Silence in place of keys that come as tones within the sound. It looks a frame ahead, so that the beginning of a tone
 * is gone as well as its end: what comes out is 20 ms late.
 */
export class ToneMask {
  private detector: DtmfDetector;
  private waiting: { readonly frame: Int16Array; readonly isKey: boolean };
  private keyBefore = false;

  constructor(private sampleRate: SampleRate) {
    this.detector = new DtmfDetector(sampleRate);
    this.waiting = silence(sampleRate);
  }

  /** @param frame of 20 ms. @returns the one before it, or silence. */
  pass(frame: Int16Array, sampleRate: SampleRate): Int16Array {
    if (sampleRate !== this.sampleRate) {
      // The far end has changed its codec.
      this.sampleRate = sampleRate;
      this.detector = new DtmfDetector(sampleRate);
      this.waiting = silence(sampleRate);
    }
    const { frame: due, isKey } = this.waiting;
    const next = { frame: frame.slice(), isKey: this.detector.keyIn(frame) !== undefined };
    const masked = this.keyBefore || isKey || next.isKey;
    this.keyBefore = isKey;
    this.waiting = next;
    return masked ? new Int16Array(due.length) : due;
  }
}

const silence = (sampleRate: SampleRate) => ({ frame: new Int16Array(sampleRate / 50), isKey: false });

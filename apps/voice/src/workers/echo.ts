import { type MediaLeg, type Resampler, resampler, type SampleRate, type SoundSource } from "@patchbay/media";
import { ToneMask } from "./tone-mask.js";

/** A leg whose sound can also be heard as a source: rooms never let anybody hear themselves, but an echo test does. */
export class TappedLeg implements MediaLeg, SoundSource {
  private frame: Int16Array | undefined;
  private fitted:
    | { readonly from: SampleRate; readonly to: SampleRate; readonly resample: Resampler }
    | undefined;

  private mask: ToneMask | undefined;

  constructor(private readonly leg: MediaLeg) {}

  /** From now on keys that come as tones are heard by nobody; for as long as this leg is there. */
  maskTones(): void {
    this.mask ??= new ToneMask(this.receiveRate);
  }

  get id(): string {
    return this.leg.id;
  }
  get receiveRate(): SampleRate {
    return this.leg.receiveRate;
  }
  get sendRate(): SampleRate {
    return this.leg.sendRate;
  }

  pull(nowMs: number): Int16Array {
    const pulled = this.leg.pull(nowMs);
    const frame = this.mask?.pass(pulled, this.receiveRate) ?? pulled;
    this.frame = frame;
    return frame;
  }

  send(frame: Int16Array, nowMs: number): void {
    this.leg.send(frame, nowMs);
  }

  close(): void {
    this.leg.close();
  }

  /** What was pulled in this tick. */
  read(sampleRate: SampleRate): Int16Array | undefined {
    const frame = this.frame;
    const from = this.receiveRate;
    if (frame === undefined || from === sampleRate) return frame;
    if (this.fitted?.from !== from || this.fitted.to !== sampleRate)
      this.fitted = { from, to: sampleRate, resample: resampler(from, sampleRate) };
    return this.fitted.resample.process(frame);
  }
}

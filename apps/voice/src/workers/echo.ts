import { type MediaLeg, type Resampler, resampler, type SampleRate, type SoundSource } from "@patchbay/media";

/** A leg whose sound can also be heard as a source: rooms never let anybody hear themselves, but an echo test does. */
export class TappedLeg implements MediaLeg, SoundSource {
  private frame: Int16Array | undefined;
  private fitted:
    | { readonly from: SampleRate; readonly to: SampleRate; readonly resample: Resampler }
    | undefined;

  constructor(private readonly leg: MediaLeg) {}

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
    const frame = this.leg.pull(nowMs);
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

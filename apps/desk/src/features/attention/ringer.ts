import { chime } from "./chimes.js";

const EVERY_MS = 2_600;

/** Rings until it is stopped. */
export class Ringer {
  private timer: number | undefined;
  private deviceId: string | null = null;
  private volume = 1;

  /** @param deviceId where it rings; `null`: where the system plays */
  start(deviceId: string | null, volume: number): void {
    this.deviceId = deviceId;
    this.volume = volume;
    if (this.timer !== undefined) return;
    this.ring();
    this.timer = window.setInterval(() => this.ring(), EVERY_MS);
  }

  stop(): void {
    window.clearInterval(this.timer);
    this.timer = undefined;
  }

  private ring(): void {
    chime("offer", this.deviceId, this.volume);
  }
}

import type { ReportBlock } from "./rtcp.js";
import { sequenceDistance, timestampDistance } from "./wrap.js";

/** RFC 3550 A.1: a jump this far ahead, or this far back, is a new beginning and no loss. */
export const SEQUENCE_DROPOUT_MAX = 3000;
export const SEQUENCE_MISORDER_MAX = 100;

/**
 * What RTCP reports of a received stream: loss and jitter, by RFC 3550 A.1, A.3 and A.8. Counts begin anew when the
 * sender changes its SSRC or restarts its numbers; both need a second packet that agrees, so that one stray packet
 * resets nothing.
 */
export class ReceiveStatistics {
  #ssrc: number | undefined;
  #base = 0;
  #highest = 0;
  #received = 0;
  #expectedBefore = 0;
  #receivedBefore = 0;
  #transit: number | undefined;
  #lastTimestamp = 0;
  #jitter = 0;
  #suspect: { ssrc: number; next: number } | undefined;

  /** @param clockRate of the payload, in Hz. */
  constructor(private readonly clockRate: number) {}

  /** @param atMs when the packet arrived. */
  receive(packet: { sequence: number; timestamp: number; ssrc: number }, atMs: number): void {
    if (this.#ssrc === undefined) this.#begin(packet);
    const ahead = sequenceDistance(packet.sequence, this.#highest & 0xffff);
    const strange =
      packet.ssrc !== this.#ssrc || ahead >= SEQUENCE_DROPOUT_MAX || ahead < -SEQUENCE_MISORDER_MAX;
    if (strange) {
      const agrees = this.#suspect?.ssrc === packet.ssrc && this.#suspect.next === packet.sequence;
      this.#suspect = { ssrc: packet.ssrc, next: (packet.sequence + 1) & 0xffff };
      if (!agrees) return;
      this.#begin(packet);
    } else if (ahead > 0) this.#highest += ahead;
    this.#suspect = undefined;
    this.#received += 1;
    this.#follow(packet.timestamp, atMs);
  }

  /** Interarrival jitter in ms, smoothed by 1/16. */
  get jitterMs(): number {
    return (this.#jitter / this.clockRate) * 1000;
  }

  get received(): number {
    return this.#received;
  }

  get expected(): number {
    return this.#ssrc === undefined ? 0 : this.#highest - this.#base + 1;
  }

  /** Packets lost since the stream began; duplicates can make it smaller than what was lost. */
  get lost(): number {
    return Math.max(0, this.expected - this.#received);
  }

  /**
   * The report block of an interval that ends now; the next interval begins.
   *
   * @param sender when and by which identifier the last sender report came.
   */
  report(sender: { lastSenderReport: number; delaySinceMs: number }): ReportBlock | undefined {
    if (this.#ssrc === undefined) return undefined;
    const expected = this.expected - this.#expectedBefore;
    const lost = expected - (this.#received - this.#receivedBefore);
    this.#expectedBefore = this.expected;
    this.#receivedBefore = this.#received;
    return {
      ssrc: this.#ssrc,
      fractionLost: expected <= 0 || lost <= 0 ? 0 : lost / expected,
      cumulativeLost: this.lost,
      highestSequence: this.#highest >>> 0,
      jitter: Math.round(this.#jitter),
      lastSenderReport: sender.lastSenderReport,
      delaySinceLastSenderReportMs: sender.delaySinceMs,
    };
  }

  #begin({ ssrc, sequence }: { ssrc: number; sequence: number }): void {
    this.#ssrc = ssrc;
    this.#base = sequence;
    this.#highest = sequence;
    this.#received = 0;
    this.#expectedBefore = 0;
    this.#receivedBefore = 0;
    this.#transit = undefined;
    this.#jitter = 0;
  }

  #follow(timestamp: number, atMs: number): void {
    const arrival = (atMs / 1000) * this.clockRate;
    if (this.#transit !== undefined) {
      const sent = timestampDistance(timestamp, this.#lastTimestamp);
      const step = Math.abs(arrival - this.#transit - sent);
      // A sender may set its clock anew without a new SSRC; that is no jitter of the network.
      if (step < this.clockRate * 2) this.#jitter += (step - this.#jitter) / 16;
    }
    this.#transit = arrival;
    this.#lastTimestamp = timestamp;
  }
}

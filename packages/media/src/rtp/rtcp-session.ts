import type { ReceiveStatistics } from "./receive-statistics.js";
import { buildRtcp, ntpMiddle, parseRtcp } from "./rtcp.js";
import type { RtpStreamSender } from "./stream-sender.js";

/** RFC 3550 §6.2 asks for at least 5 s between reports; ours come a little apart, so that legs do not report at once. */
export const RTCP_INTERVAL_MS = 5_000;

/** What the far end told of our stream. */
export interface FarEnd {
  /** 0 to 1, of its last interval. */
  readonly fractionLost: number;
  readonly jitterMs: number;
  /** `undefined` until a report of the far end names a report of ours. */
  readonly roundTripMs: number | undefined;
}

/** Sends and receives the reports of one stream in each direction. Times are given in. */
export class RtcpSession {
  #lastSent: number | undefined;
  #senderReport: { middle: number; atMs: number } | undefined;
  #farEnd: FarEnd | undefined;
  #saidGoodbye = false;

  constructor(
    private readonly own: {
      readonly sender: RtpStreamSender;
      readonly statistics: ReceiveStatistics;
      readonly cname: string;
      /** In Hz. */
      readonly clockRate: number;
      readonly intervalMs?: number;
    },
  ) {}

  get farEnd(): FarEnd | undefined {
    return this.#farEnd;
  }

  /** The far end ended its stream. */
  get saidGoodbye(): boolean {
    return this.#saidGoodbye;
  }

  /** @returns a compound packet when one is due. */
  due(nowMs: number): Buffer | undefined {
    const interval = this.own.intervalMs ?? RTCP_INTERVAL_MS;
    // The first after half an interval, RFC 3550 §6.2, moved by the SSRC instead of by a die.
    if (this.#lastSent === undefined) {
      this.#lastSent = nowMs - interval / 2 + ((this.own.sender.ssrc % 1000) / 1000) * (interval / 2);
      return undefined;
    }
    if (nowMs - this.#lastSent < interval) return undefined;
    this.#lastSent = nowMs;
    return this.report(nowMs);
  }

  /** @param goodbye to be sent when the leg closes. */
  report(nowMs: number, goodbye = false): Buffer {
    const { sender, statistics } = this.own;
    const block = statistics.report({
      lastSenderReport: this.#senderReport?.middle ?? 0,
      delaySinceMs: this.#senderReport === undefined ? 0 : nowMs - this.#senderReport.atMs,
    });
    return buildRtcp({
      ssrc: sender.ssrc,
      cname: this.own.cname,
      blocks: block === undefined ? [] : [block],
      goodbye,
      ...(sender.packets > 0 && {
        sender: {
          ntpMs: nowMs,
          timestamp: sender.timestamp,
          packets: sender.packets,
          octets: sender.octets,
        },
      }),
    });
  }

  /** @returns false for what is no RTCP. */
  receive(datagram: Uint8Array, nowMs: number): boolean {
    const compound = parseRtcp(datagram);
    if (compound === undefined) return false;
    for (const report of compound.reports) {
      if (report.sender !== undefined) this.#senderReport = { middle: report.sender.ntpMiddle, atMs: nowMs };
      for (const block of report.blocks) {
        if (block.ssrc !== this.own.sender.ssrc) continue;
        this.#farEnd = {
          fractionLost: block.fractionLost,
          jitterMs: (block.jitter / this.own.clockRate) * 1000,
          roundTripMs: roundTrip(block, nowMs) ?? this.#farEnd?.roundTripMs,
        };
      }
    }
    if (compound.goodbyes.length > 0) this.#saidGoodbye = true;
    return true;
  }
}

/** RFC 3550 §6.4.1: arrival minus the time of our report minus what the far end kept it. */
function roundTrip(
  block: { lastSenderReport: number; delaySinceLastSenderReportMs: number },
  nowMs: number,
): number | undefined {
  if (block.lastSenderReport === 0) return undefined;
  const elapsed = (((ntpMiddle(nowMs) - block.lastSenderReport) >>> 0) / 65_536) * 1000;
  const trip = elapsed - block.delaySinceLastSenderReportMs;
  // Half an hour and more can only be a far end that made the numbers up.
  return trip >= -5 && trip < 1_800_000 ? Math.max(0, trip) : undefined;
}

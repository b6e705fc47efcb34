import type { CodecName } from "../codec/index.js";
import type { PlayoutCounts } from "../jitter/index.js";
import { mosEstimate } from "../quality/index.js";
import type { FarEnd } from "../rtp/index.js";
import type { TransportDrops } from "./transport.js";

/**
 * - `starting`: no packet has come yet.
 * - `flowing`: packets come.
 * - `silent`: none has come for two seconds, although they should.
 * - `resting`: none are expected (the far end put us on hold).
 */
export type LegState = "starting" | "flowing" | "silent" | "resting" | "closed";

export interface LegHealth {
  readonly state: LegState;
  /** Since the last packet, in ms; `undefined` before the first. */
  readonly quietMs: number | undefined;
  readonly received: number;
  /** Packets of the last 10 s that were lost or too late to be played, 0 to 1. */
  readonly lossShare: number;
  /** RFC 3550's interarrival jitter of what we receive, in ms. */
  readonly jitterMs: number;
  /** What the jitter buffer waits at present, in ms. */
  readonly bufferMs: number;
  /** Loss and jitter of what we send, as the far end reports it, and the round trip. */
  readonly farEnd: FarEnd | undefined;
  /** The far end ended its stream by RTCP. */
  readonly saidGoodbye: boolean;
  /** Estimate of ITU-T G.107 for what is heard from this leg, 1 to 4.5; `undefined` before there is something to judge. */
  readonly mos: number | undefined;
  /** Loudest sample of the last second, in dB of full scale: a microphone that works is above -60. */
  readonly peakDb: number;
  readonly playout: PlayoutCounts;
  readonly drops: TransportDrops;
  /** Packets of a codec that was not negotiated. */
  readonly unknownPayloads: number;
}

/** Without packets for this long a leg is no longer taken for alive. */
const SILENT_AFTER_MS = 2_000;
const WINDOW_S = 10;
/** Packetization, our tick and the far end's own playing, in ms: what the figures do not show. */
const FIXED_DELAY_MS = 60;

interface Totals {
  readonly expected: number;
  readonly lost: number;
  readonly late: number;
}

/** Keeps what health needs, tick by tick. */
export class LegMeter {
  #lastPacketMs: number | undefined;
  /** When none were expected, as far as was asked: a pause that was allowed is no silence when it ends. */
  #restedMs = Number.NEGATIVE_INFINITY;
  #secondBegan: number | undefined;
  #snapshots: Totals[] = [];
  #latest: Totals = { expected: 0, lost: 0, late: 0 };
  #peak = 0;
  #peakBefore = 0;
  #ticks = 0;
  #unknownPayloads = 0;

  packet(atMs: number): void {
    this.#lastPacketMs = atMs;
  }

  unknownPayload(): void {
    this.#unknownPayloads += 1;
  }

  tick(nowMs: number, frame: Int16Array, totals: Totals): void {
    this.#latest = totals;
    this.#ticks += 1;
    // Every fifth frame is enough for a level.
    if (this.#ticks % 5 === 0)
      for (const sample of frame) if (Math.abs(sample) > this.#peak) this.#peak = Math.abs(sample);
    this.#secondBegan ??= nowMs;
    if (nowMs - this.#secondBegan < 1000) return;
    this.#secondBegan = nowMs;
    this.#peakBefore = this.#peak;
    this.#peak = 0;
    // A stream that began anew counts from zero; old totals would give negative differences.
    if (this.#snapshots.some((old) => old.expected > totals.expected || old.late > totals.late))
      this.#snapshots = [];
    this.#snapshots.push(totals);
    if (this.#snapshots.length > WINDOW_S) this.#snapshots.shift();
  }

  health(
    nowMs: number,
    facts: {
      readonly closed: boolean;
      readonly expectsPackets: boolean;
      readonly codec: CodecName;
      readonly received: number;
      readonly jitterMs: number;
      readonly bufferMs: number;
      readonly playout: PlayoutCounts;
      readonly farEnd: FarEnd | undefined;
      readonly saidGoodbye: boolean;
      readonly drops: TransportDrops;
    },
  ): LegHealth {
    const quietMs = this.#lastPacketMs === undefined ? undefined : nowMs - this.#lastPacketMs;
    if (!facts.expectsPackets) this.#restedMs = nowMs;
    const missedMs = quietMs === undefined ? undefined : Math.min(quietMs, nowMs - this.#restedMs);
    const lossShare = this.#lossShare();
    const { closed, expectsPackets, codec, bufferMs, farEnd, ...others } = facts;
    const delayMs = FIXED_DELAY_MS + bufferMs + (farEnd?.roundTripMs ?? 0) / 2;
    return {
      ...others,
      bufferMs,
      farEnd,
      quietMs,
      lossShare,
      state: stateOf({ closed, expectsPackets, missedMs }),
      mos: facts.received === 0 ? undefined : mosEstimate({ codec, lossShare, delayMs }),
      peakDb: decibels(Math.max(this.#peak, this.#peakBefore)),
      unknownPayloads: this.#unknownPayloads,
    };
  }

  #lossShare(): number {
    const first = this.#snapshots[0] ?? { expected: 0, lost: 0, late: 0 };
    const last = this.#latest;
    const expected = last.expected - first.expected;
    if (expected <= 0) return 0;
    return Math.max(0, Math.min(1, (last.lost - first.lost + last.late - first.late) / expected));
  }
}

/** @param facts.missedMs since a packet came or none was expected; `undefined`: none ever came. */
function stateOf(facts: {
  closed: boolean;
  expectsPackets: boolean;
  missedMs: number | undefined;
}): LegState {
  if (facts.closed) return "closed";
  if (!facts.expectsPackets) return "resting";
  if (facts.missedMs === undefined) return "starting";
  return facts.missedMs > SILENT_AFTER_MS ? "silent" : "flowing";
}

function decibels(peak: number): number {
  return peak <= 0 ? -100 : Math.round(20 * Math.log10(peak / 32_768));
}

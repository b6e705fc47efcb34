import type { AudioCodec } from "../codec/index.js";
import { ArrivalDelays } from "./arrival-delays.js";
import { Concealment } from "./concealment.js";
import { type AudioPacket, PacketStore } from "./packet-store.js";
import { lengthen, shorten } from "./time-scale.js";

export interface PlayoutLimits {
  /** Never wait less than this for late packets: the tick itself is not punctual to the ms. In ms. */
  readonly delayMsMin: number;
  /** Packets later than this are given up. In ms. */
  readonly delayMsMax: number;
}

export interface PlayoutCounts {
  /** Packets that came in time. */
  readonly played: number;
  /** Packets that came when their time had passed. */
  readonly late: number;
  readonly duplicates: number;
  /** Times that the sender began anew. */
  readonly restarts: number;
  /** ms of sound that was invented in place of lost or late packets. */
  readonly concealedMs: number;
  /** ms taken out or put in to follow the wanted delay. */
  readonly shortenedMs: number;
  readonly lengthenedMs: number;
}

/** With nothing to play for this long, the next packet begins a new talk spurt with the delay that is right then. */
const IDLE_AFTER_MS = 200;
/** Delay may be this much above the wanted one before sound is cut; a tick is 20 ms, so less would only swing. */
const SLACK_MS = 25;
/** Sound is cut or stretched at most this often. */
const ADJUST_EVERY_MS = 100;
/** So far above, what is too old is dropped at once: nobody wants to hear it. */
const DROP_ABOVE_MS = 200;

/**
 * Turns packets that come whenever they come into 20 ms of sound each tick. It waits just long enough for nearly all
 * of them (adaptive), invents what is missing, and follows the sender's clock where it drifts. Pure: all times are
 * given in.
 *
 * The position is kept in RTP time: `#position` is the timestamp of the next sample to decode; the delay in use is
 * how long after the quickest possible arrival a packet is played.
 */
export class Playout {
  readonly #store = new PacketStore();
  readonly #delays = new ArrivalDelays();
  readonly #concealment: Concealment;
  readonly #frame: number;
  readonly #unitsPerMs: number;
  #ready: Int16Array = new Int16Array(0);
  #position: number | undefined;
  #emptyMs = 0;
  #adjustedAtMs = Number.NEGATIVE_INFINITY;
  readonly #counts = {
    played: 0,
    late: 0,
    duplicates: 0,
    restarts: 0,
    concealedMs: 0,
    shortenedMs: 0,
    lengthenedMs: 0,
  };

  constructor(
    private readonly codec: AudioCodec,
    private readonly limits: PlayoutLimits = { delayMsMin: 15, delayMsMax: 240 },
  ) {
    this.#frame = codec.sampleRate / 50;
    this.#unitsPerMs = codec.clockRate / 1000;
    this.#concealment = new Concealment(codec.sampleRate);
  }

  get counts(): PlayoutCounts {
    return this.#counts;
  }

  /** The delay that is aimed at, in ms. */
  get wantedDelayMs(): number {
    const { delayMsMin, delayMsMax } = this.limits;
    return Math.min(delayMsMax, Math.max(delayMsMin, this.#delays.quantileMs));
  }

  /** Takes an audio packet in. @param atMs when it arrived. */
  put(packet: AudioPacket, atMs: number): void {
    const { outcome, timestamp } = this.#store.put(packet, this.#position);
    if (outcome === "stray") return;
    if (outcome === "restarted") {
      this.#delays.reset();
      this.#restart();
    }
    if (outcome === "duplicate") {
      this.#counts.duplicates += 1;
      return;
    }
    if (this.#delays.learn(timestamp / this.#unitsPerMs, atMs) === "restarted") {
      // The clock jumped within a stream: what was stored by the old clock cannot be placed any more.
      this.#store.clear();
      this.#store.put(packet, undefined);
      this.#delays.reset();
      this.#restart();
      const placed = this.#store.first?.timestamp ?? timestamp;
      this.#delays.learn(placed / this.#unitsPerMs, atMs);
      return;
    }
    if (outcome === "late") this.#counts.late += 1;
  }

  /** A packet of this stream without audio came: telephone event or comfort noise. */
  noteSilent(packet: { sequence: number; ssrc: number }): void {
    this.#store.noteSilent(packet);
  }

  /** The sound of the tick at `nowMs`: always 20 ms at the codec's sample rate. */
  pull(nowMs: number): Int16Array {
    while (this.#ready.length < this.#frame) this.#append(this.#more(nowMs));
    const frame = this.#ready.slice(0, this.#frame);
    this.#ready = this.#ready.slice(this.#frame);
    return frame;
  }

  /** No packet is stored and nothing is left to hear. */
  get idle(): boolean {
    return this.#position === undefined && this.#store.length === 0;
  }

  #more(nowMs: number): Int16Array {
    const first = this.#store.first;
    if (this.#position === undefined) {
      if (first === undefined || this.#delayAt(first.timestamp, nowMs) < this.wantedDelayMs)
        return this.#concealment.rest(this.#frame);
      this.#position = first.timestamp;
    }
    if (first === undefined) return this.#nothing(nowMs);
    const excess = this.#delayAt(this.#position, nowMs) - this.wantedDelayMs;
    if (excess > DROP_ABOVE_MS) this.#dropOld(excess);
    const next = this.#store.first;
    if (next === undefined) return this.#nothing(nowMs);
    if (next.timestamp > this.#position) return this.#gap(next.timestamp, nowMs);
    return this.#play(nowMs, excess);
  }

  /** How long after the quickest possible arrival the sample at `timestamp` would be heard if it were played now. */
  #delayAt(timestamp: number, nowMs: number): number {
    const readyMs = (this.#ready.length / this.codec.sampleRate) * 1000;
    return nowMs + readyMs - timestamp / this.#unitsPerMs - (this.#delays.baseline ?? 0);
  }

  /** The store is empty: late packets, lost ones, or a sender that pauses. All sound the same at first. */
  #nothing(nowMs: number): Int16Array {
    this.#emptyMs += 20;
    const delay = this.#delayAt(this.#position ?? 0, nowMs);
    if (this.#emptyMs > IDLE_AFTER_MS) {
      this.#position = undefined;
      this.#emptyMs = 0;
    } else if (delay >= this.wantedDelayMs) this.#advance(20);
    // Else the packet may still come: to wait for it is how the delay grows when the network gets worse.
    return this.#invent(this.#frame);
  }

  #gap(nextTimestamp: number, nowMs: number): Int16Array {
    const position = this.#position ?? nextTimestamp;
    const missingMs = (nextTimestamp - position) / this.#unitsPerMs;
    const lost = this.#store.lostBeforeFirst;
    if (missingMs > IDLE_AFTER_MS) {
      // A pause of the sender. It is waited out as long as the packets' own time asks for, and no longer.
      this.#position = this.#delayAt(nextTimestamp, nowMs) >= this.wantedDelayMs ? nextTimestamp : undefined;
      return this.#concealment.rest(this.#frame);
    }
    const ms = Math.min(20, missingMs);
    this.#advance(ms);
    const samples = Math.max(1, Math.round((ms * this.codec.sampleRate) / 1000));
    return lost ? this.#invent(samples) : this.#concealment.rest(samples);
  }

  #play(nowMs: number, excess: number): Int16Array {
    const packet = this.#store.take();
    if (packet === undefined) return this.#nothing(nowMs);
    this.#emptyMs = 0;
    const sound = this.codec.decode(packet.payload);
    if (sound.length === 0) {
      this.#advance(20);
      return this.#invent(this.#frame);
    }
    this.#counts.played += 1;
    this.#position = packet.timestamp + (sound.length / this.codec.sampleRate) * this.codec.clockRate;
    const heard = this.#concealment.hear(sound);
    return this.#adjusted(heard, nowMs, excess);
  }

  /** Follows the wanted delay by one pitch period at a time. */
  #adjusted(heard: Int16Array, nowMs: number, excess: number): Int16Array {
    if (nowMs - this.#adjustedAtMs < ADJUST_EVERY_MS) return heard;
    const tooLong = excess > SLACK_MS;
    const tooShort = excess < -5;
    if (!tooLong && !tooShort) return heard;
    if (tooLong && this.#store.length === 0) return heard;
    const { sampleRate } = this.codec;
    const changed = tooLong ? shorten(heard, sampleRate) : lengthen(heard, sampleRate);
    if (changed === undefined) return heard;
    this.#adjustedAtMs = nowMs;
    const ms = (Math.abs(changed.length - heard.length) / sampleRate) * 1000;
    if (tooLong) this.#counts.shortenedMs += ms;
    else this.#counts.lengthenedMs += ms;
    return changed;
  }

  #dropOld(excess: number): void {
    let drop = excess;
    while (drop > 20 && this.#store.length > 1) {
      const packet = this.#store.take();
      const next = this.#store.first;
      if (packet === undefined || next === undefined) return;
      drop -= (next.timestamp - packet.timestamp) / this.#unitsPerMs;
      this.#position = next.timestamp;
    }
  }

  #invent(samples: number): Int16Array {
    if (!this.#concealment.silent) this.#counts.concealedMs += (samples / this.codec.sampleRate) * 1000;
    return this.#concealment.conceal(samples);
  }

  #advance(ms: number): void {
    if (this.#position !== undefined) this.#position += ms * this.#unitsPerMs;
  }

  #append(samples: Int16Array): void {
    if (this.#ready.length === 0) {
      this.#ready = samples;
      return;
    }
    const joined = new Int16Array(this.#ready.length + samples.length);
    joined.set(this.#ready);
    joined.set(samples, this.#ready.length);
    this.#ready = joined;
  }

  #restart(): void {
    this.#counts.restarts += 1;
    this.#position = undefined;
    this.#emptyMs = 0;
  }
}

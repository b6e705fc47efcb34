import { type AudioCodec, type CodecName, createCodec, type SampleRate } from "../codec/index.js";
import { Playout, type PlayoutLimits } from "../jitter/index.js";
import {
  type DtmfDigit,
  parseRtp,
  ReceiveStatistics,
  RtcpSession,
  type RtpPacket,
  RtpStreamSender,
  TelephoneEventReceiver,
  TelephoneEventSender,
} from "../rtp/index.js";
import { DtmfDetector } from "../source/index.js";
import { type LegHealth, LegMeter } from "./health.js";
import type { PacketTransport } from "./transport.js";

/** Static payload type of comfort noise, RFC 3389. */
const COMFORT_NOISE = 13;

export interface NegotiatedCodec {
  readonly name: CodecName;
  readonly payloadType: number;
}

export interface AudioLegOptions {
  /** The party's id in the room. */
  readonly id: string;
  readonly transport: PacketTransport;
  /** All that was negotiated; the first one is sent, each one is understood. */
  readonly codecs: readonly [NegotiatedCodec, ...NegotiatedCodec[]];
  /** Absent when it was not negotiated: keys are then neither sent nor understood as events. */
  readonly telephoneEvent?: { readonly payloadType: number; readonly clockRate?: number };
  /** Also look for keys as tones within the sound; for far ends without telephone events. */
  readonly inBandDtmf?: boolean;
  readonly playout?: PlayoutLimits;
  /** RTCP's name of us, the same for all streams of one host: no name of a person. */
  readonly cname?: string;
  /** Of what we send, when it was named in an SDP; random if absent. */
  readonly ssrc?: number;
}

export interface LegDirection {
  readonly send: boolean;
  readonly receive: boolean;
  /** The far end may stop sending and is all right: it has put us on hold. What comes all the same is heard. */
  readonly mayRest?: boolean;
}

/** What a room asks of a leg; `AudioLeg` is the one there is, others may stand in for it. */
export interface MediaLeg {
  readonly id: string;
  /** Rate of the frames that `pull` gives, in Hz. The far end may change its codec at any time. */
  readonly receiveRate: SampleRate;
  /** Rate of the frames that `send` takes, in Hz. */
  readonly sendRate: SampleRate;
  /** The 20 ms that are due now. Never written to by the caller. */
  pull(nowMs: number): Int16Array;
  /** Sends 20 ms. */
  send(frame: Int16Array, nowMs: number): void;
  close(): void;
}

/**
 * The sound of one party, both ways, over any transport: numbering, jitter buffer, codec, keys, reports and health.
 * `pull` and `send` are called once a tick each.
 */
export class AudioLeg implements MediaLeg {
  readonly id: string;
  #transport: PacketTransport;
  readonly #sender: RtpStreamSender;
  readonly #statistics: ReceiveStatistics;
  readonly #rtcp: RtcpSession;
  readonly #meter = new LegMeter();
  readonly #eventsIn: TelephoneEventReceiver;
  readonly #eventsOut: TelephoneEventSender;
  #options: AudioLegOptions;
  #sending: AudioCodec;
  #receiving: { payloadType: number; codec: AudioCodec; playout: Playout };
  #detector: DtmfDetector | undefined;
  #direction: LegDirection = { send: true, receive: true };
  #sentBefore = false;
  #closed = false;
  #onDigit: (digit: DtmfDigit) => void = () => {};

  constructor(options: AudioLegOptions) {
    this.id = options.id;
    this.#options = options;
    this.#transport = options.transport;
    const [first] = options.codecs;
    this.#sending = createCodec(first.name);
    this.#receiving = this.#receiveWith(first);
    this.#sender = new RtpStreamSender(options.ssrc === undefined ? {} : { ssrc: options.ssrc });
    this.#statistics = new ReceiveStatistics(this.#sending.clockRate);
    this.#rtcp = new RtcpSession({
      sender: this.#sender,
      statistics: this.#statistics,
      cname: options.cname ?? "patchbay",
      clockRate: this.#sending.clockRate,
    });
    this.#eventsIn = new TelephoneEventReceiver(options.telephoneEvent?.clockRate);
    this.#eventsOut = new TelephoneEventSender(options.telephoneEvent?.clockRate);
    if (options.inBandDtmf === true) this.#detector = new DtmfDetector(this.receiveRate);
    this.#listen();
  }

  get receiveRate(): SampleRate {
    return this.#receiving.codec.sampleRate;
  }

  get sendRate(): SampleRate {
    return this.#sending.sampleRate;
  }

  /** Codec that is sent. */
  get codec(): CodecName {
    return this.#sending.name;
  }

  /** Called once for each key the far end pressed, when it was released. */
  onDigit(take: (digit: DtmfDigit) => void): void {
    this.#onDigit = take;
  }

  /** @param keys of 0-9, *, #, A-D; others are passed over. @returns false when the far end takes no telephone events. */
  sendDigits(keys: string, durationMs?: number): boolean {
    if (this.#options.telephoneEvent === undefined) return false;
    this.#eventsOut.press(keys, durationMs);
    return true;
  }

  /**
   * Goes on over another connection and closes the one before: a page was reloaded, another seat took over, a network
   * changed. Numbers of what we send go on; the far end's new stream is recognized by itself.
   */
  replaceTransport(transport: PacketTransport): void {
    const before = this.#transport;
    this.#transport = transport;
    this.#listen();
    before.onRtp(() => {});
    before.onRtcp(() => {});
    before.close();
  }

  /**
   * A new SDP within the call chose other codecs.
   *
   * @throws RangeError when the RTP clock would change: reports could not tell the two apart, so that needs a new leg.
   */
  renegotiate(codecs: AudioLegOptions["codecs"]): void {
    const [first] = codecs;
    const before = this.#options.codecs[0].name;
    if (first.name !== before) {
      const sending = createCodec(first.name);
      if (sending.clockRate !== this.#sending.clockRate)
        throw new RangeError(`a leg cannot go over from ${before} to ${first.name}`);
      this.#sending = sending;
    }
    this.#options = { ...this.#options, codecs };
  }

  /** By the direction attributes of the SDP. A leg that does not receive is silent, and its health does not expect packets. */
  setDirection(direction: LegDirection): void {
    this.#direction = direction;
  }

  pull(nowMs: number): Int16Array {
    for (const digit of this.#eventsIn.expire(nowMs)) this.#onDigit(digit);
    const frame = this.#receiving.playout.pull(nowMs);
    const key = this.#detector?.hear(frame);
    if (key !== undefined) this.#onDigit({ key, durationMs: 0 });
    this.#meter.tick(nowMs, frame, {
      expected: this.#statistics.expected,
      lost: this.#statistics.lost,
      late: this.#receiving.playout.counts.late,
    });
    return frame;
  }

  send(frame: Int16Array, nowMs: number): void {
    if (this.#closed) return;
    const report = this.#rtcp.due(nowMs);
    if (report !== undefined) this.#transport.sendRtcp(report);
    if (this.#direction.send) this.#sendFrame(frame);
    this.#sender.advance(this.#sending.frameUnits);
  }

  /** What is known of this leg now. */
  health(nowMs: number): LegHealth {
    return this.#meter.health(nowMs, {
      closed: this.#closed,
      expectsPackets: this.#direction.receive && this.#direction.mayRest !== true,
      codec: this.codec,
      received: this.#statistics.received,
      jitterMs: this.#statistics.jitterMs,
      bufferMs: this.#receiving.playout.wantedDelayMs,
      playout: this.#receiving.playout.counts,
      farEnd: this.#rtcp.farEnd,
      saidGoodbye: this.#rtcp.saidGoodbye,
      drops: this.#transport.drops,
    });
  }

  /** Says goodbye by RTCP and closes the transport. */
  close(nowMs?: number): void {
    if (this.#closed) return;
    this.#closed = true;
    if (nowMs !== undefined) this.#transport.sendRtcp(this.#rtcp.report(nowMs, true));
    this.#transport.close();
  }

  #listen(): void {
    this.#transport.onRtp((packet, atMs) => this.#receive(packet, atMs));
    this.#transport.onRtcp((packet, atMs) => void this.#rtcp.receive(packet, atMs));
  }

  #receive(datagram: Uint8Array, atMs: number): void {
    const packet = parseRtp(datagram);
    if (packet === undefined || this.#closed) return;
    this.#statistics.receive(packet, atMs);
    this.#meter.packet(atMs);
    if (!this.#direction.receive) return;
    if (packet.payloadType === this.#options.telephoneEvent?.payloadType) {
      this.#receiving.playout.noteSilent(packet);
      for (const digit of this.#eventsIn.receive(packet, atMs)) this.#onDigit(digit);
      return;
    }
    if (packet.payloadType === COMFORT_NOISE) {
      this.#receiving.playout.noteSilent(packet);
      return;
    }
    this.#receiveAudio(packet, atMs);
  }

  #receiveAudio(packet: RtpPacket, atMs: number): void {
    if (packet.payloadType !== this.#receiving.payloadType) {
      const other = this.#options.codecs.find(({ payloadType }) => payloadType === packet.payloadType);
      if (other === undefined) {
        this.#meter.unknownPayload();
        return;
      }
      this.#receiving = this.#receiveWith(other);
      if (this.#detector !== undefined) this.#detector = new DtmfDetector(this.receiveRate);
    }
    this.#receiving.playout.put(packet, atMs);
  }

  #receiveWith({ name, payloadType }: NegotiatedCodec): {
    payloadType: number;
    codec: AudioCodec;
    playout: Playout;
  } {
    const codec = createCodec(name);
    return { payloadType, codec, playout: new Playout(codec, this.#options.playout) };
  }

  #sendFrame(frame: Int16Array): void {
    const { telephoneEvent, codecs } = this.#options;
    const event = telephoneEvent === undefined ? undefined : this.#eventsOut.frame(this.#sender.timestamp);
    if (event !== undefined && telephoneEvent !== undefined) {
      const { payload, marker, timestamp } = event;
      this.#transport.sendRtp(
        this.#sender.packet(telephoneEvent.payloadType, payload, { marker, timestamp }),
      );
      return;
    }
    const packet = this.#sender.packet(codecs[0].payloadType, this.#sending.encode(frame), {
      marker: !this.#sentBefore,
    });
    this.#sentBefore = true;
    this.#transport.sendRtp(packet);
  }
}

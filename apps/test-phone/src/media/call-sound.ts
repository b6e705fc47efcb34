import type { FarSound } from "../sip/description.js";
import type { SoundShown, Talk } from "../wire/page-wire.js";
import { everyFrame } from "./every-frame.js";
import { decode, encode, type Law, payloadTypeOf, transcode } from "./g711.js";
import { KeySender, keyOfEvent } from "./keys.js";
import { OutgoingStream } from "./outgoing-stream.js";
import { aheadOf16, type RtpPacket, readRtp } from "./rtp-packet.js";
import type { RtpSocket } from "./rtp-socket.js";
import { decibels, ringback, shareOf, silence, TEST_TONE_HERTZ, testTone } from "./sounds.js";

/** No word from the page for so long: silence is sent in its place, so that the far end knows that the call lives. */
const PAGE_SILENT_MS = 60;
/** Frames of the last second by which the echo is judged. */
const ECHO_FRAMES = 50;

export interface CallSoundEvents {
  readonly key: (key: string) => void;
  readonly toPage: (packet: Buffer) => void;
}

/** Between the page and the far end of one call: 20 ms for 20 ms, without a buffer of its own. */
export class CallSound {
  talk: Talk = "microphone";
  muted = false;
  /** The far end rings and says nothing itself: the page hears a ringing tone of ours. */
  ringing = false;
  /** What goes to the page, of a call and of the ringing before it. */
  readonly #toPage: OutgoingStream;
  readonly #toFar = new OutgoingStream();
  readonly #keys = new KeySender();
  readonly #stop: () => void;
  #far: FarSound | undefined;
  #frame = 0;
  #pageSaidAt = Number.NEGATIVE_INFINITY;
  #saysDb = -100;
  #hearsDb = -100;
  readonly #echo: boolean[] = [];
  #sent = 0;
  #received = 0;
  #lost = 0;
  #last: { readonly ssrc: number; readonly sequence: number } | undefined;
  #keyAt: number | undefined;

  constructor(
    private readonly socket: RtpSocket,
    toPage: OutgoingStream,
    private readonly events: CallSoundEvents,
  ) {
    this.#toPage = toPage;
    socket.onPacket((bytes, port) => this.#fromFar(bytes, port));
    this.#stop = everyFrame(() => this.#tick());
  }

  /** Where the far end hears and how it speaks; from now on there is sound. */
  connect(far: FarSound): void {
    this.#far = far;
  }

  press(key: string): void {
    this.#keys.press(key);
  }

  /** A packet of the page: its microphone. */
  fromPage(packet: RtpPacket): void {
    if (packet.payloadType !== payloadTypeOf.PCMU || this.talk === "tone") return;
    this.#pageSaidAt = performance.now();
    if (this.muted) this.#say("PCMU", encode("PCMU", silence()));
    else this.#say("PCMU", packet.payload);
  }

  /** What was said and heard since the last time. */
  levels(): SoundShown {
    const shown = {
      saysDb: Math.round(this.#saysDb),
      hearsDb: Math.round(this.#hearsDb),
      hearsOwnTone: this.talk === "tone" && this.#echo.filter(Boolean).length >= ECHO_FRAMES / 5,
      packetsSent: this.#sent,
      packetsReceived: this.#received,
      packetsLost: this.#lost,
    };
    this.#saysDb = -100;
    this.#hearsDb = -100;
    return shown;
  }

  close(): void {
    this.#stop();
    this.socket.close();
  }

  #tick(): void {
    this.#frame += 1;
    if (this.ringing)
      this.events.toPage(this.#toPage.frame(payloadTypeOf.PCMU, encode("PCMU", ringback(this.#frame))));
    if (this.talk === "tone")
      this.#say("PCMU", encode("PCMU", this.muted ? silence() : testTone(this.#frame)));
    else if (performance.now() - this.#pageSaidAt > PAGE_SILENT_MS)
      this.#say("PCMU", encode("PCMU", silence()));
  }

  /** The next 20 ms for the far end: a key that is due goes before what is said. */
  #say(law: Law, codes: Uint8Array): void {
    const far = this.#far;
    if (far === undefined) return;
    const key = far.eventType === null ? undefined : this.#keys.next();
    this.#saysDb = Math.max(this.#saysDb, decibels(decode(law, codes)));
    if (!far.hears) return;
    const packet =
      key === undefined || key === "gap" || far.eventType === null
        ? this.#toFar.frame(
            payloadTypeOf[far.law],
            key === "gap" ? encode(far.law, silence()) : transcode(law, far.law, codes),
          )
        : this.#toFar.key(far.eventType, key.payload, key.first);
    this.#sent += 1;
    this.socket.send(packet, far);
  }

  #fromFar(bytes: Buffer, port: number): void {
    const far = this.#far;
    const packet = far !== undefined && port === far.port ? readRtp(bytes) : undefined;
    if (far === undefined || packet === undefined) return;
    this.#count(packet);
    if (packet.payloadType === far.eventType) {
      if (packet.timestamp === this.#keyAt) return;
      this.#keyAt = packet.timestamp;
      const key = keyOfEvent(packet.payload);
      if (key !== undefined) this.events.key(key);
      return;
    }
    const law = packet.payloadType === 0 ? "PCMU" : packet.payloadType === 8 ? "PCMA" : undefined;
    if (law === undefined) return;
    const samples = decode(law, packet.payload);
    const db = decibels(samples);
    this.#hearsDb = Math.max(this.#hearsDb, db);
    this.#echo.push(db > -40 && shareOf(TEST_TONE_HERTZ, samples) > 0.7);
    if (this.#echo.length > ECHO_FRAMES) this.#echo.shift();
    const relayed = this.#toPage.relay(payloadTypeOf.PCMU, packet, transcode(law, "PCMU", packet.payload));
    if (relayed !== undefined) this.events.toPage(relayed);
  }

  #count({ ssrc, sequence }: RtpPacket): void {
    this.#received += 1;
    if (this.#last?.ssrc === ssrc) {
      const ahead = aheadOf16(this.#last.sequence, sequence);
      if (ahead > 1 && ahead < 1_000) this.#lost += ahead - 1;
      if (ahead <= 0) {
        // It was counted as lost, and came late.
        this.#lost = Math.max(0, this.#lost - 1);
        return;
      }
    }
    this.#last = { ssrc, sequence };
  }
}

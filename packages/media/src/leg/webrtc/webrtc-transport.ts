import { Audio, PeerConnection, type RtcConfig, type Track } from "node-datachannel";
import type { CodecName } from "../../codec/index.js";
import { isRtcp, parseRtp } from "../../rtp/index.js";
import { steadyNow } from "../../ticker/index.js";
import type { PacketTransport } from "../transport.js";
import { type AudioChoice, chooseAudio, rewriteAnswer } from "./answer-sdp.js";

export interface WebRtcOptions {
  /** `stun:host:port`, `turn:user:password@host:port`. */
  readonly iceServers?: readonly string[];
  /** Address to bind to; all of the host's when absent. */
  readonly bindAddress?: string;
  /** UDP ports to use, both included. */
  readonly ports?: { readonly first: number; readonly last: number };
  /** Of what we send; named in the answer. */
  readonly ssrc: number;
}

export type WebRtcState = "new" | "connecting" | "connected" | "disconnected" | "failed" | "closed";

/** A candidate as browsers take it. */
export interface IceCandidate {
  readonly candidate: string;
  readonly mid: string;
}

let connections = 0;

/**
 * A browser's phone: the browser offers, this answers. ICE, DTLS and SRTP are node-datachannel's; packets go in and out
 * as they are.
 *
 * Only a child process may load this module, and only one thread of it: a second worker thread that loads the native
 * module ends the whole process.
 */
export class WebRtcTransport implements PacketTransport {
  readonly #connection: PeerConnection;
  #track: Track | undefined;
  #takeRtp: (packet: Uint8Array, atMs: number) => void = () => {};
  #takeRtcp: (packet: Uint8Array, atMs: number) => void = () => {};
  #onState: (state: WebRtcState) => void = () => {};
  #onCandidate: (candidate: IceCandidate) => void = () => {};
  readonly #drops = { strangers: 0, malformed: 0, unauthentic: 0, replayed: 0 };
  #state: WebRtcState = "new";
  #closed = false;
  #offered = false;
  readonly #waiting: IceCandidate[] = [];

  constructor(private readonly options: WebRtcOptions) {
    const config: RtcConfig = {
      iceServers: [...(options.iceServers ?? [])],
      disableAutoNegotiation: true,
      ...(options.bindAddress !== undefined && { bindAddress: options.bindAddress }),
      ...(options.ports !== undefined && {
        portRangeBegin: options.ports.first,
        portRangeEnd: options.ports.last,
      }),
    };
    connections += 1;
    this.#connection = new PeerConnection(`leg-${connections}`, config);
    this.#connection.onStateChange((state) => {
      this.#state = asState(state);
      this.#onState(this.#state);
    });
    this.#connection.onLocalCandidate((candidate, mid) => this.#onCandidate({ candidate, mid }));
  }

  get state(): WebRtcState {
    return this.#state;
  }

  get drops(): PacketTransport["drops"] {
    return this.#drops;
  }

  onState(take: (state: WebRtcState) => void): void {
    this.#onState = take;
  }

  /** Our candidates, as they are found; to be set before `answer`. The answer itself holds none. */
  onCandidate(take: (candidate: IceCandidate) => void): void {
    this.#onCandidate = take;
  }

  onRtp(take: (packet: Uint8Array, atMs: number) => void): void {
    this.#takeRtp = take;
  }

  onRtcp(take: (packet: Uint8Array, atMs: number) => void): void {
    this.#takeRtcp = take;
  }

  /**
   * Answers the browser's offer.
   *
   * @param preference codecs by our wish.
   * @returns the answer for the browser, and what was chosen, for the leg.
   * @throws OfferUnusableError, or the stack's error for an offer that it cannot read.
   */
  answer(offer: string, preference: readonly CodecName[]): Promise<{ sdp: string; choice: AudioChoice }> {
    const choice = chooseAudio(offer, preference);
    return new Promise((resolve, reject) => {
      this.#connection.onLocalDescription((sdp) => resolve({ sdp: rewriteAnswer(sdp, choice), choice }));
      try {
        this.#track ??= this.#addTrack(choice);
        this.#connection.setRemoteDescription(offer, "offer");
        this.#connection.setLocalDescription("answer");
        this.#offered = true;
        for (const candidate of this.#waiting.splice(0)) this.addCandidate(candidate);
      } catch (cause) {
        reject(cause instanceof Error ? cause : new Error(String(cause)));
      }
    });
  }

  /**
   * A candidate of the browser. Those that come before the offer wait for it; empty ones, which mark the end, are passed
   * over.
   *
   * @returns false for one that cannot be read: it comes from a stranger and must not end the process.
   */
  addCandidate(candidate: IceCandidate): boolean {
    if (candidate.candidate === "" || this.#closed) return true;
    if (!this.#offered) {
      this.#waiting.push(candidate);
      return true;
    }
    try {
      this.#connection.addRemoteCandidate(candidate.candidate, candidate.mid);
      return true;
    } catch {
      return false;
    }
  }

  sendRtp(packet: Buffer): void {
    this.#send(packet);
  }

  sendRtcp(packet: Buffer): void {
    this.#send(packet);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#track?.close();
    this.#connection.close();
  }

  #addTrack({ mid, codecs, telephoneEvent }: AudioChoice): Track {
    const audio = new Audio(mid, "SendRecv");
    const [codec] = codecs;
    audio.addAudioCodec(codec.payloadType, codec.name);
    if (telephoneEvent !== undefined) audio.addAudioCodec(telephoneEvent.payloadType, "telephone-event");
    audio.addSSRC(this.options.ssrc, "patchbay", "patchbay", "voice");
    const track = this.#connection.addTrack(audio);
    track.onMessage((packet) => this.#receive(packet));
    // Errors of a track end in the connection's state, which is watched.
    track.onError(() => {});
    return track;
  }

  #receive(packet: Buffer): void {
    if (this.#closed) return;
    if (isRtcp(packet)) this.#takeRtcp(packet, steadyNow());
    else if (parseRtp(packet) === undefined) this.#drops.malformed += 1;
    else this.#takeRtp(packet, steadyNow());
  }

  #send(packet: Buffer): void {
    if (this.#closed || this.#track?.isOpen() !== true) return;
    this.#track.sendMessageBinary(packet);
  }
}

function asState(state: string): WebRtcState {
  switch (state) {
    case "new":
    case "connecting":
    case "connected":
    case "disconnected":
    case "failed":
      return state;
    default:
      return "closed";
  }
}

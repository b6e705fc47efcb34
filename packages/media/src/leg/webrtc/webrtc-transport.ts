import { Audio, PeerConnection, type RtcConfig, type Track } from "node-datachannel";
import type { CodecName } from "../../codec/index.js";
import { isRtcp, parseRtp } from "../../rtp/index.js";
import { steadyNow } from "../../ticker/index.js";
import type { PacketTransport } from "../transport.js";
import { chooseAudio, rewriteAnswer } from "./answer-sdp.js";
import type { AudioChoice } from "./audio-section.js";
import { chosenAudio, OFFERED_MID, offeredAudio, rewriteOffer, withoutCandidates } from "./offer-sdp.js";

export interface WebRtcOptions {
  /** `stun:host:port`, `turn:user:password@host:port`. */
  readonly iceServers?: readonly string[];
  /** Address to bind to; all of the host's when absent. */
  readonly bindAddress?: string;
  /** UDP ports to use, both included. */
  readonly ports?: { readonly first: number; readonly last: number };
  /** Of what we send; named in our description. */
  readonly ssrc: number;
}

export type WebRtcState = "new" | "connecting" | "connected" | "disconnected" | "failed" | "closed";

/** A candidate as browsers take it. */
export interface IceCandidate {
  readonly candidate: string;
  readonly mid: string;
}

let connections = 0;
/** Candidates that wait for a description; whoever sends more has lost its way. */
const WAITING_MAX = 100;

/**
 * A browser's or an app's phone: an agent's browser offers and this answers; this offers and a customer's app answers.
 * ICE, DTLS and SRTP are node-datachannel's; packets go in and out as they are.
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
  /** The far end's description is set: its candidates can be taken. */
  #described = false;
  #preference: readonly [CodecName, ...CodecName[]] | undefined;
  readonly #waiting: IceCandidate[] = [];
  /** Our own, until the far end's answer to our offer is set: see `offer`. */
  readonly #held: IceCandidate[] = [];

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
    this.#connection.onLocalCandidate((candidate, mid) => {
      if (this.#isOffering) this.#held.push({ candidate, mid });
      else this.#onCandidate({ candidate, mid });
    });
  }

  /** We offered, and the far end has not answered. */
  get #isOffering(): boolean {
    return this.#preference !== undefined && !this.#described;
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

  /**
   * Our candidates, as they are found, those to an offer of ours from its answer on; to be set before `answer` or
   * `offer`, whose descriptions hold none.
   */
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
        this.#track ??= this.#addTrack(choice.mid, [
          ...choice.codecs,
          ...(choice.telephoneEvent === undefined
            ? []
            : [{ payloadType: choice.telephoneEvent.payloadType, name: "telephone-event" }]),
        ]);
        this.#connection.setRemoteDescription(offer, "offer");
        this.#connection.setLocalDescription("answer");
        this.#isDescribed();
      } catch (cause) {
        reject(cause instanceof Error ? cause : new Error(String(cause)));
      }
    });
  }

  /**
   * Offers audio to an app. Our candidates follow only when its answer is set: the stack (node-datachannel 0.33.4) begins to
   * connect before it has kept the fingerprint of the answer, and a far end that is near and knows a way to us can be
   * through the handshake by then, which fails.
   *
   * @param preference codecs by our wish; the app's answer says which one is used.
   * @returns the offer, for the app.
   */
  offer(preference: readonly [CodecName, ...CodecName[]]): Promise<string> {
    this.#preference = preference;
    return new Promise((resolve, reject) => {
      this.#connection.onLocalDescription((sdp) => resolve(rewriteOffer(sdp, preference)));
      try {
        const { codecs, events } = offeredAudio(preference);
        this.#track ??= this.#addTrack(OFFERED_MID, [
          ...codecs,
          ...events.map(({ payloadType }) => ({ payloadType, name: "telephone-event" })),
        ]);
        this.#connection.setLocalDescription("offer");
      } catch (cause) {
        reject(cause instanceof Error ? cause : new Error(String(cause)));
      }
    });
  }

  /**
   * Takes the app's answer to our offer, once.
   *
   * @returns what was chosen, for the leg.
   * @throws OfferUnusableError, or the stack's error for an answer that it cannot read.
   */
  accept(answer: string): AudioChoice {
    if (this.#preference === undefined || this.#described) throw new Error("no offer waits for an answer");
    const choice = chosenAudio(answer, this.#preference);
    const { sdp, candidates } = withoutCandidates(answer, choice.mid);
    this.#connection.setRemoteDescription(sdp, "answer");
    this.#isDescribed();
    for (const candidate of candidates) this.addCandidate(candidate);
    for (const candidate of this.#held.splice(0)) this.#onCandidate(candidate);
    return choice;
  }

  /**
   * A candidate of the far end. Those that come before its description wait for it; empty ones, which mark the end, are
   * passed over.
   *
   * @returns false for one that cannot be read: it comes from a stranger and must not end the process.
   */
  addCandidate(candidate: IceCandidate): boolean {
    if (candidate.candidate === "" || this.#closed) return true;
    if (!this.#described) {
      if (this.#waiting.length < WAITING_MAX) this.#waiting.push(candidate);
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

  #isDescribed(): void {
    this.#described = true;
    for (const candidate of this.#waiting.splice(0)) this.addCandidate(candidate);
  }

  #addTrack(mid: string, formats: readonly { readonly payloadType: number; readonly name: string }[]): Track {
    const audio = new Audio(mid, "SendRecv");
    for (const { payloadType, name } of formats) audio.addAudioCodec(payloadType, name);
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

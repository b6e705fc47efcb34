import { closeStream, type MicrophoneWish, openMicrophone } from "./microphone.js";
import { Listening } from "./sound-out.js";

/** What a connection asks of the server, and hears back. */
export interface PhoneWire {
  connect(
    interactionId: string | null,
    offer: string,
  ): Promise<
    | { readonly ok: true; readonly phoneId: string; readonly answer: string }
    | { readonly ok: false; readonly code: string }
  >;
  candidate(phoneId: string, candidate: string, mid: string): void;
  disconnect(phoneId: string): void;
}

export type Fault =
  /** The browser's error name for the microphone. */
  | { readonly at: "microphone"; readonly name: string }
  | { readonly at: "server"; readonly code: string }
  | { readonly at: "ice" };

export interface ConnectionOptions {
  /** `null`: the echo test. */
  readonly interactionId: string | null;
  readonly iceServers: RTCConfiguration["iceServers"];
  readonly microphone: MicrophoneWish;
  readonly speaker: string | null;
  /** 0 to 1 */
  readonly volume: number;
  readonly muted: boolean;
  /** Whether what comes back is heard. */
  readonly audible: boolean;
  readonly wire: PhoneWire;
  readonly onConnected: () => void;
  /** For good: a lost connection is not mended but replaced, for the server side cannot restart ICE. */
  readonly onFault: (fault: Fault) => void;
  readonly onWaitingForTouch: (waiting: boolean) => void;
}

const ANSWER_MS = 8_000;
const ICE_MS = 10_000;
/** `disconnected` often mends itself; after this long the new connection is the faster way. */
const DISCONNECTED_MS = 1_500;

/** One connection of the browser's audio to the voice process, from the microphone to its end. */
export class PhoneConnection {
  phoneId: string | null = null;
  stream: MediaStream | null = null;
  private peer: RTCPeerConnection | null = null;
  private readonly listening: Listening | null;
  private ended = false;
  private muted: boolean;
  private timer: number | undefined;
  private early: RTCIceCandidate[] = [];

  constructor(private readonly options: ConnectionOptions) {
    this.muted = options.muted;
    this.listening = options.audible
      ? new Listening(options.onWaitingForTouch, options.speaker, options.volume)
      : null;
  }

  async open(): Promise<void> {
    const { options } = this;
    const opened = await openMicrophone(options.microphone);
    if (!opened.ok) {
      this.fail({ at: "microphone", name: opened.name });
      return;
    }
    if (this.ended) {
      closeStream(opened.stream);
      return;
    }
    this.stream = opened.stream;
    opened.track.enabled = !this.muted;
    // Unplugged: the browser ends the track, and a new connection finds another one.
    opened.track.addEventListener("ended", () => this.fail({ at: "microphone", name: "NotFoundError" }));
    const peer = new RTCPeerConnection({ iceServers: options.iceServers ?? [], bundlePolicy: "max-bundle" });
    this.peer = peer;
    peer.addTrack(opened.track, opened.stream);
    peer.addEventListener("icecandidate", ({ candidate }) => this.found(candidate));
    peer.addEventListener("connectionstatechange", () => this.changed(peer));
    peer.addEventListener("track", ({ track, streams }) =>
      this.listening?.play(streams[0] ?? new MediaStream([track])),
    );
    await this.negotiate(peer);
  }

  setMuted(muted: boolean): void {
    this.muted = muted;
    for (const track of this.stream?.getAudioTracks() ?? []) track.enabled = !muted;
  }

  async setMicrophone(wish: MicrophoneWish): Promise<void> {
    const [sender] = this.peer?.getSenders() ?? [];
    const opened = await openMicrophone(wish);
    if (sender === undefined || !opened.ok || this.ended) {
      if (opened.ok) closeStream(opened.stream);
      return;
    }
    opened.track.enabled = !this.muted;
    await sender.replaceTrack(opened.track);
    if (this.stream !== null) closeStream(this.stream);
    this.stream = opened.stream;
  }

  setSpeaker(deviceId: string | null, volume: number): void {
    this.listening?.setVolume(volume);
    void this.listening?.choose(deviceId);
  }

  /** What the browser counts, as it gives it. */
  async stats(): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const entries: Readonly<Record<string, unknown>>[] = [];
    const report = await this.peer?.getStats();
    report?.forEach((entry: Readonly<Record<string, unknown>>) => void entries.push(entry));
    return entries;
  }

  /** Of the microphone since the connection was opened; `null`: not measured yet. */
  async energy(): Promise<number | null> {
    const source = (await this.stats()).find(
      ({ type, kind, totalAudioEnergy }) =>
        type === "media-source" && kind === "audio" && typeof totalAudioEnergy === "number",
    );
    return source === undefined ? null : Number(source["totalAudioEnergy"]);
  }

  /** @param tell the server is told that this phone has hung up; not when the call itself is over */
  close(tell: boolean): void {
    if (this.ended) return;
    this.ended = true;
    window.clearTimeout(this.timer);
    if (tell && this.phoneId !== null) this.options.wire.disconnect(this.phoneId);
    this.listening?.stop();
    this.peer?.close();
    if (this.stream !== null) closeStream(this.stream);
  }

  private async negotiate(peer: RTCPeerConnection): Promise<void> {
    const { wire, interactionId } = this.options;
    await peer.setLocalDescription();
    const offer = peer.localDescription?.sdp ?? "";
    this.failAfter(ANSWER_MS, { at: "server", code: "voice_unreachable" });
    const answer = await wire.connect(interactionId, offer);
    if (this.ended) {
      if (answer.ok) wire.disconnect(answer.phoneId);
      return;
    }
    if (!answer.ok) {
      this.fail({ at: "server", code: answer.code });
      return;
    }
    this.phoneId = answer.phoneId;
    this.failAfter(ICE_MS, { at: "ice" });
    try {
      await peer.setRemoteDescription({ type: "answer", sdp: answer.answer });
    } catch {
      this.fail({ at: "server", code: "media_failed" });
      return;
    }
    for (const candidate of this.early.splice(0)) this.found(candidate);
  }

  private found(candidate: RTCIceCandidate | null): void {
    if (candidate === null || candidate.candidate === "" || this.ended) return;
    if (this.phoneId === null) this.early.push(candidate);
    else this.options.wire.candidate(this.phoneId, candidate.candidate, candidate.sdpMid ?? "0");
  }

  private changed(peer: RTCPeerConnection): void {
    if (this.ended || peer !== this.peer) return;
    switch (peer.connectionState) {
      case "connected":
        window.clearTimeout(this.timer);
        this.options.onConnected();
        return;
      case "disconnected":
        this.failAfter(DISCONNECTED_MS, { at: "ice" });
        return;
      case "failed":
      case "closed":
        this.fail({ at: "ice" });
        return;
      default:
        return;
    }
  }

  private failAfter(ms: number, fault: Fault): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.fail(fault), ms);
  }

  private fail(fault: Fault): void {
    if (this.ended) return;
    this.close(false);
    this.options.onFault(fault);
  }
}

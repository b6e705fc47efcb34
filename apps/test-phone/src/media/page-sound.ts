import { Audio, PeerConnection, type Track } from "node-datachannel";
import { type RtpPacket, readRtp } from "./rtp-packet.js";

/** Candidates of this machine are found at once; a server that answers none is not waited for. */
const GATHER_MS_MAX = 1_000;

export type SoundState = "connecting" | "connected" | "closed";

/** The browser's sound: it offers, this answers with PCMU alone, as the telephone network speaks it. */
export class PageSound {
  readonly #connection: PeerConnection;
  readonly #track: Track;
  #closed = false;

  private constructor(
    connection: PeerConnection,
    track: Track,
    hears: (packet: RtpPacket) => void,
    changed: (state: SoundState) => void,
  ) {
    this.#connection = connection;
    this.#track = track;
    track.onMessage((bytes) => {
      const packet = this.#closed ? undefined : readRtp(bytes);
      if (packet !== undefined) hears(packet);
    });
    // A broken track ends in the connection's state.
    track.onError(() => undefined);
    connection.onStateChange((state) => {
      if (this.#closed) return;
      if (state === "connected") changed("connected");
      else if (state === "failed" || state === "closed") changed("closed");
      else changed("connecting");
    });
  }

  /**
   * @param offer of the browser, with its candidates.
   * @param ssrc of the stream that goes to the browser.
   * @param host whose address the sound listens on; `null`: all of this machine's.
   * @returns the answer, with ours. @throws for an offer that cannot be used.
   */
  static async answer(
    offer: string,
    ssrc: number,
    host: string | null,
    hears: (packet: RtpPacket) => void,
    changed: (state: SoundState) => void,
  ): Promise<{ readonly sound: PageSound; readonly answer: string }> {
    if (!/^m=audio .*\b0\b/m.test(offer)) throw new Error("the offer has no PCMU");
    const mid = /^a=mid:(\S+)/m.exec(offer)?.[1] ?? "0";
    const connection = new PeerConnection("page", {
      iceServers: [],
      disableAutoNegotiation: true,
      ...(host === null ? {} : { bindAddress: host }),
    });
    try {
      const audio = new Audio(mid, "SendRecv");
      audio.addAudioCodec(0, "PCMU");
      audio.addSSRC(ssrc, "test-phone", "test-phone", "sound");
      const sound = new PageSound(connection, connection.addTrack(audio), hears, changed);
      const gathered = new Promise<void>((resolve) => {
        connection.onGatheringStateChange((state) => {
          if (state === "complete") resolve();
        });
        setTimeout(resolve, GATHER_MS_MAX).unref();
      });
      connection.setRemoteDescription(offer, "offer");
      connection.setLocalDescription("answer");
      await gathered;
      const made = connection.localDescription()?.sdp;
      if (made === undefined) throw new Error("there is no answer");
      // The stack writes the clock of Opus behind every codec.
      return { sound, answer: made.replace(/^a=rtpmap:0 PCMU.*$/m, "a=rtpmap:0 PCMU/8000") };
    } catch (cause) {
      connection.close();
      throw cause;
    }
  }

  send(packet: Buffer): void {
    if (!this.#closed && this.#track.isOpen()) this.#track.sendMessageBinary(packet);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#track.close();
    this.#connection.close();
  }
}

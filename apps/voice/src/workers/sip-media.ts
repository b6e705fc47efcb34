import {
  AudioLeg,
  type RtpPorts,
  type SrtpKeys,
  SrtpSession,
  steadyNow,
  UdpTransport,
} from "@patchbay/media";
import {
  acceptAnswer,
  answerOffer,
  type CodecName,
  type CryptoLine,
  codecsFor,
  formatSdp,
  type LocalAudio,
  makeOffer,
  type NegotiatedAudio,
  parseSdp,
  type SessionDescription,
  systemRandom,
  type VoiceCodecName,
} from "@patchbay/sip";
import type { SoundTerms } from "../network/sound-terms.js";

/** No common codec, or a description that cannot be used: to be answered 488. */
export class MediaRefusedError extends Error {
  override readonly name = "MediaRefusedError";
}

type Srtp = NonNullable<LocalAudio["srtp"]>;

/** The media of one leg to the telephone network: its sockets, what was agreed on, and its sound. */
export class SipMedia {
  private readonly transport: UdpTransport;
  private readonly place: Pick<LocalAudio, "address" | "port">;
  /** As they were when something was offered or answered last. */
  private terms: SoundTerms = { codecs: [], encryption: "off" };
  private description: SessionDescription | undefined;
  private keys: { readonly local: CryptoLine; readonly remote: CryptoLine } | undefined;
  /** It was encrypted before it came here. */
  private wasEncrypted = false;
  private spoken = "";
  private audioLeg: AudioLeg | undefined;

  private constructor(
    readonly legId: string,
    transport: UdpTransport,
    /** Whose media was expected when it was opened. */
    readonly peer: string,
    address: string,
    private readonly onLeg: (leg: AudioLeg) => void,
  ) {
    this.transport = transport;
    this.place = { address, port: transport.port };
  }

  /**
   * @param address of ours, as the description names it.
   * @param onLeg gets the leg when there is one, and again when it was made anew.
   * @throws RtpPortsExhaustedError
   */
  static async open(
    legId: string,
    ports: RtpPorts,
    address: string,
    peer: string,
    onLeg: (leg: AudioLeg) => void,
  ): Promise<SipMedia> {
    // The port may be another than signalled (a router that keeps the address); the first packet decides, then it stays.
    const transport = new UdpTransport({ sockets: await ports.take(), latching: "port", peer });
    return new SipMedia(legId, transport, peer, address, onLeg);
  }

  get leg(): AudioLeg | undefined {
    return this.audioLeg;
  }

  /** @throws MediaRefusedError */
  answer(sdp: string, terms: SoundTerms): string {
    this.terms = terms;
    // Whoever brings keys is answered with keys, unless it is asked for them anyway.
    const srtp = terms.encryption === "required" ? "required" : "optional";
    const result = answerOffer(read(sdp), this.localNow(srtp), systemRandom, this.description);
    if (!result.ok) throw new MediaRefusedError(result.code);
    this.use(result.audio);
    this.description = result.description;
    return formatSdp(result.description);
  }

  /**
   * Asked again before anything was agreed on, it is another offer: to the next trunk.
   *
   * @param former our last description of the session, which was made with other sockets of ours
   */
  offer({ terms, former }: { readonly terms: SoundTerms; readonly former?: string }): string {
    this.terms = terms;
    if (this.description === undefined && former !== undefined) {
      this.description = read(former);
      this.wasEncrypted = isSecure(this.description);
    }
    this.description = makeOffer(this.localNow(this.offeredSrtp), systemRandom, this.description);
    return formatSdp(this.description);
  }

  /** @throws MediaRefusedError */
  accept(sdp: string): void {
    if (this.description === undefined) throw new MediaRefusedError("nothing was offered");
    const result = acceptAnswer(this.description, read(sdp), this.localNow(this.offeredSrtp));
    if (!result.ok) throw new MediaRefusedError(result.code);
    this.use(result.audio);
  }

  close(): void {
    if (this.audioLeg === undefined) this.transport.close();
    else this.audioLeg.close(steadyNow());
  }

  /** What was encrypted once stays so. */
  private get offeredSrtp(): Srtp {
    if (this.keys !== undefined || this.wasEncrypted) return "required";
    const { encryption } = this.terms;
    return encryption === "offered" ? "optional" : encryption;
  }

  private localNow(srtp: Srtp): LocalAudio {
    const codecs = codecsFor(this.terms.codecs);
    return { ...this.place, codecs, srtp, ...(this.keys === undefined ? {} : { crypto: this.keys.local }) };
  }

  private use(audio: NegotiatedAudio): void {
    const srtp = audio.srtp === undefined ? undefined : this.srtpFor(audio.srtp);
    this.transport.setRemote(
      { address: audio.remote.address, port: audio.remote.port },
      srtp === undefined ? {} : { srtp },
    );
    const spoken = JSON.stringify([audio.codecs, audio.events ?? null]);
    if (this.audioLeg === undefined || spoken !== this.spoken) {
      this.spoken = spoken;
      this.audioLeg = this.newLeg(audio);
      this.onLeg(this.audioLeg);
    }
    this.audioLeg.setDirection({
      send: audio.direction === "sendrecv" || audio.direction === "sendonly",
      receive: audio.direction === "sendrecv" || audio.direction === "recvonly",
      // On hold some phones play music to us, others send nothing.
      mayRest: audio.heldByPeer,
    });
  }

  private newLeg({ codec, codecs, events }: NegotiatedAudio): AudioLeg {
    const usable = ({ name, payloadType }: { name: CodecName; payloadType: number }) => ({
      name: name as VoiceCodecName,
      payloadType,
    });
    const others = codecs.filter(
      ({ name, payloadType }) => name !== "telephone-event" && payloadType !== codec.payloadType,
    );
    return new AudioLeg({
      id: this.legId,
      transport: this.transport,
      codecs: [usable(codec), ...others.map(usable)],
      ...(events !== undefined && {
        telephoneEvent: { payloadType: events.payloadType, clockRate: events.clockRate },
      }),
      // A far end without telephone events sends its keys as tones.
      inBandDtmf: events === undefined,
    });
  }

  /** New keys begin a new session; the same ones go on, for its packet counters do. */
  private srtpFor(keys: {
    readonly local: CryptoLine;
    readonly remote: CryptoLine;
  }): SrtpSession | undefined {
    const same = this.keys?.local.key.equals(keys.local.key) && this.keys.remote.key.equals(keys.remote.key);
    if (same) return undefined;
    const session = new SrtpSession({ local: keysOf(keys.local), remote: keysOf(keys.remote) });
    this.keys = keys;
    return session;
  }
}

const isSecure = (description: SessionDescription | undefined): boolean =>
  description?.media.some(({ protocol }) => protocol.startsWith("RTP/SAVP")) === true;

function keysOf({ suite, key }: CryptoLine): SrtpKeys {
  return { suite, keyAndSalt: key };
}

function read(sdp: string): SessionDescription {
  const result = parseSdp(sdp);
  if (!result.ok) throw new MediaRefusedError(result.code);
  return result.description;
}

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

/** No common codec, or a description that cannot be used: to be answered 488. */
export class MediaRefusedError extends Error {
  override readonly name = "MediaRefusedError";
}

/** The media of one leg to the telephone network: its sockets, what was agreed on, and its sound. */
export class SipMedia {
  private readonly transport: UdpTransport;
  private readonly local: LocalAudio;
  private description: SessionDescription | undefined;
  private keys: { readonly local: CryptoLine; readonly remote: CryptoLine } | undefined;
  private spoken = "";
  private audioLeg: AudioLeg | undefined;

  private constructor(
    readonly legId: string,
    transport: UdpTransport,
    address: string,
    codecs: readonly VoiceCodecName[],
    private readonly onLeg: (leg: AudioLeg) => void,
  ) {
    this.transport = transport;
    this.local = { address, port: transport.port, codecs: codecsFor(codecs) };
  }

  /**
   * @param address of ours, as the description names it.
    peer: string,
    codecs: readonly VoiceCodecName[],
    onLeg: (leg: AudioLeg) => void,
  ): Promise<SipMedia> {
    // The port may be another than signalled (a router that keeps the address); the first packet decides, then it stays.
    const transport = new UdpTransport({ sockets: await ports.take(), latching: "port", peer });
    return new SipMedia(legId, transport, address, codecs, onLeg);
   * @param onLeg gets the leg when there is one, and again when it was made anew.
   * @throws RtpPortsExhaustedError
   */
  static async open(
    legId: string,
    ports: RtpPorts,
    address: string,
    peer: string,
    codecs: readonly VoiceCodecName[],
    onLeg: (leg: AudioLeg) => void,
  ): Promise<SipMedia> {
    // The port may be another than signalled (a router that keeps the address); the first packet decides, then it stays.
    const transport = new UdpTransport({ sockets: await ports.take(), latching: "port", peer });
    return new SipMedia(legId, transport, address, codecs, onLeg);
  }

  get leg(): AudioLeg | undefined {
    return this.audioLeg;
  }

  /** @throws MediaRefusedError */
  answer(sdp: string): string {
    const result = answerOffer(read(sdp), this.localNow(), systemRandom, this.description);
    if (!result.ok) throw new MediaRefusedError(result.code);
    this.use(result.audio);
    this.description = result.description;
    return formatSdp(result.description);
  }

  /**
   * @param secret nobody reads it on its way: keys are offered beside plain sound, for whoever knows them.
   * @param former our last description of the session, which was made with other sockets of ours
   */
  offer({ secret, former }: { readonly secret: boolean; readonly former?: string }): string {
    this.description ??= former === undefined ? undefined : read(former);
    // What was encrypted once stays so.
    const srtp =
      this.keys !== undefined || isSecure(this.description) ? "required" : secret ? "optional" : "off";
    this.description = makeOffer({ ...this.localNow(), srtp }, systemRandom, this.description);
    return formatSdp(this.description);
  }

  /** @throws MediaRefusedError */
  accept(sdp: string): void {
    if (this.description === undefined) throw new MediaRefusedError("nothing was offered");
    const result = acceptAnswer(this.description, read(sdp), this.localNow());
    if (!result.ok) throw new MediaRefusedError(result.code);
    this.use(result.audio);
  }

  close(): void {
    if (this.audioLeg === undefined) this.transport.close();
    else this.audioLeg.close(steadyNow());
  }

  private localNow(): LocalAudio {
    return this.keys === undefined ? this.local : { ...this.local, crypto: this.keys.local };
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

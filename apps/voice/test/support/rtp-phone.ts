import dgram from "node:dgram";
import {
  type AudioCodec,
  buildRtp,
  type CodecName,
  createCodec,
  formatCrypto,
  generateSrtpKeys,
  parseCrypto,
  parseRtp,
  SrtpSession,
  toneAmplitude,
} from "@patchbay/media";

const KEYS = "0123456789*#ABCD";
const RTPMAPS = { PCMU: "PCMU/8000", PCMA: "PCMA/8000", G722: "G722/8000", opus: "opus/48000/2" };

/** The timer of 5 ms that comes later than this had no processor. */
const STALL_MS = 40;

/** A codec with its number. */
interface Spoken {
  readonly name: CodecName;
  readonly payloadType: number;
}

/** Plain RTP, G.711 at first: says a tone all the time and keeps what it hears, with the moment of each packet. */
export class RtpPhone {
  /** When each packet came, ms of `performance.now()`. */
  readonly arrivals: number[] = [];
  /** When this process itself stood still, as it can on a busy machine: from and to, ms of `performance.now()`. */
  private readonly stalls: { readonly from: number; readonly to: number }[] = [];
  private heard: Int16Array[] = [];
  private spoken: readonly Spoken[] = [{ name: "PCMU", payloadType: 0 }];
  private codec = createCodec("PCMU");
  private readonly decoders = new Map<number, AudioCodec>();
  /** Codec of the packet that came last. */
  heardAs: CodecName | undefined;
  private target: { address: string; port: number } | undefined;
  private timer: NodeJS.Timeout | undefined;
  private sequence = 0;
  private timestamp = 0;
  private ticks = 0;
  private tones: readonly number[] = [];
  private readonly pressed: { packets: number; code: number; start: number }[] = [];
  readonly digits: string[] = [];
  /** Nothing passes either way. */
  isCut = false;
  /** Its descriptions name no telephone events. */
  withoutEvents = false;
  /** Its offers want SRTP with keys in the description. */
  secure = false;
  /** The key of its offers; of an answer, with the suite that was offered. */
  keys = generateSrtpKeys("AES_CM_128_HMAC_SHA1_80");
  private srtp: SrtpSession | undefined;
  private lastEvent = -1;

  private constructor(
    private readonly socket: dgram.Socket,
    private readonly host: string,
  ) {
    socket.on("message", (bytes) => this.take(bytes));
  }

  static async open(host = "127.0.0.1"): Promise<RtpPhone> {
    const socket = dgram.createSocket(host.includes(":") ? "udp6" : "udp4");
    await new Promise<void>((resolve) => socket.bind(0, host, resolve));
    return new RtpPhone(socket, host);
  }

  get port(): number {
    return this.socket.address().port;
  }

  /** Speaks the first of these from now on, understands all, and its descriptions name them. */
  speaks(first: Spoken, ...others: Spoken[]): void {
    this.spoken = [first, ...others];
    this.codec = createCodec(first.name);
    this.decoders.clear();
    this.heard = [];
  }

  sdp(direction = "sendrecv", version = 1): string {
    const plain = this.fullSdp(direction, version);
    const crypto = `a=crypto:${formatCrypto({ tag: 1, keys: this.keys })}\r\n`;
    const sdp = this.secure ? plain.replace("RTP/AVP", "RTP/SAVP") + crypto : plain;
    return this.withoutEvents
      ? sdp.replace(/^(m=audio .*) 101$/m, "$1").replace(/a=(rtpmap|fmtp):101 [^\r]+\r\n/g, "")
      : sdp;
  }

  private fullSdp(direction: string, version: number): string {
    const address = `${this.host.includes(":") ? "IP6" : "IP4"} ${this.host}`;
    return [
      "v=0",
      `o=phone 1 ${version} IN ${address}`,
      "s=-",
      `c=IN ${address}`,
      "t=0 0",
      `m=audio ${this.port} RTP/AVP ${this.spoken.map(({ payloadType }) => payloadType).join(" ")} 101`,
      ...this.spoken.map(({ name, payloadType }) => `a=rtpmap:${payloadType} ${RTPMAPS[name]}`),
      "a=rtpmap:101 telephone-event/8000",
      "a=fmtp:101 0-16",
      `a=${direction}`,
      "",
    ].join("\r\n");
  }

  /** Where to send to, and begins to. */
  far(sdp: string): void {
    const port = Number(/m=audio (\d+)/.exec(sdp)?.[1]);
    const crypto = parseCrypto(/a=crypto:([^\r\n]+)/.exec(sdp)?.[1] ?? "");
    if (this.secure && crypto !== undefined)
      this.srtp ??= new SrtpSession({ local: this.keys, remote: crypto.keys });
    this.target = { address: /c=IN IP[46] (\S+)/.exec(sdp)?.[1] ?? this.host, port };
    if (this.timer !== undefined) return;
    const begun = performance.now();
    let looked = begun;
    this.timer = setInterval(() => {
      const now = performance.now();
      if (now - looked > STALL_MS) this.stalls.push({ from: looked, to: now });
      looked = now;
      while (begun + this.ticks * 20 <= performance.now()) this.tick();
    }, 5);
  }

  /** @param hertz 0 is silence; packets go on. */
  say(hertz: number): void {
    this.tones = hertz === 0 ? [] : [hertz];
  }

  /** A key as the sound of its two tones, for as long as nothing else is said. */
  sayKey(key: string): void {
    const at = ["123A", "456B", "789C", "*0#D"].findIndex((row) => row.includes(key));
    const row = [697, 770, 852, 941][at] ?? 0;
    const column = [1209, 1336, 1477, 1633][["123A", "456B", "789C", "*0#D"][at]?.indexOf(key) ?? 0] ?? 0;
    this.tones = [row, column];
  }

  press(keys: string): void {
    for (const key of keys) this.pressed.push({ code: KEYS.indexOf(key), packets: 0, start: 0 });
  }

  /** Nothing is sent any more. */
  hush(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.target = undefined;
  }

  forget(): void {
    this.heard = [];
    this.arrivals.length = 0;
    this.stalls.length = 0;
  }

  /** How loud a tone is in the last so many ms of what came, as a peak of 32,767. */
  amplitude(hertz: number, lastMs = 400): number {
    return toneAmplitude(joined(this.heard.slice(-Math.ceil(lastMs / 20))), this.heardRate, hertz);
  }

  /** The last so many ms of what came, 8 kHz. */
  heardLast(lastMs: number): Int16Array {
    return joined(this.heard.slice(-Math.ceil(lastMs / 20)));
  }

  /** How loud a tone was where it was least, in windows of so many ms of all that came. */
  quietest(hertz: number, windowMs: number): number {
    const frames = windowMs / 20;
    let least = Number.POSITIVE_INFINITY;
    for (let at = 0; at + frames <= this.heard.length; at += 5)
      least = Math.min(
        least,
        toneAmplitude(joined(this.heard.slice(at, at + frames)), this.heardRate, hertz),
      );
    return least;
  }

  /** Whatever it is: the loudness of the last so many ms. */
  loudness(lastMs = 400): number {
    let sum = 0;
    const samples = joined(this.heard.slice(-Math.ceil(lastMs / 20)));
    for (const sample of samples) sum += sample * sample;
    return Math.sqrt(sum / Math.max(1, samples.length));
  }

  get packets(): number {
    return this.arrivals.length;
  }

  /** The longest time without a packet, ms, less what this process stood still in it and so could hear nothing. */
  longestGap(): number {
    let most = 0;
    for (let at = 1; at < this.arrivals.length; at++) {
      const [from, to] = [this.arrivals[at - 1] ?? 0, this.arrivals[at] ?? 0];
      let gap = to - from;
      for (const stall of this.stalls)
        gap -= Math.max(0, Math.min(to, stall.to) - Math.max(from, stall.from));
      most = Math.max(most, gap);
    }
    return most;
  }

  close(): void {
    this.hush();
    this.socket.close();
  }

  private get heardRate(): number {
    return this.heardAs === "G722" || this.heardAs === "opus" ? 16_000 : 8_000;
  }

  private take(bytes: Buffer): void {
    if (this.isCut) return;
    const opened = this.srtp?.openRtp(bytes) ?? bytes;
    if (typeof opened === "string") return;
    const packet = parseRtp(opened);
    if (packet === undefined) return;
    this.arrivals.push(performance.now());
    if (packet.payloadType === 101) {
      if (packet.timestamp !== this.lastEvent) this.digits.push(KEYS[packet.payload[0] ?? 0] ?? "");
      this.lastEvent = packet.timestamp;
      return;
    }
    const as = this.spoken.find(({ payloadType }) => payloadType === packet.payloadType);
    if (as === undefined) return;
    if (this.heardAs !== as.name) this.heard = [];
    this.heardAs = as.name;
    const decoder = this.decoders.get(as.payloadType) ?? createCodec(as.name);
    this.decoders.set(as.payloadType, decoder);
    this.heard.push(decoder.decode(packet.payload).slice());
    if (this.heard.length > 3_000) this.heard.shift();
  }

  private tick(): void {
    const target = this.target;
    this.ticks += 1;
    this.sequence += 1;
    this.timestamp += this.codec.frameUnits;
    if (target === undefined) return;
    const base = { sequence: this.sequence & 0xffff, ssrc: 4_711 };
    const key = this.pressed[0];
    if (key !== undefined) {
      if (key.packets === 0) key.start = this.timestamp;
      key.packets += 1;
      const ended = key.packets > 6;
      const units = Math.min(key.packets, 6) * 160;
      const payload = Uint8Array.of(key.code, (ended ? 0x80 : 0) | 10, units >> 8, units & 0xff);
      const marker = key.packets === 1;
      this.write(buildRtp({ ...base, payloadType: 101, marker, timestamp: key.start, payload }), target);
      if (key.packets === 9) this.pressed.shift();
      return;
    }
    const { sampleRate } = this.codec;
    const samples = sampleRate / 50;
    const begun = this.ticks * samples;
    const frame = Int16Array.from({ length: samples }, (_, at) =>
      Math.round(
        this.tones.reduce(
          (sum, hertz) => sum + 8_000 * Math.sin((2 * Math.PI * hertz * (begun + at)) / sampleRate),
          0,
        ),
      ),
    );
    const payload = this.codec.encode(frame);
    this.write(
      buildRtp({
        ...base,
        payloadType: this.spoken[0]?.payloadType ?? 0,
        marker: false,
        timestamp: this.timestamp,
        payload,
      }),
      target,
    );
  }

  private write(packet: Uint8Array, target: { address: string; port: number }): void {
    if (this.isCut) return;
    this.socket.send(this.srtp?.protectRtp(Buffer.from(packet)) ?? packet, target.port, target.address);
  }
}

function joined(frames: readonly Int16Array[]): Int16Array {
  const out = new Int16Array(frames.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const frame of frames) {
    out.set(frame, at);
    at += frame.length;
  }
  return out;
}

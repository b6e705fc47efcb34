import { randomBytes } from "node:crypto";
import dgram from "node:dgram";

const HOST = "127.0.0.1";
const FRAME_BYTES = 160;
/** When an unanswered INVITE is sent again (timer A), ms after the first time. */
const AGAIN_MS = [500, 1_500, 3_500];
const GIVEN_UP_MS = 8_000;
const KEY_AFTER_MS = 500;
/** Packets of one key: six while it is down, three that say it is up (RFC 4733). */
const KEY_PACKETS = 9;
const KEY_DOWN_PACKETS = 6;

/** One call, as it was seen from outside: milliseconds from the first INVITE; `null`: it did not come. */
export interface CallSeen {
  readonly ringingMs: number | null;
  readonly answeredMs: number | null;
  /** INVITE was sent so often. */
  readonly tries: number;
  /** Status of a refusal. */
  readonly refused: number | null;
}

interface Up {
  readonly callId: string;
  readonly tag: string;
  readonly branch: string;
  readonly begunAt: number;
  tries: number;
  ringingAt: number | null;
  answeredAt: number | null;
  refused: number | null;
  remoteTag: string;
  target: string;
  /** Where its sound goes to. */
  rtpPort: number | null;
  readonly number: string;
  /** The key that it presses, and how many packets of it have gone. */
  key: { readonly code: number; packets: number; timestamp: number } | null;
  ended: boolean;
}

/** A call to us, beyond the trunk: it is taken at once. */
interface Taken {
  rtpPort: number;
}

/**
 * Many callers at one socket for SIP and one for sound, written down by hand: what it measures shares no code with what
 * is measured. Each call sends 50 packets of silence a second while it is up.
 */
export class Callers {
  private readonly calls = new Map<string, Up>();
  private readonly takenCalls = new Map<string, Taken>();
  private sequence = 0;
  private readonly ticking: NodeJS.Timeout;
  /** Packets of sound that came. */
  heard = 0;

  private constructor(
    private readonly sip: dgram.Socket,
    private readonly rtp: dgram.Socket,
    private readonly server: number,
    private readonly number: string,
  ) {
    sip.on("message", (bytes) => this.take(bytes.toString()));
    rtp.on("message", () => {
      this.heard += 1;
    });
    const begun = performance.now();
    this.ticking = setInterval(() => {
      while (begun + this.sequence * 20 < performance.now()) this.speak();
    }, 10);
  }

  static async open(server: number, number: string): Promise<Callers> {
    const open = async (): Promise<dgram.Socket> => {
      const socket = dgram.createSocket("udp4");
      await new Promise<void>((resolve) => socket.bind(0, HOST, resolve));
      socket.setRecvBufferSize(1 << 21);
      return socket;
    };
    return new Callers(await open(), await open(), server, number);
  }

  /** Where calls to us come in: the far end of a trunk. */
  get port(): number {
    return this.sip.address().port;
  }

  /** Calls to us that are up. */
  get taken(): number {
    return this.takenCalls.size;
  }

  get up(): number {
    return [...this.calls.values()].filter(({ answeredAt, ended }) => answeredAt !== null && !ended).length;
  }

  /** Calls, stays for so long after the answer, and hangs up. @param key pressed half a second after the answer */
  async call(stayMs: number, number = this.number, key: number | null = null): Promise<CallSeen> {
    const call: Up = {
      callId: randomBytes(8).toString("hex"),
      tag: randomBytes(4).toString("hex"),
      branch: `z9hG4bK${randomBytes(8).toString("hex")}`,
      begunAt: performance.now(),
      tries: 0,
      ringingAt: null,
      answeredAt: null,
      refused: null,
      remoteTag: "",
      target: `sip:${number}@${HOST}:${this.server}`,
      rtpPort: null,
      number,
      key: null,
      ended: false,
    };
    this.calls.set(call.callId, call);
    this.invite(call);
    const again = AGAIN_MS.map((ms) =>
      setTimeout(() => {
        if (call.ringingAt === null && call.answeredAt === null && call.refused === null) this.invite(call);
      }, ms),
    );
    while (
      call.answeredAt === null &&
      call.refused === null &&
      performance.now() - call.begunAt < GIVEN_UP_MS
    )
      await pause(5);
    for (const timer of again) clearTimeout(timer);
    if (call.answeredAt !== null) {
      if (key === null) await pause(stayMs);
      else {
        await pause(KEY_AFTER_MS);
        call.key = { code: key, packets: 0, timestamp: 0 };
        await pause(stayMs - KEY_AFTER_MS);
      }
      call.ended = true;
      this.send(call, "BYE", `z9hG4bK${randomBytes(8).toString("hex")}`, 2);
    }
    // Late answers are still heard, and acknowledged.
    setTimeout(() => this.calls.delete(call.callId), 5_000).unref();
    const since = (at: number | null): number | null => (at === null ? null : at - call.begunAt);
    const { tries, refused } = call;
    return { ringingMs: since(call.ringingAt), answeredMs: since(call.answeredAt), tries, refused };
  }

  close(): void {
    clearInterval(this.ticking);
    this.sip.close();
    this.rtp.close();
  }

  private invite(call: Up): void {
    call.tries += 1;
    this.send(call, "INVITE", call.branch, 1, this.description());
  }

  private description(): string {
    return [
      "v=0",
      `o=- 1 1 IN IP4 ${HOST}`,
      "s=-",
      `c=IN IP4 ${HOST}`,
      "t=0 0",
      `m=audio ${this.rtp.address().port} RTP/AVP 0 101`,
      "a=rtpmap:101 telephone-event/8000",
      "",
    ].join("\r\n");
  }

  private take(text: string): void {
    const now = performance.now();
    const callId = headerOf(text, "call-id");
    const call = this.calls.get(callId);
    if (call === undefined) {
      this.takeUnknown(callId, text);
      return;
    }
    const status = Number(/^SIP\/2\.0 (\d{3})/.exec(text)?.[1] ?? 0);
    const isInvite = headerOf(text, "cseq").endsWith("INVITE");
    if (status === 0) {
      // It hangs up: a prompt that has ended, a limit.
      if (text.startsWith("BYE ")) this.confirm(text);
      call.ended = true;
      return;
    }
    if (!isInvite || status === 100) return;
    call.remoteTag = /tag=([^;\s]+)/.exec(headerOf(text, "to"))?.[1] ?? "";
    if (status === 180) call.ringingAt ??= now;
    else if (status === 200) {
      call.answeredAt ??= now;
      call.target = /<([^>]+)>/.exec(headerOf(text, "contact"))?.[1] ?? call.target;
      call.rtpPort = Number(/m=audio (\d+)/.exec(text)?.[1]);
      this.send(call, "ACK", `z9hG4bK${randomBytes(8).toString("hex")}`, 1);
    } else if (status >= 300) {
      call.refused = status;
      this.send(call, "ACK", call.branch, 1);
    }
  }

  /** Somebody calls us, or asks whether we are there. */
  private takeUnknown(callId: string, text: string): void {
    if (text.startsWith("INVITE ")) {
      this.takenCalls.set(callId, { rtpPort: Number(/m=audio (\d+)/.exec(text)?.[1]) });
      this.confirm(text, this.description());
    } else if (text.startsWith("BYE ")) {
      this.takenCalls.delete(callId);
      this.confirm(text);
    } else if (/^(OPTIONS|CANCEL) /.test(text)) this.confirm(text);
  }

  private send(call: Up, method: string, branch: string, sequence: number, sdp = ""): void {
    const { port } = this.sip.address();
    const to = call.remoteTag === "" ? "" : `;tag=${call.remoteTag}`;
    const lines = [
      `${method} ${call.target} SIP/2.0`,
      `Via: SIP/2.0/UDP ${HOST}:${port};branch=${branch};rport`,
      "Max-Forwards: 70",
      `From: <sip:+15035550142@${HOST}>;tag=${call.tag}`,
      `To: <sip:${call.number}@${HOST}>${to}`,
      `Call-ID: ${call.callId}`,
      `CSeq: ${sequence} ${method}`,
      `Contact: <sip:bench@${HOST}:${port}>`,
      ...(sdp === "" ? [] : ["Content-Type: application/sdp"]),
      `Content-Length: ${sdp.length}`,
    ];
    this.sip.send(`${lines.join("\r\n")}\r\n\r\n${sdp}`, this.server, HOST);
  }

  /** @param sdp with it, a call to us is taken */
  private confirm(request: string, sdp = ""): void {
    const kept = ["Via", "From", "To", "Call-ID", "CSeq"].map((name) => {
      const value = headerOf(request, name.toLowerCase());
      return `${name}: ${name === "To" && !value.includes("tag=") ? `${value};tag=far` : value}`;
    });
    const taking =
      sdp === ""
        ? []
        : [`Contact: <sip:far@${HOST}:${this.sip.address().port}>`, "Content-Type: application/sdp"];
    const lines = ["SIP/2.0 200 OK", ...kept, ...taking, `Content-Length: ${sdp.length}`];
    this.sip.send(`${lines.join("\r\n")}\r\n\r\n${sdp}`, this.server, HOST);
  }

  private speak(): void {
    this.sequence += 1;
    const timestamp = (this.sequence * FRAME_BYTES) >>> 0;
    const silence = Buffer.alloc(12 + FRAME_BYTES, 0xff);
    this.head(silence, 0, timestamp);
    for (const { rtpPort } of this.takenCalls.values()) this.rtp.send(silence, rtpPort, HOST);
    for (const call of this.calls.values()) {
      if (call.rtpPort === null || call.ended) continue;
      this.rtp.send(call.key === null ? silence : this.keyPacket(call, timestamp), call.rtpPort, HOST);
    }
  }

  private head(packet: Buffer, payloadType: number, timestamp: number): void {
    packet.writeUInt16BE(0x8000 | payloadType, 0);
    packet.writeUInt16BE(this.sequence & 0xffff, 2);
    packet.writeUInt32BE(timestamp, 4);
    packet.writeUInt32BE(4_711, 8);
  }

  private keyPacket(call: Up, timestamp: number): Buffer {
    const { key } = call;
    const packet = Buffer.alloc(16);
    if (key === null) return packet;
    if (key.packets === 0) key.timestamp = timestamp;
    key.packets += 1;
    this.head(packet, 101, key.timestamp);
    packet.writeUInt8(key.code, 12);
    packet.writeUInt8(key.packets > KEY_DOWN_PACKETS ? 0x8a : 0x0a, 13);
    packet.writeUInt16BE(Math.min(key.packets, KEY_DOWN_PACKETS) * FRAME_BYTES, 14);
    if (key.packets === KEY_PACKETS) call.key = null;
    return packet;
  }
}

function headerOf(text: string, name: string): string {
  return new RegExp(`^${name}:\\s*(.*?)\\s*$`, "im").exec(text)?.[1] ?? "";
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

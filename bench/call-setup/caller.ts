import { randomBytes } from "node:crypto";
import dgram from "node:dgram";

const HOST = "127.0.0.1";
const FRAME_BYTES = 160;
/** When an unanswered INVITE is sent again (timer A), ms after the first time. */
const AGAIN_MS = [500, 1_500, 3_500];
const GIVEN_UP_MS = 8_000;

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
  ended: boolean;
}

/**
 * Many callers at one socket for SIP and one for sound, written down by hand: what it measures shares no code with what
 * is measured. Each call sends 50 packets of silence a second while it is up.
 */
export class Callers {
  private readonly calls = new Map<string, Up>();
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

  get up(): number {
    return [...this.calls.values()].filter(({ answeredAt, ended }) => answeredAt !== null && !ended).length;
  }

  /** Calls, stays for so long after the answer, and hangs up. */
  async call(stayMs: number): Promise<CallSeen> {
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
      target: `sip:${this.number}@${HOST}:${this.server}`,
      rtpPort: null,
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
      await pause(stayMs);
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
    const sdp = [
      "v=0",
      `o=- 1 1 IN IP4 ${HOST}`,
      "s=-",
      `c=IN IP4 ${HOST}`,
      "t=0 0",
      `m=audio ${this.rtp.address().port} RTP/AVP 0 101`,
      "a=rtpmap:101 telephone-event/8000",
      "",
    ].join("\r\n");
    this.send(call, "INVITE", call.branch, 1, sdp);
  }

  private take(text: string): void {
    const now = performance.now();
    const call = this.calls.get(headerOf(text, "call-id"));
    if (call === undefined) return;
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

  private send(call: Up, method: string, branch: string, sequence: number, sdp = ""): void {
    const { port } = this.sip.address();
    const to = call.remoteTag === "" ? "" : `;tag=${call.remoteTag}`;
    const lines = [
      `${method} ${call.target} SIP/2.0`,
      `Via: SIP/2.0/UDP ${HOST}:${port};branch=${branch};rport`,
      "Max-Forwards: 70",
      `From: <sip:+15035550142@${HOST}>;tag=${call.tag}`,
      `To: <sip:${this.number}@${HOST}>${to}`,
      `Call-ID: ${call.callId}`,
      `CSeq: ${sequence} ${method}`,
      `Contact: <sip:bench@${HOST}:${port}>`,
      ...(sdp === "" ? [] : ["Content-Type: application/sdp"]),
      `Content-Length: ${sdp.length}`,
    ];
    this.sip.send(`${lines.join("\r\n")}\r\n\r\n${sdp}`, this.server, HOST);
  }

  private confirm(request: string): void {
    const kept = ["Via", "From", "To", "Call-ID", "CSeq"].map(
      (name) => `${name}: ${headerOf(request, name.toLowerCase())}`,
    );
    const lines = ["SIP/2.0 200 OK", ...kept, "Content-Length: 0"];
    this.sip.send(`${lines.join("\r\n")}\r\n\r\n`, this.server, HOST);
  }

  private speak(): void {
    this.sequence += 1;
    const packet = Buffer.alloc(12 + FRAME_BYTES, 0xff);
    packet.writeUInt16BE(0x8000, 0);
    packet.writeUInt16BE(this.sequence & 0xffff, 2);
    packet.writeUInt32BE((this.sequence * FRAME_BYTES) >>> 0, 4);
    packet.writeUInt32BE(4_711, 8);
    for (const { rtpPort, ended } of this.calls.values())
      if (rtpPort !== null && !ended) this.rtp.send(packet, rtpPort, HOST);
  }
}

function headerOf(text: string, name: string): string {
  return new RegExp(`^${name}:\\s*(.*?)\\s*$`, "im").exec(text)?.[1] ?? "";
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

import type { Socket } from "node:dgram";
import { isRtcp, parseRtp } from "../rtp/index.js";
import { steadyNow } from "../ticker/index.js";
import { addressForIpv6, type MediaAddress, plain } from "./address.js";
import { Latch, type LatchRule } from "./latch.js";
import type { RtpSockets } from "./ports.js";
import type { SrtpSession } from "./srtp.js";
import type { PacketTransport } from "./transport.js";

export interface UdpTransportOptions {
  readonly sockets: RtpSockets;
  readonly latching: LatchRule;
  /** Address that the signalling comes from: media from there is no stranger's. */
  readonly peer?: string;
  /** RTCP on the RTP port (RFC 5761), when both sides signalled it. */
  readonly rtcpMux?: boolean;
  /** SDES-SRTP, when the SDP carried keys (RFC 4568). */
  readonly srtp?: SrtpSession;
}

/**
 * RTP over UDP, plain or with SRTP. Nothing is sent before `setRemote`. The source is judged before it is latched onto:
 * a packet has to be well formed, and authentic where there are keys.
 */
export class UdpTransport implements PacketTransport {
  readonly #latch: Latch;
  #takeRtp: (packet: Uint8Array, atMs: number) => void = () => {};
  #takeRtcp: (packet: Uint8Array, atMs: number) => void = () => {};
  readonly #drops = { strangers: 0, malformed: 0, unauthentic: 0, replayed: 0 };
  #srtp: SrtpSession | undefined;
  #rtcpMux: boolean;
  #rtcpTarget: MediaAddress | undefined;
  #closed = false;
  readonly #six: boolean;

  constructor(private readonly options: UdpTransportOptions) {
    this.#latch = new Latch(options.latching, options.peer);
    this.#srtp = options.srtp;
    this.#rtcpMux = options.rtcpMux ?? false;
    const { rtp, rtcp } = options.sockets;
    this.#six = rtp.address().family === "IPv6";
    const whence = (from: MediaAddress): MediaAddress => (this.#six ? plain(from) : from);
    rtp.on("message", (datagram, from) => {
      if (isRtcp(datagram)) this.#receiveRtcp(datagram, whence(from), this.#rtcpMux);
      else this.#receiveRtp(datagram, whence(from));
    });
    rtcp.on("message", (datagram, from) => this.#receiveRtcp(datagram, whence(from), false));
    // An unreachable far end is told as an error of the next send; the leg's health shows it.
    rtp.on("error", () => {});
    rtcp.on("error", () => {});
  }

  get drops(): PacketTransport["drops"] {
    return this.#drops;
  }

  get port(): number {
    return this.options.sockets.port;
  }

  /** Where media comes from, once some came. */
  get latched(): MediaAddress | undefined {
    return this.#latch.latched;
  }

  /** Address and port of the far end's SDP; called again for each new SDP. */
  setRemote(remote: MediaAddress, changes: { rtcpMux?: boolean; srtp?: SrtpSession } = {}): void {
    if (this.#latch.signal(plain(remote))) this.#rtcpTarget = undefined;
    if (changes.rtcpMux !== undefined) this.#rtcpMux = changes.rtcpMux;
    if (changes.srtp !== undefined) this.#srtp = changes.srtp;
  }

  onRtp(take: (packet: Uint8Array, atMs: number) => void): void {
    this.#takeRtp = take;
  }

  onRtcp(take: (packet: Uint8Array, atMs: number) => void): void {
    this.#takeRtcp = take;
  }

  sendRtp(packet: Buffer): void {
    const target = this.#latch.target;
    if (target === undefined || this.#closed) return;
    this.#send(this.options.sockets.rtp, this.#srtp?.protectRtp(packet) ?? packet, target);
  }

  sendRtcp(packet: Buffer): void {
    const target = this.#latch.target;
    if (target === undefined || this.#closed) return;
    const bytes = this.#srtp?.protectRtcp(packet) ?? packet;
    const { rtp, rtcp } = this.options.sockets;
    if (this.#rtcpMux) this.#send(rtp, bytes, target);
    else this.#send(rtcp, bytes, this.#rtcpTarget ?? { address: target.address, port: target.port + 1 });
  }

  #send(socket: Socket, bytes: Uint8Array, { address, port }: MediaAddress): void {
    socket.send(bytes, port, this.#six ? addressForIpv6(address) : address, ignore);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    const { rtp, rtcp } = this.options.sockets;
    // What was sent just now, the goodbye, leaves a turn of the event loop later.
    setImmediate(() => {
      rtp.close();
      rtcp.close();
    });
  }

  #receiveRtp(datagram: Buffer, from: MediaAddress): void {
    if (this.#closed) return;
    // Strangers are turned away before any cipher is set to work, where that can be known already.
    const known = this.#latch.latched;
    if (known !== undefined && !this.#latch.accept(from)) {
      this.#drops.strangers += 1;
      return;
    }
    let packet: Uint8Array | undefined = datagram;
    if (this.#srtp !== undefined) {
      const opened = this.#srtp.openRtp(datagram);
      if (typeof opened === "string") {
        this.#drops[opened] += 1;
        return;
      }
      packet = opened;
    }
    if (parseRtp(packet) === undefined) {
      this.#drops.malformed += 1;
      return;
    }
    if (!this.#latch.accept(from)) {
      this.#drops.strangers += 1;
      return;
    }
    this.#takeRtp(packet, steadyNow());
  }

  #receiveRtcp(datagram: Buffer, from: MediaAddress, muxed: boolean): void {
    if (this.#closed) return;
    const target = this.#latch.target;
    if (target === undefined || from.address !== target.address) {
      this.#drops.strangers += 1;
      return;
    }
    let packet: Uint8Array = datagram;
    if (this.#srtp !== undefined) {
      const opened = this.#srtp.openRtcp(datagram);
      if (typeof opened === "string") {
        this.#drops[opened] += 1;
        return;
      }
      packet = opened;
    }
    if (!muxed) this.#rtcpTarget = { address: from.address, port: from.port };
    this.#takeRtcp(packet, steadyNow());
  }
}

/** Sending is best effort; with a callback, an error does not become an event. */
function ignore(): void {}

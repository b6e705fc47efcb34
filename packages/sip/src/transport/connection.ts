import type { Socket } from "node:net";
import { makeResponse, parseMessage, reasonFor, StreamFramer, serializeMessage } from "../message/index.js";
import type { ListenerEvents } from "./listener.js";
import type { Source, TransportFailure } from "./types.js";

/** A peer that does not read what it is sent is let go above this many bytes. */
const maxUnread = 1_048_576;

/** Messages that may wait for a connection to open. */
const maxEarly = 1_000;

export interface ConnectionOptions {
  readonly source: Source;
  readonly socket: Socket;
  readonly events: ListenerEvents;
  readonly idleMs: number;
  /** 0: never. */
  readonly keepaliveMs: number;
  readonly closed: () => void;
}

/** One TCP or TLS connection: frames in, messages out, keepalive, and an end that everybody who waits hears of. */
export class Connection {
  private readonly framer = new StreamFramer();
  private readonly keepalive: NodeJS.Timeout | undefined;
  private readonly waiting = new Set<(failure: TransportFailure) => void>();
  private readonly early: { bytes: Buffer; failed: (failure: TransportFailure) => void }[] = [];
  private opened = false;
  private lastError = "";

  constructor(private readonly options: ConnectionOptions) {
    const { socket, keepaliveMs } = options;
    socket.setNoDelay(true);
    socket.setTimeout(options.idleMs, () => socket.destroy());
    socket.on("data", (chunk) => this.onData(chunk));
    socket.on("error", (error) => {
      this.lastError = error.message;
    });
    socket.on("end", () => socket.end());
    socket.on("close", () => this.onClose());
    if (keepaliveMs > 0) {
      this.keepalive = setInterval(() => {
        if (this.opened) socket.write("\r\n\r\n");
      }, keepaliveMs);
      this.keepalive.unref();
    }
  }

  /**
   * The connection stands, and over TLS the peer is who it should be: what waited goes out. Nothing is handed to the
   * socket before, since TLS would send it along with the end of the handshake, before the certificate is judged.
   */
  open(): void {
    this.opened = true;
    for (const { bytes, failed } of this.early.splice(0)) this.write(bytes, failed);
  }

  send(bytes: Buffer, failed: (failure: TransportFailure) => void): void {
    const { socket } = this.options;
    if (socket.writableLength > maxUnread) {
      failed({ code: "peer_stalled", detail: "the peer does not read" });
      socket.destroy();
      return;
    }
    if (this.opened) this.write(bytes, failed);
    else if (this.early.length < maxEarly) this.early.push({ bytes, failed });
    else failed({ code: "connect_failed", detail: "too much waits for the connection" });
  }

  private write(bytes: Buffer, failed: (failure: TransportFailure) => void): void {
    const { socket } = this.options;
    this.waiting.add(failed);
    socket.write(bytes, (error) => {
      // When it failed, the end of the connection tells.
      if (error === null || error === undefined) this.waiting.delete(failed);
    });
  }

  end(): void {
    this.options.socket.destroy();
  }

  private onData(chunk: Buffer): void {
    const { source, socket, events } = this.options;
    for (const frame of this.framer.push(chunk)) {
      if (frame.type === "ping") socket.write("\r\n");
      else if (!events.admit({ what: "message", ...source })) {
        socket.destroy();
        return;
      } else if (frame.type === "message") events.received(parseMessage(frame.bytes), source);
      else {
        this.refuse(frame.head, frame.code === "too_large" ? 413 : 400);
        return;
      }
    }
  }

  /** Where the next message would begin is unknown, so the last word on this connection is a refusal. */
  private refuse(head: Buffer, status: 400 | 413): void {
    const read = parseMessage(head);
    const request = read.ok ? read.message : read.answer?.request;
    const { socket } = this.options;
    if (request?.kind !== "request" || request.method === "ACK") socket.destroy();
    else
      socket.end(
        serializeMessage(makeResponse(request, status, { reason: `${reasonFor(status)} (framing)` })),
      );
  }

  private onClose(): void {
    clearInterval(this.keepalive);
    const waiting = [...this.waiting, ...this.early.splice(0).map(({ failed }) => failed)];
    this.waiting.clear();
    this.options.closed();
    const detail = this.lastError === "" ? "the connection was closed" : this.lastError;
    for (const failed of waiting)
      failed({ code: this.opened ? "connection_lost" : "connect_failed", detail });
  }
}

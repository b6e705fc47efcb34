import { randomBytes } from "node:crypto";
import net from "node:net";

/** Clients that cost next to nothing: the load generator shares the machine with what it measures. */

export interface Place {
  readonly host: string;
  readonly port: number;
}

const OP_TEXT = 1;
const OP_CLOSE = 8;
const OP_PING = 9;

/** A WebSocket client (RFC 6455) for text frames. */
export class LeanWebSocket {
  hear: (text: string) => void = () => {};
  /** @param why the server's words with its close frame, if it sent one */
  closed: (why: string) => void = () => {};
  private why = "";
  private buffer: Buffer = Buffer.alloc(0);
  private isUp = false;

  private constructor(
    private readonly socket: net.Socket,
    private readonly up: () => void,
    private readonly failed: (error: Error) => void,
  ) {
    socket.on("data", (data) => this.take(data));
    socket.on("close", () => this.closed(this.why));
  }

  static open(
    place: Place,
    path: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<LeanWebSocket> {
    return new Promise((resolve, reject) => {
      const socket = net.connect({ ...place, noDelay: true });
      socket.on("error", reject);
      const client: LeanWebSocket = new LeanWebSocket(socket, () => resolve(client), reject);
      const key = randomBytes(16).toString("base64");
      const more = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: ${place.host}:${place.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
          `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n${more.join("")}\r\n`,
      );
    });
  }

  send(text: string): void {
    this.frame(OP_TEXT, Buffer.from(text));
  }

  close(): void {
    this.closed = () => {};
    this.socket.destroy();
  }

  private frame(op: number, payload: Buffer): void {
    const { length } = payload;
    // A mask of zero is allowed on the wire and costs nothing.
    const head =
      length < 126
        ? Buffer.from([0x80 | op, 0x80 | length, 0, 0, 0, 0])
        : Buffer.from([0x80 | op, 0x80 | 126, length >> 8, length & 255, 0, 0, 0, 0]);
    this.socket.write(Buffer.concat([head, payload]));
  }

  private take(data: Buffer): void {
    this.buffer = this.buffer.length === 0 ? data : Buffer.concat([this.buffer, data]);
    if (!this.isUp) {
      const end = this.buffer.indexOf("\r\n\r\n");
      if (end < 0) return;
      const head = this.buffer.toString("latin1", 0, end);
      if (!head.startsWith("HTTP/1.1 101")) {
        this.failed(new Error(`no WebSocket: ${head.slice(0, 200)}`));
        this.socket.destroy();
        return;
      }
      this.buffer = this.buffer.subarray(end + 4);
      this.isUp = true;
      this.up();
    }
    for (;;) {
      const { buffer } = this;
      if (buffer.length < 2) return;
      const op = (buffer[0] ?? 0) & 15;
      let length = (buffer[1] ?? 0) & 127;
      let at = 2;
      if (length === 126) {
        if (buffer.length < 4) return;
        length = buffer.readUInt16BE(2);
        at = 4;
      } else if (length === 127) {
        if (buffer.length < 10) return;
        length = Number(buffer.readBigUInt64BE(2));
        at = 10;
      }
      if (buffer.length < at + length) return;
      if (op === OP_TEXT) this.hear(buffer.toString("utf8", at, at + length));
      else if (op === OP_PING) this.frame(10, Buffer.from(buffer.subarray(at, at + length)));
      else if (op === OP_CLOSE) {
        this.why = buffer.toString("utf8", at + 2, at + length);
        this.socket.end();
      }
      this.buffer = this.buffer.subarray(at + length);
    }
  }
}

/** Requests over one connection that is kept, answered in their order. */
export class LeanHttp {
  private socket: net.Socket | undefined;
  private text = "";
  private waiting: ((status: number, body: string) => void)[] = [];

  constructor(
    private readonly place: Place,
    private readonly headers: string,
  ) {}

  /** @param answered with status 0 when the connection ended without an answer. */
  ask(
    method: string,
    path: string,
    more: string,
    body: string,
    answered: (status: number, body: string) => void,
  ): void {
    this.socket ??= this.connect();
    this.waiting.push(answered);
    const length = method === "GET" ? "" : `content-length: ${Buffer.byteLength(body)}\r\n`;
    this.socket.write(
      `${method} ${path} HTTP/1.1\r\nHost: ${this.place.host}:${this.place.port}\r\n${this.headers}${more}${length}\r\n${body}`,
    );
  }

  close(): void {
    this.waiting = [];
    this.socket?.destroy();
    this.socket = undefined;
  }

  private connect(): net.Socket {
    const socket = net.connect({ ...this.place, noDelay: true });
    this.text = "";
    socket.setEncoding("latin1");
    socket.on("data", (data: string) => {
      this.text += data;
      for (;;) {
        const end = this.text.indexOf("\r\n\r\n");
        if (end < 0) return;
        const length = Number(/\r\ncontent-length: (\d+)/i.exec(this.text.slice(0, end))?.[1] ?? 0);
        if (this.text.length < end + 4 + length) return;
        const status = Number(this.text.slice(9, 12));
        const body = this.text.slice(end + 4, end + 4 + length);
        this.text = this.text.slice(end + 4 + length);
        this.waiting.shift()?.(status, body);
      }
    });
    const gone = (): void => {
      if (this.socket !== socket) return;
      this.socket = undefined;
      for (const answered of this.waiting.splice(0)) answered(0, "");
    };
    socket.on("error", gone);
    socket.on("close", gone);
    return socket;
  }
}

/** Server-sent events. Each comes as one piece of the chunked answer, so the pieces' sizes never stand inside one. */
export class LeanEventStream {
  private text = "";

  private constructor(private readonly socket: net.Socket) {}

  /** @param hear gets the data of each event */
  static open(
    place: Place,
    path: string,
    headers: string,
    hear: (data: string) => void,
    closed: () => void = () => {},
  ): Promise<LeanEventStream> {
    return new Promise((resolve, reject) => {
      const socket = net.connect({ ...place, noDelay: true });
      const stream = new LeanEventStream(socket);
      socket.setEncoding("utf8");
      socket.on("error", reject);
      socket.on("close", () =>
        isUp ? closed() : reject(new Error("the connection ended without an answer")),
      );
      let isUp = false;
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: ${place.host}:${place.port}\r\n${headers}accept: text/event-stream\r\n\r\n`,
      );
      socket.on("data", (data: string) => {
        stream.text += data;
        if (!isUp) {
          const end = stream.text.indexOf("\r\n\r\n");
          if (end < 0) return;
          if (!stream.text.startsWith("HTTP/1.1 200")) {
            reject(new Error(`no stream: ${stream.text.slice(0, 300)}`));
            socket.destroy();
            return;
          }
          isUp = true;
          stream.text = stream.text.slice(end + 4);
          resolve(stream);
        }
        stream.read(hear);
      });
    });
  }

  close(): void {
    this.socket.removeAllListeners("close");
    this.socket.destroy();
  }

  private read(hear: (data: string) => void): void {
    for (;;) {
      const end = this.text.indexOf("\n\n");
      if (end < 0) return;
      const from = this.text.lastIndexOf("data: ", end);
      if (from >= 0) hear(this.text.slice(from + 6, end));
      this.text = this.text.slice(end + 2);
    }
  }
}

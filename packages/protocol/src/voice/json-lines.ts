import { VOICE_LINE_MAX } from "./wire.js";

/** Who does not read for so long is cut off: what was missed is told on the way back. In bytes. */
const UNSENT_MAX = 16_000_000;

/** What of a stream socket it takes; Node's `net.Socket` is one. */
interface ByteStream {
  readonly destroyed: boolean;
  readonly writable: boolean;
  /** Bytes that are still to be sent. */
  readonly writableLength: number;
  on(event: "data", listener: (chunk: Uint8Array) => void): unknown;
  write(text: string): unknown;
  destroy(): unknown;
}

/** The voice wire's framing, at both of its ends: one JSON object a line. What is no JSON, or too long, ends the connection: the other side is not ours. */
export class JsonLines {
  private rest = "";
  private readonly decoder = new TextDecoder("utf-8", { ignoreBOM: true });

  constructor(
    private readonly socket: ByteStream,
    private readonly onMessage: (message: unknown) => void,
    private readonly onGarbage: (problem: string) => void,
  ) {
    socket.on("data", (chunk) => this.read(chunk));
  }

  send(message: unknown): void {
    if (this.socket.destroyed || !this.socket.writable) return;
    this.socket.write(`${JSON.stringify(message)}\n`);
    if (this.socket.writableLength > UNSENT_MAX) this.socket.destroy();
  }

  private read(chunk: Uint8Array): void {
    this.rest += this.decoder.decode(chunk, { stream: true });
    for (let end = this.rest.indexOf("\n"); end >= 0; end = this.rest.indexOf("\n")) {
      const line = this.rest.slice(0, end);
      this.rest = this.rest.slice(end + 1);
      if (line === "") continue;
      if (line.length > VOICE_LINE_MAX) {
        this.fail("a line is too long");
        return;
      }
      let message: unknown;
      try {
        message = JSON.parse(line);
      } catch {
        this.fail("a line is no JSON");
        return;
      }
      this.onMessage(message);
      if (this.socket.destroyed) return;
    }
    if (this.rest.length > VOICE_LINE_MAX) this.fail("a line is too long");
  }

  private fail(problem: string): void {
    this.rest = "";
    this.onGarbage(problem);
    this.socket.destroy();
  }
}

import type { Socket } from "node:net";
import { StringDecoder } from "node:string_decoder";
import { VOICE_LINE_MAX } from "@patchbay/protocol";

/** A server that does not read for so long is cut off: what it missed it is told when it comes back. In bytes. */
const UNSENT_MAX = 16_000_000;

/** One JSON object a line, both ways. What is no JSON, or too long, ends the connection: the other side is not ours. */
export class JsonLines {
  private rest = "";
  private readonly decoder = new StringDecoder("utf8");

  constructor(
    private readonly socket: Socket,
    private readonly onMessage: (message: unknown) => void,
    private readonly onGarbage: (problem: string) => void,
  ) {
    socket.on("data", (chunk: Buffer) => this.read(chunk));
  }

  send(message: unknown): void {
    if (this.socket.destroyed || !this.socket.writable) return;
    this.socket.write(`${JSON.stringify(message)}\n`);
    if (this.socket.writableLength > UNSENT_MAX) this.socket.destroy();
  }

  private read(chunk: Buffer): void {
    this.rest += this.decoder.write(chunk);
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

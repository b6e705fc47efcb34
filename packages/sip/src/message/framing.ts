import { parseNumber } from "./grammar.js";
import { isContentLength, maxMessageBytes } from "./parse.js";

/** What a stream held. `ping` is the double CRLF of RFC 5626 section 3.5.1, to be answered by one CRLF. */
export type Frame =
  | { readonly type: "message"; readonly bytes: Buffer }
  | { readonly type: "ping" }
  | {
      readonly type: "failure";
      readonly code: "too_large" | "bad_content_length" | "no_content_length";
      /** The head of the message at fault, so that a request can still be answered. */
      readonly head: Buffer;
    };

/**
 * Cuts a byte stream into messages by Content-Length (RFC 3261 section 18.3). After a failure nothing more can be
 * cut, because where the next message begins is unknown: the connection must be closed.
 */
export class StreamFramer {
  private held = Buffer.alloc(0);
  /** What of `held` is in use. It grows by doubling, so that byte-wise senders cost no quadratic copying. */
  private start = 0;
  private end = 0;
  /** How much of what is in use has been searched for the end of a head. */
  private searched = 0;
  private broken = false;

  push(chunk: Buffer): Frame[] {
    if (this.broken) return [];
    this.append(chunk);
    const frames: Frame[] = [];
    for (let frame = this.next(); frame !== undefined; frame = this.next()) {
      frames.push(frame);
      if (frame.type === "failure") {
        this.broken = true;
        this.held = Buffer.alloc(0);
        this.start = 0;
        this.end = 0;
        break;
      }
    }
    return frames;
  }

  private append(chunk: Buffer): void {
    const used = this.end - this.start;
    if (this.end + chunk.length > this.held.length) {
      const room = used + chunk.length;
      const target = room * 2 > this.held.length ? Buffer.alloc(Math.max(room * 2, 1024)) : this.held;
      this.held.copy(target, 0, this.start, this.end);
      this.held = target;
      this.start = 0;
      this.end = used;
    }
    chunk.copy(this.held, this.end);
    this.end += chunk.length;
  }

  private next(): Frame | undefined {
    let bytes = this.held.subarray(this.start, this.end);
    if (bytes[0] === 0x0d && bytes[1] === 0x0a) {
      const isPing = bytes[2] === 0x0d && bytes[3] === 0x0a;
      // A lone CR may be the half of a ping: wait for what follows it.
      if (!isPing && (bytes.length === 2 || (bytes.length === 3 && bytes[2] === 0x0d))) return undefined;
      this.drop(isPing ? 4 : 2);
      if (isPing) return { type: "ping" };
      bytes = bytes.subarray(2);
    }
    const end = bytes.indexOf("\r\n\r\n", Math.max(0, this.searched - 3), "latin1");
    if (end < 0) {
      this.searched = bytes.length;
      return bytes.length > maxMessageBytes ? this.fail("too_large", bytes) : undefined;
    }
    const head = bytes.subarray(0, end + 4);
    const length = contentLengthOf(head);
    if (length === undefined) return this.fail("no_content_length", head);
    if (length === "bad") return this.fail("bad_content_length", head);
    if (head.length + length > maxMessageBytes) return this.fail("too_large", head);
    if (bytes.length < head.length + length) return undefined;
    const message = Buffer.from(bytes.subarray(0, head.length + length));
    this.drop(message.length);
    return { type: "message", bytes: message };
  }

  private drop(count: number): void {
    this.start += count;
    this.searched = 0;
  }

  private fail(code: "too_large" | "bad_content_length" | "no_content_length", head: Buffer): Frame {
    return { type: "failure", code, head: Buffer.from(head.subarray(0, maxMessageBytes)) };
  }
}

function contentLengthOf(head: Buffer): number | undefined | "bad" {
  let length: number | undefined;
  for (const line of head
    .toString("latin1")
    .replace(/\r\n[ \t]+/g, " ")
    .split("\r\n")) {
    const colon = line.indexOf(":");
    if (colon < 0 || !isContentLength(line.slice(0, colon))) continue;
    const value = parseNumber(line.slice(colon + 1), 0xffffffff);
    if (value === undefined || (length !== undefined && length !== value)) return "bad";
    length = value;
  }
  return length;
}

import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";

/** What no application ever sees: bytes that are no HTTP, an address that is too long, a request that never ends. */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === "ECONNRESET" || socket.destroyed) return;
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const [status, message] = answerTo(error.code);
  const body = JSON.stringify({ code: "invalid_args", message });
  // What still comes is not read any more, so nothing would notice that the other side has gone.
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: application/json; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\ncache-control: no-store\r\nconnection: close\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}

function answerTo(code: string | undefined): [number, string] {
  switch (code) {
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return [408, "The request did not come to its end in time."];
    case "HPE_HEADER_OVERFLOW":
      return [431, "The address and the headers are too long."];
    default:
      return [400, "The request cannot be read."];
  }
}

import { formatNameAddress, parseNameAddress, withTag } from "./fields.js";
import { Headers, spelledHeader } from "./headers.js";
import { noBody, reasonFor, type SipMessage, type SipRequest, type SipResponse } from "./message.js";

/** Bytes for the wire (RFC 3261 section 7). Content-Length is always written; a line end in a value becomes a space. */
export function serializeMessage(message: SipMessage): Buffer {
  const start =
    message.kind === "request"
      ? `${message.method} ${message.uri} SIP/2.0`
      : `SIP/2.0 ${message.status} ${message.reason}`;
  let head = `${oneLine(start)}\r\n`;
  for (const [name, value] of message.headers) {
    if (name !== "content-length") head += `${oneLine(spelledHeader(name))}: ${oneLine(value)}\r\n`;
  }
  head += `Content-Length: ${message.body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head, "utf8"), message.body]);
}

/** Nothing that stands in one line may begin another. */
function oneLine(text: string): string {
  return /[\r\n]/.test(text) ? text.replace(/[\r\n]+/g, " ") : text;
}

export interface ResponseParts {
  readonly reason?: string;
  /** Tag for To when the request has none. */
  readonly toTag?: string;
  readonly headers?: Iterable<readonly [string, string]>;
  readonly contentType?: string;
  readonly body?: string | Buffer;
}

/** A response with what RFC 3261 section 8.2.6.2 says it takes over from the request, and Record-Route (12.1.1). */
export function makeResponse(request: SipRequest, status: number, parts: ResponseParts = {}): SipResponse {
  const headers = new Headers();
  for (const via of request.headers.all("via")) headers.add("via", via);
  for (const name of ["from", "to", "call-id", "cseq"]) {
    const value = request.headers.get(name);
    if (value === undefined) continue;
    headers.add(name, name === "to" ? tagged(value, status === 100 ? undefined : parts.toTag) : value);
  }
  if (status > 100 && status < 300) {
    for (const route of request.headers.all("record-route")) headers.add("record-route", route);
  }
  if (status === 100 && request.headers.has("timestamp")) {
    headers.add("timestamp", request.headers.get("timestamp") ?? "");
  }
  for (const [name, value] of parts.headers ?? []) headers.add(name, value);
  const body = parts.body === undefined ? noBody : Buffer.from(parts.body);
  if (body.length > 0) headers.set("content-type", parts.contentType ?? "application/sdp");
  return { kind: "response", status, reason: parts.reason ?? reasonFor(status), headers, body };
}

function tagged(to: string, tag: string | undefined): string {
  const address = tag === undefined ? undefined : parseNameAddress(to);
  if (address === undefined || tag === undefined || address.params.has("tag")) return to;
  return formatNameAddress(withTag(address, tag));
}

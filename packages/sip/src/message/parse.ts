import {
  type CSeq,
  type NameAddress,
  parseCSeq,
  parseNameAddress,
  parseVia,
  readAddresses,
  type Via,
} from "./fields.js";
import { isToken, parseNumber, splitOutside } from "./grammar.js";
import { Headers, headerName } from "./headers.js";
import type { Envelope, ReceivedMessage, SipMessage, SipRequest } from "./message.js";
import { isSipUri, parseUri } from "./uri.js";

/** Limits of one message: bytes in all, and header lines. */
export const maxMessageBytes = 65_536;
export const maxHeaderLines = 256;

/** Stable codes of what can be wrong with a message. */
export type ParseFailureCode =
  | "not_sip"
  | "too_large"
  | "too_many_headers"
  | "bad_start_line"
  | "bad_version"
  | "bad_header_line"
  | "bad_content_length"
  | "body_incomplete"
  | "bad_request_uri"
  | "missing_header"
  | "repeated_header"
  | "bad_header";

export interface ParseFailure {
  readonly ok: false;
  readonly code: ParseFailureCode;
  /** For the log and the reason phrase of the answer; names the header, never its content. */
  readonly detail: string;
  /**
   * What to answer, and to what, when it was a request with a Via that can be answered. Without it: drop. ACK and
   * responses are never answered.
   */
  readonly answer?: { readonly status: 400 | 413 | 505; readonly request: SipRequest; readonly via: Via };
}

export type ParseResult = { readonly ok: true; readonly message: ReceivedMessage } | ParseFailure;

/**
 * Reads one message (RFC 3261 sections 7 and 8.1.1). Total: bad input is a typed failure. For a datagram, bytes behind
 * Content-Length are ignored (18.3).
 */
export function parseMessage(bytes: Buffer): ParseResult {
  let start = 0;
  while (bytes[start] === 0x0d || bytes[start] === 0x0a) start += 1;
  const end = bytes.indexOf("\r\n\r\n", start, "latin1");
  // A datagram that lost its empty line (some phones, and hand-made tests) still has a whole head.
  const headEnd = end < 0 ? bytes.length : end;
  const lines = bytes
    .toString("utf8", start, headEnd)
    .replace(/\r\n[ \t]+/g, " ")
    .split("\r\n");
  const startLine = readStartLine(lines.shift() ?? "");
  if (startLine === undefined) return { ok: false, code: "not_sip", detail: "no start line" };

  const headers = new Headers();
  let problem: { code: ParseFailureCode; detail: string } | undefined = startLine.problem;
  const note = (code: ParseFailureCode, detail: string): void => {
    problem ??= { code, detail };
  };
  if (bytes.length > maxMessageBytes) note("too_large", `more than ${maxMessageBytes} bytes`);
  if (lines.length > maxHeaderLines) note("too_many_headers", `more than ${maxHeaderLines} header lines`);
  for (const line of lines.slice(0, maxHeaderLines)) {
    if (line === "" && end < 0) continue;
    const colon = line.indexOf(":");
    const name = colon < 0 ? "" : line.slice(0, colon).trim();
    if (!isToken(name) || /[\r\n]/.test(line)) note("bad_header_line", "a header line cannot be read");
    else headers.add(name, line.slice(colon + 1).trim());
  }

  const rest = end < 0 ? bytes.subarray(bytes.length) : bytes.subarray(end + 4);
  const length = readContentLength(headers);
  if (length === "bad") note("bad_content_length", "Content-Length cannot be read");
  else if (length !== undefined && length > rest.length)
    note("body_incomplete", "shorter than Content-Length says");
  const body = typeof length === "number" ? rest.subarray(0, length) : rest;

  const message: SipMessage =
    "method" in startLine
      ? { kind: "request", method: startLine.method, uri: startLine.uri, headers, body }
      : { kind: "response", status: startLine.status, reason: startLine.reason, headers, body };
  const { envelope, fault } = readEnvelope(message);
  problem ??= fault;
  if (problem === undefined && envelope !== undefined) return { ok: true, message: { ...message, envelope } };
  return failure(message, problem ?? { code: "bad_header", detail: "envelope" });
}

function failure(message: SipMessage, problem: { code: ParseFailureCode; detail: string }): ParseFailure {
  const top = splitOutside(message.headers.get("via") ?? "", ",")?.[0];
  // Answerable is also what names another version, or whose parameters are broken.
  const spoken = top?.replace(/^SIP\s*\/\s*\d+\.\d+/i, "SIP/2.0") ?? "";
  const via = parseVia(spoken) ?? parseVia(spoken.split(";")[0] ?? "");
  if (message.kind === "response" || message.method === "ACK" || via === undefined)
    return { ok: false, ...problem };
  const status = problem.code === "bad_version" ? 505 : problem.code === "too_large" ? 413 : 400;
  return { ok: false, ...problem, answer: { status, request: message, via } };
}

type StartLine = { problem?: { code: ParseFailureCode; detail: string } } & (
  | { method: string; uri: string }
  | { status: number; reason: string }
);

function readStartLine(line: string): StartLine | undefined {
  const status = /^SIP\/2\.0 ([1-6]\d\d)(?: (.*))?$/i.exec(line);
  if (status !== null) return { status: Number(status[1]), reason: (status[2] ?? "").trim() };
  const version = / +SIP\/(\d{1,9}\.\d{1,9}) *$/i.exec(line);
  const space = line.indexOf(" ");
  const method = line.slice(0, Math.max(space, 0));
  if (version === null || !isToken(method)) return undefined;
  const uri = line.slice(space + 1, Math.max(version.index, space + 1));
  const found = { method, uri: uri.trim() };
  if (version[1] !== "2.0")
    return { ...found, problem: { code: "bad_version", detail: "SIP/2.0 is spoken here" } };
  if (line !== `${method} ${uri} ${line.slice(-7)}` || /\s/.test(uri)) {
    return { ...found, problem: { code: "bad_start_line", detail: "spaces in the request line" } };
  }
  return found;
}

/** @returns the length, `undefined` when the header is absent, `"bad"` when it is unreadable or said twice differently. */
export function readContentLength(headers: Headers): number | undefined | "bad" {
  const values = headers.all("content-length");
  if (values.length === 0) return undefined;
  if (new Set(values).size > 1) return "bad";
  return parseNumber(values[0] ?? "", 0xffffffff) ?? "bad";
}

type Read<T> = { value: T } | { fault: { code: ParseFailureCode; detail: string } };

function single<T>(headers: Headers, name: string, parse: (text: string) => T | undefined): Read<T> {
  const [first, ...more] = headers.all(name);
  if (first === undefined) return { fault: { code: "missing_header", detail: `no ${name}` } };
  if (more.length > 0) return { fault: { code: "repeated_header", detail: `more than one ${name}` } };
  const value = parse(first);
  return value === undefined
    ? { fault: { code: "bad_header", detail: `${name} cannot be read` } }
    : { value };
}

interface EnvelopeRead {
  envelope?: Envelope;
  fault?: { code: ParseFailureCode; detail: string };
}

function readEnvelope(message: SipMessage): EnvelopeRead {
  const { headers } = message;
  const via = readTopVia(headers);
  const cseq = single<CSeq>(headers, "cseq", parseCSeq);
  const from = single<NameAddress>(headers, "from", parseNameAddress);
  const to = single<NameAddress>(headers, "to", parseNameAddress);
  const callId = single<string>(headers, "call-id", (text) => (/^\S+$/.test(text) ? text : undefined));
  for (const read of [via, cseq, from, to, callId]) if ("fault" in read) return read;
  if (!("value" in via && "value" in cseq && "value" in from && "value" in to && "value" in callId))
    return {};
  const fault = readOptional(message, cseq.value);
  if (fault !== undefined) return { fault };
  return {
    envelope: {
      via: via.value,
      from: from.value,
      to: to.value,
      callId: callId.value,
      cseq: cseq.value,
    },
  };
}

/** All Via values are looked at, since a response must carry them all back. */
function readTopVia(headers: Headers): Read<Via> {
  let top: Via | undefined;
  const lines = headers.all("via");
  if (lines.length === 0) return { fault: { code: "missing_header", detail: "no via" } };
  for (const line of lines) {
    for (const value of splitOutside(line, ",") ?? [""]) {
      const via = parseVia(value);
      if (via === undefined) return { fault: { code: "bad_header", detail: "via cannot be read" } };
      top ??= via;
    }
  }
  return top === undefined ? { fault: { code: "missing_header", detail: "no via" } } : { value: top };
}

/** What may be absent but must be sound when it is there. */
function readOptional(message: SipMessage, cseq: CSeq): EnvelopeRead["fault"] {
  const { headers } = message;
  for (const name of ["route", "record-route", "refer-to"]) {
    if (readAddresses(headers, name) === undefined)
      return { code: "bad_header", detail: `${name} cannot be read` };
  }
  if (headers.get("contact")?.trim() !== "*" && readAddresses(headers, "contact") === undefined) {
    return { code: "bad_header", detail: "contact cannot be read" };
  }
  if (message.kind === "response") return undefined;
  if (cseq.method !== message.method) return { code: "bad_header", detail: "cseq names another method" };
  if (headers.all("max-forwards").length > 1)
    return { code: "repeated_header", detail: "more than one max-forwards" };
  const hops = headers.get("max-forwards");
  // 255 is the greatest of the grammar; a greater one is a hop count all the same (RFC 4475 3.1.2.4 wants 400).
  if (hops !== undefined && parseNumber(hops, 255) === undefined) {
    return { code: "bad_header", detail: "max-forwards cannot be read" };
  }
  const uri = parseUri(message.uri);
  if (uri === undefined || (isSipUri(uri) && uri.headers.size > 0)) {
    return { code: "bad_request_uri", detail: "request-uri cannot be read" };
  }
  return undefined;
}

/** Whether this is the name of the Content-Length header, in either form: what framing looks for. */
export function isContentLength(name: string): boolean {
  return headerName(name.trim()) === "content-length";
}

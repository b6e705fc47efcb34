/** A session description (RFC 8866), as far as audio over IP needs it. What is not understood is kept as attributes. */
export interface SessionDescription {
  readonly origin: Origin;
  readonly name: string;
  readonly connection?: Connection;
  readonly attributes: readonly Attribute[];
  readonly media: readonly MediaDescription[];
}

export interface Origin {
  readonly username: string;
  /** Numbers of up to 64 bits, so they are kept as text. */
  readonly sessionId: string;
  readonly version: string;
  readonly addressType: "IP4" | "IP6";
  readonly address: string;
}

export interface Connection {
  readonly addressType: "IP4" | "IP6";
  readonly address: string;
}

/** `a=name` or `a=name:value`. */
export interface Attribute {
  readonly name: string;
  readonly value?: string;
}

export interface MediaDescription {
  /** `audio`, `video`, `image`, `application`. */
  readonly media: string;
  /** 0 is a stream that is refused or over. */
  readonly port: number;
  /** `RTP/AVP`, `RTP/SAVP`. */
  readonly protocol: string;
  readonly formats: readonly string[];
  readonly connection?: Connection;
  readonly attributes: readonly Attribute[];
}

export type SdpFailureCode = "too_large" | "not_sdp" | "bad_line" | "no_connection";

export type SdpResult =
  | { readonly ok: true; readonly description: SessionDescription }
  | { readonly ok: false; readonly code: SdpFailureCode; readonly detail: string };

/** What is read at most: lines, and characters in all. Nobody's phone needs more. */
const maxLines = 1_000;
const maxCharacters = 65_536;

interface MediaDraft {
  media: string;
  port: number;
  protocol: string;
  formats: string[];
  connection?: Connection;
  attributes: Attribute[];
}

/**
 * Reads a session description. Total: bad input is a typed failure. Line ends may be LF alone, and the order of lines
 * is not insisted on, except that media lines divide session from media level.
 */
export function parseSdp(text: string): SdpResult {
  const fail = (code: SdpFailureCode, detail: string): SdpResult => ({ ok: false, code, detail });
  if (text.length > maxCharacters) return fail("too_large", `more than ${maxCharacters} characters`);
  const lines = text.split(/\r\n|\n/);
  if (lines.length > maxLines) return fail("too_large", `more than ${maxLines} lines`);
  if (lines[0]?.trimEnd() !== "v=0") return fail("not_sdp", "does not begin with v=0");
  let origin: Origin | undefined;
  let name = "-";
  let connection: Connection | undefined;
  const attributes: Attribute[] = [];
  const media: MediaDraft[] = [];
  for (const [index, line] of lines.entries()) {
    if (line === "") continue;
    const value = line.slice(2).trimEnd();
    const current = media.at(-1);
    const bad = fail("bad_line", `line ${index + 1} cannot be read`);
    if (line[1] !== "=" || line.includes("\r")) return bad;
    switch (line[0]) {
      case "o":
        origin = readOrigin(value);
        if (origin === undefined) return bad;
        break;
      case "s":
        name = value === "" ? "-" : value;
        break;
      case "c": {
        const read = readConnection(value);
        if (read === undefined) return bad;
        if (current === undefined) connection = read;
        // Several are for layered multicast: the first counts.
        else current.connection ??= read;
        break;
      }
      case "m": {
        const read = readMedia(value);
        if (read === undefined) return bad;
        media.push(read);
        break;
      }
      case "a": {
        const colon = value.indexOf(":");
        const attribute =
          colon < 0 ? { name: value } : { name: value.slice(0, colon), value: value.slice(colon + 1) };
        (current?.attributes ?? attributes).push(attribute);
        break;
      }
      default:
        break;
    }
  }
  if (origin === undefined) return fail("bad_line", "no origin");
  if (connection === undefined && media.some((line) => line.connection === undefined && line.port !== 0)) {
    return fail("no_connection", "a stream has no connection address");
  }
  return {
    ok: true,
    description: { origin, name, ...(connection === undefined ? {} : { connection }), attributes, media },
  };
}

function readOrigin(value: string): Origin | undefined {
  const [username, sessionId, version, net, type, address, ...more] = value.split(/ +/);
  const addressType = readType(net, type);
  if (username === undefined || sessionId === undefined || version === undefined || address === undefined) {
    return undefined;
  }
  if (more.length > 0 || addressType === undefined || !/^\d{1,20}$/.test(version)) return undefined;
  return { username, sessionId, version, addressType, address };
}

function readConnection(value: string): Connection | undefined {
  const [net, type, address] = value.split(/ +/);
  const addressType = readType(net, type);
  if (addressType === undefined || address === undefined || !/^[A-Za-z0-9.:-]+(\/\d+){0,2}$/.test(address)) {
    return undefined;
  }
  return { addressType, address: address.split("/")[0] ?? "" };
}

function readType(net: string | undefined, type: string | undefined): "IP4" | "IP6" | undefined {
  if (net?.toUpperCase() !== "IN") return undefined;
  const upper = type?.toUpperCase();
  return upper === "IP4" || upper === "IP6" ? upper : undefined;
}

function readMedia(value: string): MediaDraft | undefined {
  const [media, ports, protocol, ...formats] = value.split(/ +/);
  const port = /^(\d{1,5})(?:\/\d{1,3})?$/.exec(ports ?? "")?.[1];
  if (
    media === undefined ||
    media === "" ||
    port === undefined ||
    protocol === undefined ||
    formats.length === 0
  ) {
    return undefined;
  }
  if (Number(port) > 65_535) return undefined;
  return { media, port: Number(port), protocol, formats, attributes: [] };
}

/** Writes a description, with CRLF. */
export function formatSdp(description: SessionDescription): string {
  const { origin, name, connection, attributes, media } = description;
  const lines = [
    "v=0",
    `o=${origin.username} ${origin.sessionId} ${origin.version} IN ${origin.addressType} ${origin.address}`,
    `s=${name}`,
    ...(connection === undefined ? [] : [connectionLine(connection)]),
    "t=0 0",
    ...attributes.map(attributeLine),
    ...media.flatMap((line) => [
      `m=${line.media} ${line.port} ${line.protocol} ${line.formats.join(" ")}`,
      ...(line.connection === undefined ? [] : [connectionLine(line.connection)]),
      ...line.attributes.map(attributeLine),
    ]),
  ];
  return lines.map((line) => `${line.replace(/[\r\n]+/g, " ")}\r\n`).join("");
}

function connectionLine({ addressType, address }: Connection): string {
  return `c=IN ${addressType} ${address}`;
}

function attributeLine({ name, value }: Attribute): string {
  return value === undefined ? `a=${name}` : `a=${name}:${value}`;
}

/** The value of the first attribute of this name; empty for one without a value. */
export function attributeOf(attributes: readonly Attribute[], name: string): string | undefined {
  const found = attributes.find((attribute) => attribute.name.toLowerCase() === name);
  return found === undefined ? undefined : (found.value ?? "");
}

export type Direction = "sendrecv" | "sendonly" | "recvonly" | "inactive";

export const directions: readonly Direction[] = ["sendrecv", "sendonly", "recvonly", "inactive"];

/** The direction that the describing side wants, media level first, else session level, else both ways. */
export function directionOf(description: SessionDescription, media: MediaDescription): Direction {
  for (const attributes of [media.attributes, description.attributes]) {
    const found = attributes.findLast(({ name }) => isDirection(name.toLowerCase()));
    if (found !== undefined) return found.name.toLowerCase() as Direction;
  }
  return "sendrecv";
}

function isDirection(name: string): name is Direction {
  return directions.some((direction) => direction === name);
}

import { isIPv6 } from "node:net";
import { formatParams, isToken, type Params, percentDecode, percentEncode } from "./grammar.js";

/** `sip:` or `sips:` (RFC 3261 section 19.1). User, password, parameters and headers stand as they were escaped. */
export interface SipUri {
  readonly scheme: "sip" | "sips";
  readonly user?: string;
  readonly password?: string;
  /** Lower case; an IPv6 address has its brackets. */
  readonly host: string;
  readonly port?: number;
  readonly params: Params;
  /** `?name=value`, names in lower case, still escaped. */
  readonly headers: Params;
}

/** Any other URI: `tel:+1555`, `isbn:...`. */
export interface OtherUri {
  readonly scheme: string;
  readonly opaque: string;
}

export type Uri = SipUri | OtherUri;

export function isSipUri(uri: Uri | undefined): uri is SipUri {
  return uri !== undefined && "host" in uri;
}

const userPattern = /^[A-Za-z0-9\-_.!~*'()%&=+$,;?/#[\]:|^`{}\\" ]*$/;

/** Host and port. An IPv6 address stands in brackets. */
export function parseHostPort(text: string): { host: string; port?: number } | undefined {
  const match = /^(\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9._-]{1,253})(?:\s*:\s*(\d{1,5}))?$/.exec(text.trim());
  if (match?.[1] === undefined) return undefined;
  const host = match[1].toLowerCase();
  if (host.startsWith("[") && !isIPv6(host.slice(1, -1))) return undefined;
  if (match[2] === undefined) return { host };
  const port = Number(match[2]);
  return port > 0 && port < 65536 ? { host, port } : undefined;
}

/**
 * Reads a URI. `undefined` when it is none; a `sip:` URI must be whole, of other schemes only the scheme is looked at.
 * An unescaped `@` among the headers is tolerated, since phones send one in `?Replaces=`.
 */
export function parseUri(text: string): Uri | undefined {
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined || /[\s<>]/.test(text)) return undefined;
  const rest = text.slice(scheme.length + 1);
  if (scheme !== "sip" && scheme !== "sips") return rest === "" ? undefined : { scheme, opaque: rest };

  const at = rest.indexOf("@");
  const account = at < 0 ? "" : rest.slice(0, at);
  const tail = at < 0 ? rest : rest.slice(at + 1);
  if (at === 0 || !userPattern.test(account)) return undefined;

  const question = tail.indexOf("?");
  const address = question < 0 ? tail : tail.slice(0, question);
  if (address.includes("@")) return undefined;
  const semicolon = address.indexOf(";");
  const hostPort = parseHostPort(semicolon < 0 ? address : address.slice(0, semicolon));
  const params = semicolon < 0 ? new Map<string, string>() : parsePairs(address.slice(semicolon + 1), ";");
  const headers = question < 0 ? new Map<string, string>() : parsePairs(tail.slice(question + 1), "&");
  if (hostPort === undefined || params === undefined || headers === undefined) return undefined;

  const colon = account.indexOf(":");
  const user = colon < 0 ? account : account.slice(0, colon);
  return {
    scheme,
    ...(at > 0 ? { user } : {}),
    ...(colon >= 0 ? { password: account.slice(colon + 1) } : {}),
    ...hostPort,
    params,
    headers,
  };
}

function parsePairs(text: string, separator: string): Map<string, string> | undefined {
  const pairs = new Map<string, string>();
  for (const part of text.split(separator)) {
    const equals = part.indexOf("=");
    const name = (equals < 0 ? part : part.slice(0, equals)).toLowerCase();
    if (name === "" || !isToken(name.replace(/[[\]/:&+$?]/g, "."))) return undefined;
    if (!pairs.has(name)) pairs.set(name, equals < 0 ? "" : part.slice(equals + 1));
  }
  return pairs;
}

export function formatUri(uri: Uri): string {
  if (!isSipUri(uri)) return `${uri.scheme}:${uri.opaque}`;
  const password = uri.password === undefined ? "" : `:${uri.password}`;
  const account = uri.user === undefined ? "" : `${uri.user}${password}@`;
  const port = uri.port === undefined ? "" : `:${uri.port}`;
  const headers = [...uri.headers].map(([name, value]) => `${name}=${value}`).join("&");
  return `${uri.scheme}:${account}${uri.host}${port}${formatParams(uri.params)}${headers === "" ? "" : `?${headers}`}`;
}

/** A `sip:` URI from plain parts; the user part is escaped here. */
export function sipUri(parts: {
  user?: string;
  host: string;
  port?: number;
  secure?: boolean;
  params?: Iterable<readonly [string, string]>;
}): SipUri {
  return {
    scheme: parts.secure === true ? "sips" : "sip",
    ...(parts.user === undefined ? {} : { user: percentEncode(parts.user).replace(/%2B/gi, "+") }),
    host: isIPv6(parts.host) ? `[${parts.host}]` : parts.host,
    ...(parts.port === undefined ? {} : { port: parts.port }),
    params: new Map(parts.params),
    headers: new Map(),
  };
}

/** Who is meant, unescaped: the user part of a `sip:` URI (without its parameters) or the number of a `tel:` URI. */
export function userOf(uri: Uri | undefined): string | undefined {
  if (uri === undefined) return undefined;
  if (isSipUri(uri)) return uri.user === undefined ? undefined : percentDecode(uri.user.split(";")[0] ?? "");
  return uri.scheme === "tel" ? percentDecode(uri.opaque.split(";")[0] ?? "") : undefined;
}

/** Host without the brackets of IPv6, as sockets want it. */
export function socketHost(host: string): string {
  return host.startsWith("[") ? host.slice(1, -1) : host;
}

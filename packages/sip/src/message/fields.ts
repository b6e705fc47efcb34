import {
  endOfQuoted,
  formatParams,
  isToken,
  type Params,
  parseNumber,
  parseParams,
  quote,
  splitOutside,
  unquote,
} from "./grammar.js";
import type { Headers } from "./headers.js";
import { formatUri, isSipUri, parseHostPort, parseUri, type Uri } from "./uri.js";

/** From, To, Contact, Route, Record-Route, Refer-To, Referred-By: a URI with a display name and parameters. */
export interface NameAddress {
  /** Without quotes. */
  readonly displayName?: string;
  readonly uri: Uri;
  readonly params: Params;
}

/** One Via value (RFC 3261 section 20.42). */
export interface Via {
  /** Upper case: `UDP`, `TCP`, `TLS`, `WS`. */
  readonly transport: string;
  readonly host: string;
  readonly port?: number;
  readonly params: Params;
}

export interface CSeq {
  readonly number: number;
  readonly method: string;
}

/** A challenge or credentials: scheme and its parameters, unquoted, names in lower case. */
export interface AuthValue {
  readonly scheme: string;
  readonly params: ReadonlyMap<string, string>;
}

/** The greatest CSeq (RFC 3261 section 8.1.1.5). */
export const maxCSeq = 2 ** 31 - 1;

/**
 * Reads `"Name" <uri>;params`, `Name <uri>` or `uri;params`. A display name that should have been quoted is taken as
 * it stands, since a caller with an odd name is still a caller.
 */
export function parseNameAddress(text: string): NameAddress | undefined {
  const value = text.trim();
  let displayName = "";
  let at = 0;
  if (value.startsWith('"')) {
    const end = endOfQuoted(value, 0);
    if (end === undefined) return undefined;
    displayName = unquote(value.slice(0, end));
    at = end;
    while (value[at] === " " || value[at] === "\t") at += 1;
    if (value[at] !== "<") return undefined;
  } else {
    const bracket = value.indexOf("<");
    const semicolon = value.indexOf(";");
    if (
      bracket < 0 ||
      (semicolon >= 0 && semicolon < bracket && parseUri(value.slice(0, semicolon).trim()))
    ) {
      return parseBareAddress(value, semicolon);
    }
    displayName = value.slice(0, bracket).trim();
    if (displayName.includes('"')) return undefined;
    at = bracket;
  }
  const close = value.indexOf(">", at);
  if (close < 0) return undefined;
  const uri = parseUri(value.slice(at + 1, close).trim());
  const params = parseParams(value.slice(close + 1));
  if (uri === undefined || params === undefined) return undefined;
  return { ...(displayName === "" ? {} : { displayName }), uri, params };
}

/** Without brackets, what follows `;` belongs to the header and not to the URI, and `?` is not allowed. */
function parseBareAddress(value: string, semicolon: number): NameAddress | undefined {
  const address = (semicolon < 0 ? value : value.slice(0, semicolon)).trim();
  const uri = parseUri(address);
  const params = parseParams(semicolon < 0 ? "" : value.slice(semicolon));
  if (uri === undefined || params === undefined || (isSipUri(uri) && uri.headers.size > 0)) return undefined;
  return { uri, params };
}

export function formatNameAddress(address: NameAddress): string {
  const name = address.displayName === undefined ? "" : `${quote(address.displayName)} `;
  return `${name}<${formatUri(address.uri)}>${formatParams(address.params)}`;
}

/** The same address with this tag. */
export function withTag(address: NameAddress, tag: string): NameAddress {
  return { ...address, params: new Map([...address.params, ["tag", tag]]) };
}

/** All values of a header of addresses; `undefined` when one of them cannot be read. `*` is not an address. */
export function readAddresses(headers: Headers, name: string): NameAddress[] | undefined {
  const addresses: NameAddress[] = [];
  for (const line of headers.all(name)) {
    const values = splitOutside(line, ",");
    if (values === undefined) return undefined;
    for (const value of values) {
      const address = parseNameAddress(value);
      if (address === undefined) return undefined;
      addresses.push(address);
    }
  }
  return addresses;
}

export function parseVia(text: string): Via | undefined {
  const semicolon = text.indexOf(";");
  const head = (semicolon < 0 ? text : text.slice(0, semicolon)).trim().replace(/\s+/g, " ");
  const match = /^SIP ?\/ ?2\.0 ?\/ ?([^ /]+) (.+)$/i.exec(head);
  const hostPort = match?.[2] === undefined ? undefined : parseHostPort(match[2]);
  const params = parseParams(semicolon < 0 ? "" : text.slice(semicolon));
  if (match?.[1] === undefined || !isToken(match[1]) || hostPort === undefined || params === undefined) {
    return undefined;
  }
  return { transport: match[1].toUpperCase(), ...hostPort, params };
}

export function formatVia(via: Via): string {
  const port = via.port === undefined ? "" : `:${via.port}`;
  return `SIP/2.0/${via.transport} ${via.host}${port}${formatParams(via.params)}`;
}

export function parseCSeq(text: string): CSeq | undefined {
  const match = /^(\d{1,10})\s+(\S+)$/.exec(text.trim());
  const number = match?.[1] === undefined ? undefined : parseNumber(match[1], maxCSeq);
  if (number === undefined || match?.[2] === undefined || !isToken(match[2])) return undefined;
  return { number, method: match[2] };
}

/** WWW-Authenticate, Authorization and their proxy forms (RFC 3261 section 20.44): one value a header line. */
export function parseAuth(text: string): AuthValue | undefined {
  const match = /^([^\s,="]+)\s+(.*)$/s.exec(text.trim());
  const parts = match?.[2] === undefined ? undefined : splitOutside(match[2], ",");
  if (match?.[1] === undefined || parts === undefined) return undefined;
  const params = new Map<string, string>();
  for (const part of parts) {
    const equals = part.indexOf("=");
    if (equals < 1) return undefined;
    params.set(part.slice(0, equals).trim().toLowerCase(), unquote(part.slice(equals + 1).trim()));
  }
  return { scheme: match[1], params };
}

/** `value;param=1` of headers such as Session-Expires, Event, Content-Type, Replaces. */
export function parseValueWithParams(text: string): { value: string; params: Params } | undefined {
  const semicolon = text.indexOf(";");
  const value = (semicolon < 0 ? text : text.slice(0, semicolon)).trim();
  const params = parseParams(semicolon < 0 ? "" : text.slice(semicolon));
  return params === undefined || value === "" ? undefined : { value, params };
}

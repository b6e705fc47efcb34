import { createHash } from "node:crypto";
import { asId, type ClientKey } from "@patchbay/core";
import { MessagingError } from "./messaging-error.js";

const SCHEME = "MOBILE-API-140-327-PLAIN";

/** The value of `clientId` that means "tell me apart by a cookie". */
export const WEB_CHAT = "WebChat";

export interface Credentials {
  readonly appId: string;
  readonly clientId: string;
}

/**
 * Reads `MOBILE-API-140-327-PLAIN appId=<id>, clientId=<id>`. Web clients quote the values, both SDKs do not,
 * and a published example has a space before the end.
 * @throws {MessagingError} 2000 to 2004, the fact that stands in the way.
 */
export function parseAuthorization(header: string | undefined): Credentials {
  if (header === undefined || header.trim() === "") throw new MessagingError("2000");
  const match = /^\s*(\S+)(?:\s+(.*))?$/s.exec(header);
  if (match === null) throw new MessagingError("2001");
  if (match[1] !== SCHEME) throw new MessagingError("2002");
  const values = new Map<string, string>();
  for (const part of (match[2] ?? "").split(",")) {
    if (part.trim() === "") continue;
    const equals = part.indexOf("=");
    if (equals < 0) throw new MessagingError("2001");
    values.set(part.slice(0, equals).trim().toLowerCase(), unquote(part.slice(equals + 1).trim()));
  }
  const appId = values.get("appid") ?? "";
  const clientId = values.get("clientid") ?? "";
  if (values.size === 0) throw new MessagingError("2001");
  if (appId === "") throw new MessagingError("2003");
  if (clientId === "") throw new MessagingError("2004");
  if (appId.length > 200 || clientId.length > 500) throw new MessagingError("2001");
  return { appId, clientId };
}

const unquote = (value: string): string => {
  const bare = value.startsWith('"') && value.endsWith('"') && value.length >= 2 ? value.slice(1, -1) : value;
  return bare.trim();
};

/** One installed app: a digest, so that neither id is ever stored or logged. */
export function clientKeyOf(appId: string, clientId: string): ClientKey {
  const digest = createHash("sha256")
    .update(JSON.stringify([appId, clientId]))
    .digest("base64url");
  return asId<ClientKey>(digest.slice(0, 32));
}

export const CHAT_COOKIE = "patchbay_web_chat";

/** The value of one cookie of a Cookie header, if it has the form that we give out. */
export function chatCookie(header: string | undefined): string | undefined {
  for (const pair of (header ?? "").split(";")) {
    const [name, value] = pair.split("=", 2);
    if (name?.trim() === CHAT_COOKIE && value !== undefined && /^[\w-]{22}$/.test(value.trim()))
      return value.trim();
  }
  return undefined;
}

/**
 * A browser's chat belongs to the page that opened it: the origin is part of who it is. Otherwise any page a
 * visitor opens later could read that visitor's chat, since the wire asks us to allow every origin with cookies.
 */
export function webChatClientId(
  cookie: string,
  origin: string | undefined,
  ownHost: string | undefined,
): string {
  return `${WEB_CHAT} ${cookie} ${foreignOrigin(origin, ownHost) ?? "own"}`;
}

/** The origin of a cross-origin call; `undefined` for our own pages, which leave it out of a GET. */
export function foreignOrigin(origin: string | undefined, ownHost: string | undefined): string | undefined {
  if (origin === undefined) return undefined;
  try {
    return new URL(origin).host === ownHost ? undefined : origin;
  } catch {
    return origin; // "null" and the like: some other page, whatever its name.
  }
}

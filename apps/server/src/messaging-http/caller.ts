import { randomBytes } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { CenterHandle, Centers } from "../center/edge.js";
import {
  CHAT_COOKIE,
  chatCookie,
  clientKeyOf,
  parseAuthorization,
  WEB_CHAT,
  webChatClientId,
} from "./authorization.js";
import { clientKindOf } from "./client-kind.js";
import type { Customer } from "./customer.js";
import type { RateLimit } from "./limits.js";
import { MessagingError, tooMany, unavailable } from "./messaging-error.js";
import type { MessagingService } from "./messaging-service.js";
import type { ApiVersion } from "./wire-events.js";

export interface Call {
  readonly service: MessagingService;
  readonly handle: CenterHandle;
  readonly customer: Customer;
}

export interface CallerParts {
  readonly centers: Centers;
  readonly serviceOf: (handle: CenterHandle) => MessagingService;
  /** Whether the process has started far enough to know its centers. */
  readonly isReady: () => boolean;
  readonly failures: RateLimit;
}

const COOKIE_KEPT_S = 30 * 24 * 3_600;

/**
 * Who calls, and at which center. A server that is still starting says "try again", whatever the call: a 403 or
 * 404 from a server that knows nothing yet would end customers' apps.
 * @throws {MessagingError} 5001, 1000, 2000 to 2004, 3000
 */
export function identify(
  parts: CallerParts,
  request: FastifyRequest,
  reply: FastifyReply,
  version: ApiVersion,
  own: boolean,
): Call {
  if (!parts.isReady()) throw unavailable();
  try {
    const handle = centerOf(parts.centers, request, own);
    const service = parts.serviceOf(handle);
    const credentials = parseAuthorization(request.headers.authorization);
    service.checkEntry(credentials.appId);
    const clientId = credentials.clientId === WEB_CHAT ? byCookie(request, reply) : credentials.clientId;
    const customer: Customer = {
      clientKey: clientKeyOf(credentials.appId, clientId),
      appId: credentials.appId,
      kind: clientKindOf({ query: queryOf(request), headers: request.headers }),
      version,
    };
    return { service, handle, customer };
  } catch (error) {
    const isFailure = error instanceof MessagingError && error.status === 403;
    if (isFailure && !parts.failures.take(request.ip))
      throw tooMany("Too many refused calls from this address.");
    throw error;
  }
}

export const queryOf = (request: FastifyRequest): Readonly<Record<string, unknown>> =>
  typeof request.query === "object" && request.query !== null ? { ...request.query } : {};

/** One value of the query; the first, when a client sends it twice. */
export function queryValue(request: FastifyRequest, name: string): string | undefined {
  const value = queryOf(request)[name];
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === "string" ? first : undefined;
}

/** By tenantUrl; our own API may leave it out and is known by its host. */
export function centerOf(centers: Centers, request: FastifyRequest, own: boolean): CenterHandle {
  const tenantUrl = queryValue(request, "tenantUrl")?.trim();
  const handle = tenantUrl
    ? centers.byTenant(normalTenant(tenantUrl))
    : own
      ? centers.byHost(request.headers.host)
      : undefined;
  if (handle === undefined) throw new MessagingError("1000");
  return handle;
}

/** `host`, `https://host/`, percent-encoded once more or not: all name the same. */
export function normalTenant(tenantUrl: string): string {
  let text = tenantUrl;
  try {
    if (/%[0-9a-f]{2}/i.test(text)) text = decodeURIComponent(text);
  } catch {
    // Not encoded after all: a name with a percent sign, which no center has.
  }
  return text
    .trim()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, "")
    .replace(/[/?#].*$/s, "")
    .toLowerCase();
}

/** A browser without an id of its own: told apart by a cookie, which it gets with its first call. */
function byCookie(request: FastifyRequest, reply: FastifyReply): string {
  const known = chatCookie(request.headers.cookie);
  const value = known ?? randomBytes(16).toString("base64url");
  if (known === undefined) {
    // A page of another site sends the cookie only if it says so, which browsers accept over https alone.
    const scope = request.protocol === "https" ? "SameSite=None; Secure" : "SameSite=Lax";
    const cookie = `${CHAT_COOKIE}=${value}; Path=/clientweb; HttpOnly; Max-Age=${COOKIE_KEPT_S}; ${scope}`;
    void reply.header("set-cookie", cookie);
  }
  return webChatClientId(value, request.headers.origin, request.headers.host);
}

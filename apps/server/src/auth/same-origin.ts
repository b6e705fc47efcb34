import type { FastifyRequest } from "fastify";

/** The header that every changing request of the desk carries. A foreign page cannot send it without our leave. */
export const DESK_HEADER = "x-patchbay";
export const DESK_HEADER_VALUE = "desk";

const CHANGES_NOTHING = new Set(["GET", "HEAD", "OPTIONS"]);

export const changesSomething = (request: FastifyRequest): boolean => !CHANGES_NOTHING.has(request.method);

/**
 * Whether the page that sent this is our own. Browsers say so in `Sec-Fetch-Site` and, where it matters, in
 * `Origin`; each that is there has to agree. A program that sends neither is no browser, and has no cookie that a
 * foreign page could make it use.
 *
 * Only the host is compared with ours: behind a proxy that ends TLS we do not know our own scheme.
 */
export function fromOurOwnPage(request: FastifyRequest, publicUrl: string | null): boolean {
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin") return false;
  return ourOrigin(request, publicUrl);
}

/** The check for a WebSocket, where browsers always send `Origin` and may say nothing else. */
export function ourOrigin(request: FastifyRequest, publicUrl: string | null): boolean {
  const origin = request.headers.origin;
  if (origin === undefined) return true;
  let host: string;
  try {
    host = new URL(origin).host;
  } catch {
    return false; // `null`, as sandboxed frames send it, or no address at all.
  }
  if (host === "") return false;
  return host === bareHost(request.host) || (publicUrl !== null && host === new URL(publicUrl).host);
}

/** The Host header without the port that is its scheme's own, as URL.host has it. */
function bareHost(host: string): string {
  return host.toLowerCase().replace(/:(80|443)$/, "");
}

/** Whether a changing request of the desk is to be believed (cross-site request forgery). */
export function forged(request: FastifyRequest, publicUrl: string | null): boolean {
  return request.headers[DESK_HEADER] !== DESK_HEADER_VALUE || !fromOurOwnPage(request, publicUrl);
}

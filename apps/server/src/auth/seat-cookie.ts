import type { FastifyReply, FastifyRequest } from "fastify";
import { SESSION_MS_MAX } from "./sessions.js";

export const SEAT_MAX = 9;

/** The seat of a request: `?seat=2`, 1 when nothing is said, `undefined` when it is nonsense. */
export function seatOfUrl(request: FastifyRequest): number | undefined {
  const query = request.query;
  const text =
    typeof query === "object" && query !== null ? (query as Record<string, unknown>)["seat"] : undefined;
  if (text === undefined) return 1;
  const seat = typeof text === "string" && /^[1-9]$/.test(text) ? Number(text) : Number.NaN;
  return seat >= 1 && seat <= SEAT_MAX ? seat : undefined;
}

/**
 * One cookie a seat, so that two agents can work in one browser. Under https its name carries the `__Host-` prefix: no
 * neighbouring host can then plant one, and the cookies of our http and https addresses, which browsers keep in one
 * jar, stay out of each other's way.
 */
const nameOf = (request: FastifyRequest, seat: number): string =>
  request.protocol === "https" ? `__Host-pb_seat_${seat}` : `pb_seat_${seat}`;

export function readSeatCookie(request: FastifyRequest, seat: number): string | undefined {
  const name = nameOf(request, seat);
  for (const pair of (request.headers.cookie ?? "").split(";")) {
    const at = pair.indexOf("=");
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}

export function setSeatCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  seat: number,
  token: string,
): void {
  void reply.header("set-cookie", cookie(request, seat, token, Math.floor(SESSION_MS_MAX / 1000)));
}

export function clearSeatCookie(request: FastifyRequest, reply: FastifyReply, seat: number): void {
  void reply.header("set-cookie", cookie(request, seat, "", 0));
}

function cookie(request: FastifyRequest, seat: number, value: string, maxAgeSeconds: number): string {
  const secure = request.protocol === "https" ? "; Secure" : "";
  return `${nameOf(request, seat)}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict${secure}`;
}

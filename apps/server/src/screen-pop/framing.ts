import { lookup } from "node:dns/promises";
import { type IncomingHttpHeaders, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP } from "node:net";
import type { Clock } from "../center/clock.js";

/** Whether a page lets itself be shown in another one; `unknown`: it did not answer, and the browser will find out. */
export type Framing = "allowed" | "refused" | "unknown";

const ANSWER_MS = 3_000;
const KEPT_MS = 5 * 60_000;
const KEPT_MAX = 200;

/** Machines of clouds answer there with their own secrets; no page is there. Link-local of both families. */
const isForbidden = (address: string): boolean =>
  /^169\.254\.|^fe[89ab][0-9a-f]:|^::ffff:169\.254\./i.test(address);

/**
 * Asks pages for their headers, and looks at nothing else. Only what an administrator has put on a service's list is asked,
 * at exactly that origin; no redirection is followed, and the query, in which the customer's values stand, is not sent.
 */
export class FramingCheck {
  private readonly kept = new Map<string, { readonly framing: Framing; readonly until: number }>();

  constructor(
    private readonly clock: Clock,
    private readonly headersOf: (url: URL) => Promise<IncomingHttpHeaders | null> = askHeaders,
  ) {}

  async of(address: string, deskOrigin: string): Promise<Framing> {
    const url = new URL(address);
    url.search = "";
    url.hash = "";
    const key = `${deskOrigin} ${url.href}`;
    const now = this.clock.now();
    const known = this.kept.get(key);
    if (known !== undefined && known.until > now) return known.framing;
    const headers = await this.headersOf(url);
    const framing =
      headers === null ? "unknown" : mayFrame(headers, url.origin, deskOrigin) ? "allowed" : "refused";
    this.kept.set(key, { framing, until: now + (framing === "unknown" ? KEPT_MS / 10 : KEPT_MS) });
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= KEPT_MAX) break;
      this.kept.delete(oldest);
    }
    return framing;
  }
}

/** As browsers read them: `frame-ancestors` counts, and X-Frame-Options where there is none. */
export function mayFrame(headers: IncomingHttpHeaders, pageOrigin: string, deskOrigin: string): boolean {
  const policies = [headers["content-security-policy"] ?? []].flat().flatMap((text) => text.split(","));
  const ancestors = policies.flatMap((policy) =>
    policy
      .split(";")
      .map((directive) => directive.trim().toLowerCase().split(/\s+/))
      .filter(([name]) => name === "frame-ancestors")
      .map(([, ...sources]) => sources),
  );
  if (ancestors.length > 0)
    return ancestors.every((sources) => sources.some((source) => matches(source, pageOrigin, deskOrigin)));
  const option = String(headers["x-frame-options"] ?? "").toLowerCase();
  return (
    !/\b(deny|sameorigin)\b/.test(option) || (/\bsameorigin\b/.test(option) && pageOrigin === deskOrigin)
  );
}

function matches(source: string, pageOrigin: string, deskOrigin: string): boolean {
  if (source === "*") return true;
  if (source === "'self'") return pageOrigin === deskOrigin;
  if (source.startsWith("'") || !URL.canParse(deskOrigin)) return false;
  const desk = new URL(deskOrigin);
  if (/^[a-z]+:$/.test(source)) return desk.protocol === source;
  const found = /^(?:([a-z]+:)\/\/)?([^/:]+)(?::(\d+|\*))?/.exec(source);
  if (found === null) return false;
  const [, protocol, host = "", port] = found;
  const portOf = (url: URL): string => url.port || (url.protocol === "https:" ? "443" : "80");
  const isHost = host.startsWith("*.") ? desk.hostname.endsWith(host.slice(1)) : desk.hostname === host;
  const isPort = port === undefined ? desk.port === "" : port === "*" || port === portOf(desk);
  return isHost && isPort && (protocol === undefined || protocol === desk.protocol);
}

/** HEAD, and GET where a page knows no HEAD; the body is never read. `null`: no answer in time, or not from there. */
async function askHeaders(url: URL): Promise<IncomingHttpHeaders | null> {
  const address = await addressOf(url.hostname.replace(/^\[|\]$/g, ""));
  if (address === null) return null;
  const first = await headersFrom(url, address, "HEAD");
  return first !== null && (first.status === 405 || first.status === 501)
    ? ((await headersFrom(url, address, "GET"))?.headers ?? null)
    : (first?.headers ?? null);
}

/** The address that is asked is the one that was judged: no second look-up comes between. */
async function addressOf(host: string): Promise<string | null> {
  try {
    const address = isIP(host) === 0 ? (await lookup(host)).address : host;
    return isForbidden(address) ? null : address;
  } catch {
    // Nobody knows the name: the agent's browser may, in its own network.
    return null;
  }
}

function headersFrom(
  url: URL,
  address: string,
  method: "HEAD" | "GET",
): Promise<{ readonly status: number; readonly headers: IncomingHttpHeaders } | null> {
  const request = url.protocol === "https:" ? requestHttps : requestHttp;
  return new Promise((resolve) => {
    const asked = request(
      url,
      {
        method,
        timeout: ANSWER_MS,
        signal: AbortSignal.timeout(ANSWER_MS),
        headers: { accept: "text/html" },
        lookup: (_host, options, callback) => {
          const family = isIP(address);
          if (options.all) callback(null, [{ address, family }]);
          else callback(null, address, family);
        },
      },
      (answer) => {
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers });
        answer.destroy();
      },
    );
    asked.on("timeout", () => asked.destroy());
    asked.on("error", () => resolve(null));
    asked.end();
  });
}

import { createHash } from "node:crypto";
import type { FastifyInstance } from "fastify";
import type { Auth } from "../auth/index.js";

/**
 * A page without content that frames the one after its `#`. It stands between the desk and the foreign page so that what may
 * be framed is read anew with each page, and an administrator's change holds without a reload of any desk. What comes after
 * the `#` reaches no server and no log.
 */
const SCRIPT = `
const url = decodeURIComponent(location.hash.slice(1));
const told = (what) => parent.postMessage({ patchbayPop: what }, location.origin);
document.addEventListener("securitypolicyviolation", () => told("blocked"));
if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) && new URL(url).origin !== location.origin) {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-forms allow-scripts allow-same-origin allow-popups");
  frame.referrerPolicy = "no-referrer";
  frame.title = "page";
  frame.src = url;
  document.body.append(frame);
} else told("blocked");
`;
const STYLE = "html,body,iframe{display:block;width:100%;height:100%;margin:0;border:0}";
const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Page</title><style>${STYLE}</style><body><script>${SCRIPT}</script></body></html>`;

const digest = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** @returns the policy with which these origins, and nothing else, may be framed */
export const policyFor = (origins: readonly string[]): string =>
  [
    "default-src 'none'",
    `script-src ${digest(SCRIPT)}`,
    `style-src ${digest(STYLE)}`,
    `frame-src ${origins.length === 0 ? "'none'" : [...new Set(origins)].join(" ")}`,
    "frame-ancestors 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");

export function registerFramePage(app: FastifyInstance, { auth }: { readonly auth: Auth }): void {
  app.get("/api/screen-pop", { config: { access: "any" } }, async (request, reply) => {
    const seat = auth.seatOf(request);
    const saved = (await seat?.handle.records.screenPops.all()) ?? [];
    return reply
      .headers({
        "content-security-policy": policyFor(saved.flatMap(({ form }) => form.origins)),
        "cache-control": "no-store",
        "x-frame-options": "SAMEORIGIN",
      })
      .type("text/html; charset=utf-8")
      .send(PAGE);
  });
}

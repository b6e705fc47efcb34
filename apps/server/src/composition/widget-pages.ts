import { createReadStream, existsSync, statSync } from "node:fs";
import path from "node:path";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { refuse } from "../auth/index.js";
import type { PagesParts } from "./pages.js";
import { registerSinglePage } from "./single-page.js";

/**
 * The chat for companies' own pages: one script at /widget.js, which every page may load, and the page behind it at
 * /widget/, which the pages that the entry allows may frame; and the demo company's web page at /web/ (DEMO.md).
 */
export function registerWidgetPages(app: FastifyInstance, parts: PagesParts): void {
  const built = path.join(parts.appsDir, "../packages/chat-sdk/dist");
  const script = path.join(built, "widget.js");
  for (const [prefix, root] of [
    ["/widget/", path.join(built, "panel")],
    ["/web/", path.join(parts.appsDir, "customer/web")],
  ] as const) {
    app.get(prefix.slice(0, -1), { config: { access: "public" } }, async (_request, reply) =>
      reply.redirect(prefix),
    );
    registerSinglePage(app, prefix, root, new RegExp(`^${prefix}$`));
  }
  app.get("/widget.js", { config: { access: "public" } }, async (request, reply) => {
    if (!existsSync(script)) return refuse(reply, 404, "not_found", "The web chat has not been built.");
    const packed =
      String(request.headers["accept-encoding"] ?? "").includes("gzip") && existsSync(`${script}.gz`);
    const { size, mtimeMs } = statSync(packed ? `${script}.gz` : script);
    const etag = `"${size.toString(36)}-${Math.floor(mtimeMs).toString(36)}"`;
    void reply.headers({
      etag,
      "cache-control": "public, max-age=300",
      "access-control-allow-origin": "*",
      "cross-origin-resource-policy": "cross-origin",
      vary: "accept-encoding",
      ...(packed && { "content-encoding": "gzip" }),
    });
    if (request.headers["if-none-match"]?.replace(/^W\//, "") === etag) return reply.code(304).send();
    return reply
      .type("text/javascript; charset=utf-8")
      .send(createReadStream(packed ? `${script}.gz` : script));
  });
  app.addHook("onSend", async (request, reply) => {
    if (request.url.startsWith("/widget/")) letItBeFramed(parts, request, reply);
  });
}

/** Of the entry in the address; an entry that is not there may be framed by nobody else. */
function letItBeFramed({ centers }: PagesParts, request: FastifyRequest, reply: FastifyReply): void {
  const policy = reply.getHeader("content-security-policy");
  if (typeof policy !== "string") return;
  const entry = new URL(request.url, "http://widget").searchParams.get("entry") ?? "";
  const words = centers.byHost(request.headers.host)?.words().entries.get(entry);
  const allowed = words?.widget?.allowedOrigins ?? [];
  const ancestors =
    words === undefined ? "'self'" : allowed.length === 0 ? "*" : ["'self'", ...allowed].join(" ");
  reply.header(
    "content-security-policy",
    policy.replace(/frame-ancestors [^;]*/, `frame-ancestors ${ancestors}`),
  );
  reply.removeHeader("x-frame-options");
}

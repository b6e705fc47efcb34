import { existsSync } from "node:fs";
import path from "node:path";
import helmet from "@fastify/helmet";
import fastifyStatic from "@fastify/static";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { declareAccess, refuse } from "../auth/index.js";
import { registerHelp } from "../help/index.js";

export interface PagesParts {
  /** Folder that holds apps/desk/dist and apps/customer/dist. */
  readonly appsDir: string;
  readonly mapTilesUrl: string | null;
  /** Whether the outside reaches us by https alone: then browsers may be told to remember it. */
  readonly httpsOnly: boolean;
}

/** The headers of every answer: what a page of ours may load, and who may frame it (nobody). */
export async function registerHeaders(app: FastifyInstance, parts: PagesParts): Promise<void> {
  const tiles = parts.mapTilesUrl === null ? [] : tileOrigins(parts.mapTilesUrl);
  await app.register(helmet, {
    global: true,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        // The component library of the desk sets its variables in style elements (docs/decisions/0069).
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:", ...tiles],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "media-src": ["'self'", "blob:"],
        "worker-src": ["'self'"],
        "manifest-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        // Our own page around a foreign one, with a policy of its own (docs/decisions/0226).
        "frame-src": ["'self'"],
        "frame-ancestors": ["'none'"],
      },
    },
    // On a plain http address it would lock people out of their own machine.
    strictTransportSecurity: parts.httpsOnly ? { maxAge: 15_552_000 } : false,
    crossOriginEmbedderPolicy: false,
    crossOriginResourcePolicy: { policy: "same-origin" },
    referrerPolicy: { policy: "same-origin" },
  });
  app.addHook("onSend", async (_request, reply) => {
    reply.header(
      "permissions-policy",
      "geolocation=(self), camera=(self), microphone=(self), payment=(), usb=()",
    );
  });
}

/** Where the pictures of a map's address come from: `{s}` stands for a, b or c, as Leaflet has it. */
function tileOrigins(address: string): string[] {
  const hosts = address.includes("{s}") ? ["a", "b", "c"] : [""];
  return hosts.map((host) => new URL(address.replaceAll("{s}", host).replace(/[{}]/g, "")).origin);
}

/** The desk at /desk/ (and its further seats), the customer's app at /app/, the demo's test phone at /phone/. */
export function registerPages(
  app: FastifyInstance,
  parts: PagesParts,
  { testPhone }: { readonly testPhone: boolean },
): void {
  app.get("/", { config: { access: "public" } }, async (_request, reply) => reply.redirect("/desk/"));
  for (const short of ["/desk", "/app", ...(testPhone ? ["/phone"] : [])]) {
    app.get(short, { config: { access: "public" } }, async (_request, reply) => reply.redirect(`${short}/`));
  }
  registerHelp(app, path.join(parts.appsDir, "desk/dist"));
  registerSinglePage(app, "/desk/", path.join(parts.appsDir, "desk/dist"), /^\/desk\/(?:[1-9]\/?)?$/);
  registerSinglePage(app, "/app/", path.join(parts.appsDir, "customer/dist"), /^\/app\/[a-z0-9/-]*$/);
  if (testPhone)
    registerSinglePage(app, "/phone/", path.join(parts.appsDir, "test-phone/dist/page"), /^\/phone\/$/);
}

function registerSinglePage(app: FastifyInstance, prefix: string, root: string, pages: RegExp): void {
  if (!existsSync(path.join(root, "index.html"))) return;
  app.register(
    async (scope) => {
      declareAccess(scope, "public");
      await scope.register(fastifyStatic, {
        root,
        prefix: "/",
        decorateReply: true,
        index: "index.html",
        preCompressed: true,
        setHeaders(reply, file) {
          // Built files carry a digest in their name; the page itself and the service worker must be asked for anew.
          const hashed = /\/assets\/[^/]+-[\w-]{8,}\.\w+(?:\.gz)?$/.test(file.replaceAll(path.sep, "/"));
          reply.header("cache-control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
        },
      });
      scope.setErrorHandler((error: FastifyError, request, reply) => {
        const status = error.statusCode ?? 500;
        // A path that leads out of the folder, or that no file can have, is the path of no page.
        if (status >= 400 && status < 500) return noSuchPage(reply);
        request.log.error({ err: error }, "a page could not be sent");
        return refuse(reply, 500, "unknown_error", "Something went wrong on our side.");
      });
      scope.setNotFoundHandler(async (request: FastifyRequest, reply: FastifyReply) => {
        const asked = request.url.split("?")[0] ?? "";
        if (request.method === "GET" && pages.test(asked)) {
          return reply.header("cache-control", "no-cache").sendFile("index.html");
        }
        return noSuchPage(reply);
      });
    },
    { prefix: prefix.slice(0, -1) },
  );
}

const noSuchPage = (reply: FastifyReply): FastifyReply =>
  refuse(reply, 404, "not_found", "There is no such page.");

import path from "node:path";
import helmet from "@fastify/helmet";
import type { FastifyInstance } from "fastify";
import type { Centers } from "../center/edge.js";
import { registerHelp } from "../help/index.js";
import { registerSinglePage } from "./single-page.js";
import { registerWidgetPages } from "./widget-pages.js";

export interface PagesParts {
  readonly centers: Pick<Centers, "byHost">;
  /** Folder that holds apps/desk/dist and apps/customer/dist, beside `packages`. */
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
  registerWidgetPages(app, parts);
  if (testPhone)
    registerSinglePage(app, "/phone/", path.join(parts.appsDir, "test-phone/dist/page"), /^\/phone\/$/);
}

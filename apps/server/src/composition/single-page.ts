import { existsSync } from "node:fs";
import path from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { declareAccess, refuse } from "../auth/index.js";

/** Built files below an address, with one page for all addresses of `pages`. Nothing at all where nothing was built. */
export function registerSinglePage(app: FastifyInstance, prefix: string, root: string, pages: RegExp): void {
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

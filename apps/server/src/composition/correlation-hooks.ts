import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import { correlated } from "../center/correlation.js";

/**
 * Everything that a request causes runs under its number, which the answer carries as `X-Request-Id`. Level `debug` has a
 * line for each request: by the route's pattern, never its address.
 */
export function registerCorrelation(app: FastifyInstance, log: Logger): void {
  app.addHook("onRequest", (request, reply, done) => {
    void reply.header("x-request-id", request.id);
    correlated(request.id, done);
  });
  // Bodies are read by the socket's events, which know nothing of what has begun here.
  app.addHook("preValidation", (request, _reply, done) => correlated(request.id, done));
  app.addHook("onResponse", async (request, reply) => {
    if (!log.isLevelEnabled("debug")) return;
    log.debug(
      {
        correlationId: request.id,
        method: request.method,
        route: request.is404 ? "" : (request.routeOptions.url ?? ""),
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      "a request was answered",
    );
  });
}

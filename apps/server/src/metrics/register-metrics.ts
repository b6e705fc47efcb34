import type { FastifyInstance } from "fastify";
import { Registry } from "prom-client";
import type { ApiKeyDoor } from "../api-keys/index.js";
import type { CenterMetrics } from "./center-metrics.js";
import type { ServerMetrics } from "./server-metrics.js";

/**
 * `GET /metrics` for Prometheus: the process and the center whose key asks, none of another one. Always with a key: behind a proxy
 * on the same machine everybody comes from loopback. docs/operating-metrics.md.
 */
export function registerMetrics(
  app: FastifyInstance,
  parts: {
    readonly keys: ApiKeyDoor;
    readonly server: ServerMetrics;
    readonly metricsOf: (centerId: string) => CenterMetrics;
  },
): void {
  app.get("/metrics", { config: { access: { key: "metrics" } } }, async (request, reply) => {
    const holder = parts.keys.holderOf(request);
    if (holder === undefined) throw new Error("the metrics were reached without a key");
    const both = Registry.merge([parts.server.registry, parts.metricsOf(holder.handle.center.id).registry]);
    return reply
      .type(both.contentType)
      .header("cache-control", "private, no-store")
      .send(await both.metrics());
  });
}

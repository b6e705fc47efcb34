import type { FastifyInstance } from "fastify";
import type { OpenCenters } from "./centers.js";

/** `/healthz`: the process answers. `/readyz`: it takes work; the body says which part does not. */
export function registerHealth(
  app: FastifyInstance,
  parts: { readonly centers: OpenCenters; readonly isReady: () => boolean },
): void {
  app.get("/healthz", { config: { access: "public" } }, async () => ({ status: "ok" }));
  app.get("/readyz", { config: { access: "public" } }, async (_request, reply) => {
    const centers = parts.centers.opened().map(({ address, runtime, snapshots }) => ({
      center: address.id,
      status: runtime.status,
      seq: runtime.state.seq,
      snapshots: snapshots.status,
    }));
    const ready =
      parts.isReady() &&
      centers.every(({ status, snapshots }) => status === "running" && snapshots.state !== "diverged");
    return reply
      .code(ready ? 200 : 503)
      .header("cache-control", "no-store")
      .send({ ready, centers });
  });
}

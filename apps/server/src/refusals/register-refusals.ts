import type { ErrorCounts } from "@patchbay/protocol";
import type { FastifyInstance } from "fastify";
import { type Auth, refusalOf } from "../auth/index.js";
import type { Centers } from "../center/edge.js";
import type { Refusals } from "./refusals.js";

export interface RefusalsHttpDeps {
  readonly auth: Auth;
  readonly centers: Centers;
  readonly refusalsOf: (centerId: string) => Refusals;
}

/** Notes what our own HTTP API refuses, and tells administrators how often which code was. */
export function registerRefusals(
  app: FastifyInstance,
  { auth, centers, refusalsOf }: RefusalsHttpDeps,
): void {
  app.addHook("onResponse", async (request) => {
    // Addresses that there are none of are tried by strangers.
    if (request.is404) return;
    const code = refusalOf(request);
    const center = code === undefined ? undefined : centers.byHost(request.host)?.center;
    if (code === undefined || center === undefined) return;
    const seat = auth.seatOf(request);
    refusalsOf(center.id).note({
      correlationId: request.id,
      code,
      name: `${request.method} ${request.routeOptions.url ?? ""}`,
      agentId: seat?.user.id ?? null,
      sessionId: seat?.session.sessionId ?? null,
    });
  });

  app.get(
    "/api/errors/counts",
    { config: { access: { privilege: "administer" } } },
    async (request, reply) => {
      const seat = auth.seatOf(request);
      const refusals = seat && refusalsOf(seat.handle.center.id);
      const counts: ErrorCounts = {
        since: refusals?.since ?? 0,
        counts: refusals?.counted() ?? [],
      };
      return reply.header("cache-control", "no-store").send(counts);
    },
  );
}

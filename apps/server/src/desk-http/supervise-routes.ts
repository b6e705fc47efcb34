import { asId, type NextPresence } from "@patchbay/core";
import { type NextPresenceView, nextPresenceSchema } from "@patchbay/protocol";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { refuse } from "../auth/index.js";
import { refuseSubmission } from "./failures.js";
import type { DeskHttpDeps } from "./register-desk-http.js";

const bodySchema = z.object({ presence: nextPresenceSchema });

/** A supervisor sets somebody's presence; the agent sees who did it. The same as the desk's own request. */
export function superviseRoutes(app: FastifyInstance, deps: DeskHttpDeps): void {
  app.post<{ Params: { agentId: string } }>(
    "/api/supervise/agents/:agentId/presence",
    { config: { access: ["supervisor", "administrator"] }, bodyLimit: 4 * 1024 },
    async (request, reply) => {
      const seat = deps.auth.seatOf(request);
      if (!seat) return refuse(reply, 401, "not_logged_in", "Nobody is signed in at this seat.");
      const parsed = bodySchema.safeParse(request.body);
      if (!parsed.success) {
        const path = parsed.error.issues[0]?.path.join(".") ?? "";
        return refuse(reply, 400, "invalid_args", "The presence is missing or not one of ours.", { path });
      }
      const result = await seat.handle.center.submit({
        command: {
          type: "ForcePresence",
          agentId: asId(request.params.agentId),
          presence: asNextPresence(parsed.data.presence),
          supervisorId: seat.user.id,
        },
      });
      return result.ok ? reply.code(204).send() : refuseSubmission(reply, result.rejection);
    },
  );
}

const asNextPresence = (view: NextPresenceView): NextPresence =>
  view.kind === "not_ready"
    ? { kind: "not_ready", reason: view.reason === null ? null : asId(view.reason) }
    : view;

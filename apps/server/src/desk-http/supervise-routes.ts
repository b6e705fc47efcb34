import { asId } from "@patchbay/core";
import { FORCED_WHY_MAX, nextPresenceSchema } from "@patchbay/protocol";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { refuse } from "../auth/index.js";
import { cleanText } from "../center/plain-text.js";
import { presenceOf } from "../desk-gateway/index.js";
import { refuseSubmission } from "./failures.js";
import type { DeskHttpDeps } from "./register-desk-http.js";

const bodySchema = z.object({
  presence: nextPresenceSchema,
  why: z.string().max(FORCED_WHY_MAX).default(""),
});

/** A supervisor sets somebody's presence; the agent sees who did it, and why. The same as the desk's own request. */
export function superviseRoutes(app: FastifyInstance, deps: DeskHttpDeps): void {
  app.post<{ Params: { agentId: string } }>(
    "/api/supervise/agents/:agentId/presence",
    { config: { access: { privilege: "force_states" } }, bodyLimit: 4 * 1024 },
    async (request, reply) => {
      const seat = deps.auth.seatOf(request);
      if (!seat) return refuse(reply, 401, "not_logged_in", "Nobody is signed in at this seat.");
      const parsed = bodySchema.safeParse(request.body);
      if (!parsed.success) {
        const path = parsed.error.issues[0]?.path.join(".") ?? "";
        return refuse(reply, 400, "invalid_args", "The presence is missing or not one of ours.", { path });
      }
      const { agentId } = request.params;
      const { presence, why } = parsed.data;
      const result = await seat.handle.center.submit({
        command: {
          type: "ForcePresence",
          agentId: asId(agentId),
          presence: presenceOf(presence),
          supervisorId: seat.user.id,
        },
        content: [{ table: "presence_note", agentId, by: seat.user.id, text: cleanText(why).trim() }],
      });
      return result.ok ? reply.code(204).send() : refuseSubmission(reply, result.rejection);
    },
  );
}

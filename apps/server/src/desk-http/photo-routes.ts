import { asId } from "@patchbay/core";
import type { FastifyInstance } from "fastify";
import { refuse } from "../auth/index.js";
import { initialsPortrait } from "./initials-portrait.js";
import type { DeskHttpDeps } from "./register-desk-http.js";
import { sendUntrusted, shield } from "./send-untrusted.js";

/** The address stays when the photo changes, so a browser asks each time and mostly hears "not modified". */
const ASK_AGAIN = "private, no-cache";

export function photoRoutes(app: FastifyInstance, deps: DeskHttpDeps): void {
  app.get<{ Params: { agentId: string } }>(
    "/api/users/:agentId/photo",
    { config: { access: "any" } },
    async (request, reply) => {
      const seat = deps.auth.seatOf(request);
      const agentId = request.params.agentId;
      const words = seat?.handle.words().users.get(agentId);
      if (!seat || (!words && !seat.handle.center.state.configuration.users.has(asId(agentId)))) {
        return refuse(reply, 404, "object_not_found", "There is no such user.");
      }
      const info = words?.photoFileId ? await seat.handle.blobs.info(words.photoFileId) : undefined;
      if (info?.image) {
        if (await sendUntrusted(request, reply, seat.handle.blobs, info, "original", ASK_AGAIN)) return reply;
      }
      shield(reply);
      return reply
        .header("cache-control", ASK_AGAIN)
        .header("content-type", "image/svg+xml; charset=utf-8")
        .send(initialsPortrait(agentId, words?.firstName ?? "", words?.lastName ?? ""));
    },
  );
}

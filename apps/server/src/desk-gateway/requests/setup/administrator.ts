import { mayDo } from "@patchbay/core";
import type { Responder } from "../respond.js";

/** Set-up is for administrators. Asked at each request: a role that was taken away is gone at once. */
export const forAdministrators = (responder: Responder): Responder => ({
  name: responder.name,
  prepare: async (input, asker, room) => {
    const user = room.handle.center.state.configuration.users.get(asker.agentId);
    if (!mayDo(user, "administer")) return { fault: { code: "not_enough_privileges" } };
    return responder.prepare(input, asker, room);
  },
});

import { ask } from "../state/actions.js";
import type { PhoneWire } from "./connection.js";

/** A phone's connection is negotiated over the desk's own. */
export const deskWire: PhoneWire = {
  connect: async (interactionId, offer) => {
    const answer = await ask("connectPhone", { interactionId, offer });
    return answer.ok ? { ok: true, ...answer.output } : { ok: false, code: answer.error.code };
  },
  candidate: (phoneId, candidate, mid) => void ask("addPhoneCandidate", { phoneId, candidate, mid }),
  disconnect: (phoneId) => void ask("disconnectPhone", { phoneId }),
};

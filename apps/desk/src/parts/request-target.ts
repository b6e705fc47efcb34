import type { InteractionView } from "@patchbay/protocol";
import { useDesk } from "../state/store.js";

/** The name of the colleague or service that a request is for; empty without one. */
export function useRequestTarget(request: InteractionView["request"]): string {
  return useDesk((state) => {
    if (request === null) return "";
    const { agentId, serviceId } = request;
    if (agentId !== null) return state.data?.roster.get(agentId)?.name ?? agentId;
    return state.data?.services.get(serviceId)?.name ?? serviceId;
  });
}

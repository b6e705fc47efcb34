import type { AssistanceView } from "@patchbay/protocol";
import { useDesk } from "../../state/store.js";

const NONE: ReadonlyMap<string, AssistanceView> = new Map();

/** How many requests for help of others nobody looks after. */
export const useHelpWanted = (): number =>
  useDesk(({ data }) => {
    let count = 0;
    for (const { agent, answered } of (data?.assistance ?? NONE).values())
      if (answered === null && agent.agentId !== data?.user.agentId) count += 1;
    return count;
  });

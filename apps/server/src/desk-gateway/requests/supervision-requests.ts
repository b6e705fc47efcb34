import { type AgentId, asId, type NextPresence, type ServiceId } from "@patchbay/core";
import { type NextPresenceView, supervisionRequests } from "@patchbay/protocol";
import { cleanText } from "../../center/plain-text.js";
import { type Responder, responder } from "./respond.js";

export const presenceOf = (view: NextPresenceView): NextPresence =>
  view.kind === "not_ready"
    ? { kind: "not_ready", reason: view.reason === null ? null : asId(view.reason) }
    : { kind: view.kind };

/** Whether somebody may, the core says: of agents whom the asker looks after (SPEC TEA). */
export const supervisionResponders: readonly Responder[] = [
  responder(supervisionRequests.forcePresence, ({ agentId, presence, why }, asker) => {
    return {
      submissions: [
        {
          command: {
            type: "ForcePresence",
            agentId: asId(agentId),
            presence: presenceOf(presence),
            supervisorId: asker.agentId,
          },
          // Written also when nothing is said: it takes the place of what was said the last time.
          content: [{ table: "presence_note", agentId, by: asker.agentId, text: cleanText(why).trim() }],
        },
      ],
      output: {},
    };
  }),
  responder(supervisionRequests.takeOverChat, ({ interactionId, agentId }, asker) => {
    return {
      submissions: [
        {
          command: {
            type: "TakeOverChat",
            interactionId: asId(interactionId),
            supervisorId: asker.agentId,
            agentId: agentId === null ? null : asId(agentId),
          },
        },
      ],
      output: {},
    };
  }),
  responder(supervisionRequests.reassign, ({ interactionId, agentId, to, note }, asker) => {
    const target =
      "agentId" in to ? { agentId: asId<AgentId>(to.agentId) } : { serviceId: asId<ServiceId>(to.serviceId) };
    return {
      submissions: [
        {
          command: {
            type: "Reassign",
            interactionId: asId(interactionId),
            supervisorId: asker.agentId,
            agentId: agentId === null ? null : asId(agentId),
            to: target,
          },
          content: [{ table: "transfer_note", interactionId, by: asker.agentId, text: cleanText(note) }],
        },
      ],
      output: {},
    };
  }),
];

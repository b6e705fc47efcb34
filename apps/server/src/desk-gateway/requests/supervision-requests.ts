import { type AgentId, asId, mayDo, type NextPresence, type Privilege, type ServiceId } from "@patchbay/core";
import { type NextPresenceView, supervisionRequests } from "@patchbay/protocol";
import type { CenterHandle } from "../../center/edge.js";
import { cleanText } from "../../center/plain-text.js";
import { lookedAfter } from "../../recordings/index.js";
import { type Fault, type Responder, responder } from "./respond.js";

export const presenceOf = (view: NextPresenceView): NextPresence =>
  view.kind === "not_ready"
    ? { kind: "not_ready", reason: view.reason === null ? null : asId(view.reason) }
    : { kind: view.kind };

/** Whether this user may step into the work of that agent (`null`: of nobody yet): of the own team, where there is one. */
export function mayStepIn(
  { center }: Pick<CenterHandle, "center">,
  supervisorId: AgentId,
  agentId: string | null,
  privilege: Privilege,
): Fault | null {
  const { users } = center.state.configuration;
  const user = users.get(supervisorId);
  const refused: Fault = { code: "not_enough_privileges" };
  if (user === undefined || !mayDo(user, privilege)) return refused;
  if (agentId === null || agentId === supervisorId || user.roles.includes("administrator")) return null;
  const team = lookedAfter(user, users);
  // Of somebody who is not there the core says so.
  return team === "all" || team.has(agentId) || !users.has(asId(agentId)) ? null : refused;
}

export const supervisionResponders: readonly Responder[] = [
  responder(supervisionRequests.forcePresence, ({ agentId, presence, why }, asker, { handle }) => {
    const fault = mayStepIn(handle, asker.agentId, agentId, "force_states");
    if (fault !== null) return { fault };
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
  responder(supervisionRequests.takeOverChat, ({ interactionId, agentId }, asker, { handle }) => {
    const fault = mayStepIn(handle, asker.agentId, agentId, "take_over");
    if (fault !== null) return { fault };
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
  responder(supervisionRequests.reassignChat, ({ interactionId, agentId, to, note }, asker, { handle }) => {
    const fault = mayStepIn(handle, asker.agentId, agentId, "take_over");
    if (fault !== null) return { fault };
    const target =
      "agentId" in to ? { agentId: asId<AgentId>(to.agentId) } : { serviceId: asId<ServiceId>(to.serviceId) };
    return {
      submissions: [
        {
          command: {
            type: "ReassignChat",
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

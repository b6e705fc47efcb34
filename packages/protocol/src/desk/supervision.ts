import { z } from "zod";
import { nextPresenceSchema } from "./agent-view.js";
import { define, id, nothing } from "./define.js";

/** Why a supervisor sets somebody's state: the agent reads it. */
export const FORCED_WHY_MAX = 300;

/** A supervisor's hand on others' work; of agents whom the supervisor looks after. Codes: the core's (AGT-9, MON-10, XFR-9, XFR-10). */
export const supervisionRequests = {
  /** Sets another agent's presence; the agent sees who did it, and why. */
  forcePresence: define(
    "desk.supervise.force_presence",
    z.object({
      agentId: id,
      presence: nextPresenceSchema,
      why: z.string().max(FORCED_WHY_MAX).default(""),
    }),
    nothing,
  ),
  /** Takes the agent's place in a chat; `agentId` null: answers a customer who waits. */
  takeOverChat: define(
    "desk.supervise.take_over_chat",
    z.object({ interactionId: id, agentId: id.nullable() }),
    nothing,
  ),
  /** Gives a chat, or a call that waits, to somebody else; whoever has it (`agentId`; null: nobody) stays until it is taken. */
  reassign: define(
    "desk.supervise.reassign",
    z.object({
      interactionId: id,
      agentId: id.nullable(),
      to: z.union([z.object({ agentId: id }), z.object({ serviceId: id })]),
      note: z.string().max(2_000).default(""),
    }),
    nothing,
  ),
} as const;

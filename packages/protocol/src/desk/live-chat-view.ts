import { z } from "zod";
import { instant } from "../instant.js";

const agentSchema = z.object({ agentId: z.string(), name: z.string() });

/** A chat that an agent has taken, as those see it who watch over all of them. */
export const liveChatViewSchema = z.object({
  interactionId: z.string(),
  mark: z.enum(["mobile", "web"]),
  contact: z.object({ contactId: z.string(), name: z.string() }),
  serviceId: z.string(),
  serviceName: z.string(),
  entryName: z.string(),
  startedAt: instant,
  stage: z.enum(["open", "ending", "disconnected"]),
  /** Since when it is the agents' turn; `null` when it is the customer's. */
  unansweredSince: instant.nullable(),
  /** Who takes part, in the order in which they came; nobody while it stands in a queue again. */
  agents: z.array(agentSchema.extend({ since: instant })),
  /** Supervisors who read along. */
  monitors: z.array(agentSchema.extend({ since: instant })),
});

export type LiveChatView = z.infer<typeof liveChatViewSchema>;

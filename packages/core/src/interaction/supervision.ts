import type { AgentId, InteractionId, ServiceId } from "../ids/ids.js";

/** What a supervisor decides about a contact, whoever has it or is to have it. */
export type SupervisionCommand =
  /** The supervisor takes the agent's place, or, with `null`, answers a customer who waits. */
  | {
      readonly type: "TakeOverChat";
      readonly interactionId: InteractionId;
      readonly supervisorId: AgentId;
      readonly agentId: AgentId | null;
    }
  /** Somebody else is to have it: a chat, whose agent stays until then, or a call that waits. */
  | {
      readonly type: "Reassign";
      readonly interactionId: InteractionId;
      readonly supervisorId: AgentId;
      /** Whose place is taken; `null`: it waits, and nobody has it. */
      readonly agentId: AgentId | null;
      readonly to: { readonly agentId: AgentId } | { readonly serviceId: ServiceId };
    };

export type SupervisionEvent = {
  readonly type: "ChatTakenOver";
  readonly interactionId: InteractionId;
  readonly supervisorId: AgentId;
  /** Who has had it; `null`: the customer waited. */
  readonly agentId: AgentId | null;
};

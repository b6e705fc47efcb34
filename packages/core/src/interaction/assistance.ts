import type { AgentId, InteractionId } from "../ids/ids.js";
import type { Instant } from "../time/time.js";

/** What an agent needs somebody for; what there is to say about it is content. */
export const assistanceReasons = ["question", "approval", "upset_customer", "technical", "other"] as const;
export type AssistanceReason = (typeof assistanceReasons)[number];

/**
 * "Help me": an agent of an interaction asks for a supervisor (SPEC AST).
 *
 *   asked ──AnswerAssistance──▶ somebody is with the agent ──ResolveAssistance──▶ (gone)
 *     └── resolved, withdrawn, taken over, the agent or the interaction is gone ──▶ (gone)
 */
export interface Assistance {
  readonly agentId: AgentId;
  readonly reason: AssistanceReason;
  readonly since: Instant;
  /** The supervisor who looks after it, and since when; `null`: nobody does yet. */
  readonly answered: { readonly supervisorId: AgentId; readonly since: Instant } | null;
}

interface Of {
  readonly interactionId: InteractionId;
}

export type AssistanceCommand =
  | ({ readonly type: "AskAssistance"; readonly agentId: AgentId; readonly reason: AssistanceReason } & Of)
  | ({ readonly type: "WithdrawAssistance"; readonly agentId: AgentId } & Of)
  | ({ readonly type: "AnswerAssistance"; readonly supervisorId: AgentId } & Of)
  | ({ readonly type: "ResolveAssistance"; readonly supervisorId: AgentId } & Of);

/** `gone`: the agent who asked has left, or the interaction is over. */
export type AssistanceCloseCause = "resolved" | "withdrawn" | "taken_over" | "gone";

export type AssistanceEvent =
  | ({ readonly type: "AssistanceAsked"; readonly agentId: AgentId; readonly reason: AssistanceReason } & Of)
  /** `null`: whoever looked after it has gone, and nobody does any more. */
  | ({ readonly type: "AssistanceAnswered"; readonly supervisorId: AgentId | null } & Of)
  | ({
      readonly type: "AssistanceClosed";
      /** Who has asked. */
      readonly agentId: AgentId;
      readonly cause: AssistanceCloseCause;
      readonly supervisorId: AgentId | null;
    } & Of);

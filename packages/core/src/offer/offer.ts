import type { AgentId, InteractionId, OfferId, ServiceId } from "../ids/ids.js";
import type { Instant } from "../time/time.js";

/**
 * Why an offer is made. `return`: the customer came back, or the agent who had the interaction is gone. `consult`: an
 * agent asks, while the customer waits. `call`: a colleague calls. `takeover` is never offered: a supervisor takes it.
 */
export type RequestKind = "first" | "transfer" | "invite" | "return" | "consult" | "call" | "takeover";

/** Why this agent, in words a program can check later: the rule, the count, and what set the others apart. */
export interface Explanation {
  /** The rule that decided (SPEC, ROU). */
  readonly rule: "ROU-3" | "ROU-4" | "ROU-5" | "ROU-6" | "ROU-7";
  /** Agents to whom the offer could have been made. */
  readonly eligible: number;
  /** What decided for the chosen one: idle time in ms, or the number of interactions in hand. */
  readonly value: { readonly idleMs: number; readonly load: number; readonly level: number };
  /** Up to five others, each with the first rule that set it aside. */
  readonly others: readonly { readonly agentId: AgentId; readonly rule: ExclusionRule }[];
}

export type ExclusionRule =
  /** presence is not ready */
  | "ELI-1"
  /** has chosen not to be ready next */
  | "ELI-2"
  /** capacity of the channel is used */
  | "ELI-3"
  /** mixed-media rule */
  | "ELI-4"
  /** desk is not alive */
  | "ELI-5"
  /** another offer is in front of the agent */
  | "ELI-6"
  /** already takes part in this interaction */
  | "ELI-7"
  /** no phone that works */
  | "ELI-8"
  /** eligible, but came after the chosen one */
  | "ROU-8";

/**
 *  reserved ──ConfirmOffer──▶ ringing ──AcceptOffer──▶ accepted
 *     │                          ├─────RejectOffer───▶ rejected    the interaction waits on, with its age
 *     │                          ├─────deadline──────▶ expired     the interaction waits on, with its age
 *     └──deadline, withdrawal────┴─────withdrawal────▶ withdrawn   nobody is blamed
 */
export interface Offer {
  readonly id: OfferId;
  readonly interactionId: InteractionId;
  readonly agentId: AgentId;
  readonly serviceId: ServiceId;
  kind: RequestKind;
  readonly madeAt: Instant;
  status: "reserved" | "ringing";
  /** When reserved: until when the desk must have shown it. When ringing: until when it may be answered. */
  until: Instant;
  readonly why: Explanation;
}

export type OfferCommand =
  /** The desk shows the offer and rings. */
  | { readonly type: "ConfirmOffer"; readonly offerId: OfferId; readonly agentId: AgentId }
  | { readonly type: "AcceptOffer"; readonly offerId: OfferId; readonly agentId: AgentId }
  | { readonly type: "RejectOffer"; readonly offerId: OfferId; readonly agentId: AgentId };

export type WithdrawCause =
  | "customer_left"
  | "desk_lost"
  | "not_shown"
  | "cancelled"
  | "agent_away"
  | "phone_lost";

export type OfferEvent =
  | {
      readonly type: "OfferMade";
      readonly offerId: OfferId;
      readonly interactionId: InteractionId;
      readonly agentId: AgentId;
      readonly serviceId: ServiceId;
      readonly kind: RequestKind;
      readonly until: Instant;
      readonly why: Explanation;
    }
  | {
      readonly type: "OfferRang";
      readonly offerId: OfferId;
      readonly interactionId: InteractionId;
      readonly agentId: AgentId;
      readonly until: Instant;
    }
  | {
      readonly type: "OfferAccepted";
      readonly offerId: OfferId;
      readonly interactionId: InteractionId;
      readonly agentId: AgentId;
    }
  | {
      readonly type: "OfferRejected";
      readonly offerId: OfferId;
      readonly interactionId: InteractionId;
      readonly agentId: AgentId;
    }
  | {
      readonly type: "OfferExpired";
      readonly offerId: OfferId;
      readonly interactionId: InteractionId;
      readonly agentId: AgentId;
    }
  | {
      readonly type: "OfferWithdrawn";
      readonly offerId: OfferId;
      readonly interactionId: InteractionId;
      readonly agentId: AgentId;
      readonly cause: WithdrawCause;
    };

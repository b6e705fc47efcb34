import type { Call } from "../call/call.js";
import type { Channel } from "../configuration/configuration.js";
import type {
  AgentId,
  ClientKey,
  ContactId,
  DispositionId,
  EntryId,
  InteractionId,
  MessageId,
  OfferId,
  PartyId,
  ServiceId,
} from "../ids/ids.js";
import type { RequestKind } from "../offer/offer.js";
import type { Instant } from "../time/time.js";
import type { Assistance, AssistanceCommand, AssistanceEvent } from "./assistance.js";
import type { ChatMonitor, ChatMonitoringCommand, ChatMonitoringEvent } from "./chat-monitoring.js";
import type { SupervisionCommand, SupervisionEvent } from "./supervision.js";

/**
 * An interaction's wish for an agent. `serviceId` names the queue it stands in; with `agentId` it is meant
 * for that agent alone. At most one is open at a time.
 */
export interface AgentRequest {
  kind: RequestKind;
  readonly serviceId: ServiceId;
  readonly agentId: AgentId | null;
  /** The agent who asked (transfer, invite). */
  readonly by: AgentId | null;
  /** The supervisor who has decided it in the agent's stead; absent: nobody. */
  readonly supervisorId?: AgentId;
  /** Its place in the queue follows from priority, then from this: the first moment the customer waited. */
  readonly enqueuedAt: Instant;
  readonly priority: number;
  /** The same agent is asked first until then (grace time). */
  preferred: { readonly agentId: AgentId; readonly until: Instant } | null;
  offerId: OfferId | null;
}

export interface AgentParty {
  readonly agentId: AgentId;
  readonly partyId: PartyId;
  state: "active" | "wrap_up";
  readonly joinedAt: Instant;
  wrapUpSince: Instant | null;
  /** When wrap-up ends by itself; `null`: it does not. */
  wrapUpUntil: Instant | null;
}

/**
 *  open ──EndInteraction──▶ ending ──deadline──▶ ended ──last wrap-up complete──▶ (leaves memory)
 *   │ ▲                       │
 *   │ └──UndoEnd, customer's message
 *   └──CustomerDisconnect──▶ disconnected ──customer's message──▶ open
 *                                └──deadline, CustomerEnd──▶ ended
 */
export type Stage = "open" | "ending" | "disconnected" | "ended";

export type EndCause =
  | "agent"
  | "customer"
  | "inactivity"
  | "abandoned"
  | "supervisor"
  /** The customer's line was cut, and nobody hung up. */
  | "connection_lost"
  /** The scenario hung up. */
  | "scenario"
  /** The called party was not reached. */
  | "not_reached"
  /** A colleague said no, or did not answer. */
  | "declined"
  | "no_answer"
  /** Given away to a number, which hung up. */
  | "transferred"
  /** Somebody spoke into a mailbox. */
  | "voicemail"
  /** An agent has brought it together with another call, which goes on. */
  | "joined";

export interface Interaction {
  readonly id: InteractionId;
  readonly channel: Channel;
  readonly entryId: EntryId;
  serviceId: ServiceId;
  contactId: ContactId;
  readonly clientKey: ClientKey;
  readonly caseNumber: number;
  readonly priority: number;
  readonly startedAt: Instant;
  /** The first moment the customer waited; kept through every re-queue and transfer. */
  enqueuedAt: Instant;
  stage: Stage;
  stageUntil: Instant | null;
  endedBy: AgentId | null;
  request: AgentRequest | null;
  parties: AgentParty[];
  partyCount: number;
  /** Of a chat; those beside a call have legs there. */
  monitors: ChatMonitor[];
  /** Its agent has asked for a supervisor; `null`: not, or it is done. */
  assistance: Assistance | null;
  offerCount: number;
  messageCount: number;
  /** Since when the customer has waited for an answer; `null` when it is the customer's turn. */
  unansweredSince: Instant | null;
  /** Customer's silence: when to warn, then when to end. */
  inactivity: { readonly step: "warn" | "end"; readonly at: Instant } | null;
  disposition: DispositionId | null;
  /** First acceptance; `null` while nobody has ever answered. */
  answeredAt: Instant | null;
  /** Who had it last: asked first when the customer comes back. */
  lastAgentId: AgentId | null;
  /** The customer closed the case: the next visit opens a new one. */
  caseClosed: boolean;
  /** `null` on every channel but voice. */
  call: Call | null;
  /** The customer of a chat has asked to be called; the number is content. `null`: not, or it was answered. */
  callRequest: { readonly messageId: MessageId; readonly since: Instant } | null;
  /** The call in the app of this chat's customer; `null`: none is up. */
  appCall: InteractionId | null;
  /** Messages whose receipts are still to come, oldest first; bounded by RECEIPTS_OPEN_MAX. */
  receipts: { readonly messageId: MessageId; readonly from: "customer" | AgentId; delivered: boolean }[];
}

export const RECEIPTS_OPEN_MAX = 200;

/**
 * What an agent asks of the customer's app, or takes back: a form to fill in (also a secure one), the withdrawal of
 * a form, a look at the customer's page together.
 */
export type AskingKind = "form_request" | "form_withdrawal" | "cobrowsing_request";
/**
 * What an app answers: a secure form was filled in, a form was declined, or how the look at the page stands. An
 * ordinary form's answer is `form`, which an app also sends unasked.
 */
export type AnsweringKind = "secure_form" | "form_declined" | "cobrowsing";
type SpeakingKind = "text" | "file" | "location" | "form" | "navigation";
export type AgentMessageKind = SpeakingKind | AskingKind;
/** `call_request`: the customer asks to be called at a number. */
export type CustomerMessageKind = SpeakingKind | AnsweringKind | "call_request";
/** What a message carries; its body is content. */
export type MessageKind = AgentMessageKind | CustomerMessageKind;

const askingKinds: ReadonlySet<MessageKind> = new Set<AskingKind>([
  "form_request",
  "form_withdrawal",
  "cobrowsing_request",
]);
export const isAsking = (kind: MessageKind): boolean => askingKinds.has(kind);

/**
 * What an app reports though its customer has said nothing: pages send these while they close, too. They bring
 * nobody back and take back no end (SPEC ASK-4).
 */
export const isSign = (kind: MessageKind): boolean => kind === "form_declined" || kind === "cobrowsing";

export type InteractionCommand =
  | {
      readonly type: "StartInteraction";
      readonly interactionId: InteractionId;
      readonly entryId: EntryId;
      readonly contactId: ContactId;
      readonly clientKey: ClientKey;
    }
  | {
      readonly type: "ReceiveMessage";
      readonly interactionId: InteractionId;
      readonly clientKey: ClientKey;
      readonly messageId: MessageId;
      readonly kind: CustomerMessageKind;
    }
  | {
      readonly type: "SendMessage";
      readonly interactionId: InteractionId;
      readonly agentId: AgentId;
      readonly messageId: MessageId;
      readonly kind: AgentMessageKind;
      /** `team`: a whisper that the customer never sees. */
      readonly audience: "all" | "team";
    }
  | {
      readonly type: "ReportReceipt";
      readonly interactionId: InteractionId;
      readonly messageId: MessageId;
      readonly reader: "customer" | AgentId;
      readonly receipt: "delivered" | "read";
    }
  | ChatMonitoringCommand
  | SupervisionCommand
  | AssistanceCommand
  | { readonly type: "EndInteraction"; readonly interactionId: InteractionId; readonly agentId: AgentId }
  | { readonly type: "UndoEnd"; readonly interactionId: InteractionId; readonly agentId: AgentId }
  | { readonly type: "LeaveInteraction"; readonly interactionId: InteractionId; readonly agentId: AgentId }
  | {
      readonly type: "RequestAgent";
      readonly interactionId: InteractionId;
      readonly agentId: AgentId;
      readonly kind: "transfer" | "invite";
      readonly to: { readonly agentId: AgentId } | { readonly serviceId: ServiceId };
      /** Of a call that is transferred: this agent leaves at once, and does not stay until somebody has it. */
      readonly leave?: boolean;
    }
  | { readonly type: "CancelRequest"; readonly interactionId: InteractionId; readonly agentId: AgentId }
  | {
      readonly type: "SetDisposition";
      readonly interactionId: InteractionId;
      readonly agentId: AgentId;
      readonly dispositionId: DispositionId | null;
    }
  | { readonly type: "SaveNote"; readonly interactionId: InteractionId; readonly agentId: AgentId }
  | { readonly type: "CompleteWrapUp"; readonly interactionId: InteractionId; readonly agentId: AgentId }
  | { readonly type: "ExtendWrapUp"; readonly interactionId: InteractionId; readonly agentId: AgentId }
  | { readonly type: "CustomerEnd"; readonly interactionId: InteractionId; readonly clientKey: ClientKey }
  | {
      readonly type: "CustomerDisconnect";
      readonly interactionId: InteractionId;
      readonly clientKey: ClientKey;
    }
  /** The customer no longer wants to be called. */
  | {
      readonly type: "WithdrawCallRequest";
      readonly interactionId: InteractionId;
      readonly clientKey: ClientKey;
    }
  /** An agent of the chat will not call. */
  | {
      readonly type: "DismissCallRequest";
      readonly interactionId: InteractionId;
      readonly agentId: AgentId;
      /** The request that the agent saw. */
      readonly messageId: MessageId;
    }
  /** How the chat was: 1 to `SURVEY_STARS_MAX`. */
  | {
      readonly type: "AnswerSurvey";
      readonly interactionId: InteractionId;
      readonly clientKey: ClientKey;
      readonly stars: number;
    }
  | { readonly type: "CloseCase"; readonly interactionId: InteractionId; readonly clientKey: ClientKey }
  | { readonly type: "ChangeContact"; readonly interactionId: InteractionId; readonly contactId: ContactId };

export type InteractionEvent =
  | {
      readonly type: "InteractionStarted";
      readonly interactionId: InteractionId;
      readonly channel: Channel;
      readonly entryId: EntryId;
      readonly serviceId: ServiceId;
      readonly contactId: ContactId;
      readonly clientKey: ClientKey;
      readonly caseNumber: number;
      /** Whether this interaction opened the case, or goes on with one inside the grace time. */
      readonly caseOpened: boolean;
      readonly priority: number;
      readonly enqueuedAt: Instant;
    }
  | {
      readonly type: "AgentRequested";
      readonly interactionId: InteractionId;
      readonly kind: RequestKind;
      readonly serviceId: ServiceId;
      readonly agentId: AgentId | null;
      readonly by: AgentId | null;
      /** The supervisor who has decided it in the agent's stead; absent: nobody. */
      readonly supervisorId?: AgentId;
      readonly enqueuedAt: Instant;
      readonly priority: number;
      readonly preferred: { readonly agentId: AgentId; readonly until: Instant } | null;
    }
  | {
      readonly type: "AgentRequestClosed";
      readonly interactionId: InteractionId;
      readonly kind: RequestKind;
      readonly by: AgentId | null;
      readonly cause: "accepted" | "cancelled" | "failed" | "interaction_ended";
    }
  /** Whoever asked does not wait for the answer: what was asked for is the whole call. */
  | {
      readonly type: "ConsultationBecameTransfer";
      readonly interactionId: InteractionId;
      readonly agentId: AgentId;
    }
  | {
      readonly type: "AgentJoined";
      readonly interactionId: InteractionId;
      readonly agentId: AgentId;
      readonly partyId: PartyId;
      readonly kind: RequestKind;
    }
  | {
      readonly type: "AgentLeft";
      readonly interactionId: InteractionId;
      readonly agentId: AgentId;
      readonly partyId: PartyId;
      readonly cause:
        | "left"
        | "transferred"
        | "logged_out"
        | "phone_lost"
        | "consultation_ended"
        | "removed"
        | "taken_over";
    }
  | {
      readonly type: "MessageReceived";
      readonly interactionId: InteractionId;
      readonly messageId: MessageId;
      readonly kind: CustomerMessageKind;
    }
  | {
      readonly type: "MessageSent";
      readonly interactionId: InteractionId;
      readonly messageId: MessageId;
      readonly kind: AgentMessageKind;
      readonly agentId: AgentId;
      /** `null`: a whisper of a supervisor, who is no party. */
      readonly partyId: PartyId | null;
      readonly audience: "all" | "team";
    }
  | {
      readonly type: "MessageReceiptReported";
      readonly interactionId: InteractionId;
      readonly messageId: MessageId;
      readonly reader: "customer" | AgentId;
      readonly receipt: "delivered" | "read";
    }
  | ChatMonitoringEvent
  | SupervisionEvent
  | AssistanceEvent
  /** What became of the customer's wish to be called. */
  | {
      readonly type: "CallRequestClosed";
      readonly interactionId: InteractionId;
      readonly messageId: MessageId;
      readonly cause: "placed" | "dismissed" | "withdrawn";
      readonly agentId: AgentId | null;
    }
  | {
      readonly type: "EndRequested";
      readonly interactionId: InteractionId;
      readonly agentId: AgentId;
      readonly until: Instant;
    }
  | {
      readonly type: "EndTakenBack";
      readonly interactionId: InteractionId;
      readonly cause: "agent" | "customer_message";
    }
  | { readonly type: "InactivityWarned"; readonly interactionId: InteractionId; readonly endsAt: Instant }
  | { readonly type: "CustomerDisconnected"; readonly interactionId: InteractionId; readonly until: Instant }
  | { readonly type: "CustomerReturned"; readonly interactionId: InteractionId }
  | {
      readonly type: "InteractionEnded";
      readonly interactionId: InteractionId;
      readonly cause: EndCause;
      readonly agentId: AgentId | null;
    }
  /** The customer is asked how it was. */
  | { readonly type: "SurveyOffered"; readonly interactionId: InteractionId; readonly until: Instant }
  | {
      readonly type: "SurveyAnswered";
      readonly interactionId: InteractionId;
      readonly stars: number;
      readonly changeUntil: Instant;
    }
  | {
      readonly type: "WrapUpStarted";
      readonly interactionId: InteractionId;
      readonly agentId: AgentId;
      readonly until: Instant | null;
    }
  | {
      readonly type: "WrapUpExtended";
      readonly interactionId: InteractionId;
      readonly agentId: AgentId;
      readonly until: Instant;
    }
  | {
      readonly type: "DispositionSet";
      readonly interactionId: InteractionId;
      readonly agentId: AgentId;
      readonly dispositionId: DispositionId | null;
    }
  | { readonly type: "NoteSaved"; readonly interactionId: InteractionId; readonly agentId: AgentId }
  | {
      readonly type: "WrapUpCompleted";
      readonly interactionId: InteractionId;
      readonly agentId: AgentId;
      readonly cause: "agent" | "timeout" | "logged_out" | "none";
    }
  | {
      readonly type: "CaseClosed";
      readonly interactionId: InteractionId;
      readonly clientKey: ClientKey;
      readonly caseNumber: number;
    }
  /** The same agent did not take it in time: now it is anybody's. */
  | { readonly type: "PreferenceLapsed"; readonly interactionId: InteractionId }
  | {
      readonly type: "ContactChanged";
      readonly interactionId: InteractionId;
      readonly contactId: ContactId;
    }
  /** The last word: everybody has left and wrapped up. The core forgets it. */
  | { readonly type: "InteractionCompleted"; readonly interactionId: InteractionId };

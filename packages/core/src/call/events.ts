import type { ForwardingReason } from "../configuration/configuration.js";
import type { AgentId, InteractionId, ScriptId, ServiceId } from "../ids/ids.js";
import type { PromptId, ScenarioId, StepId } from "../scenario/scenario.js";
import type { Instant } from "../time/time.js";
import type {
  Amount,
  Circle,
  LegDevice,
  LegEndCause,
  LegId,
  LegRole,
  LegState,
  MailboxOwner,
  MonitoringMode,
  PaymentOutcome,
  PlayId,
  RecordingFailure,
  RecordingId,
  RecordingKind,
} from "./call.js";

interface OfCall {
  readonly interactionId: InteractionId;
}

export type CallEvent =
  | ({ readonly type: "CallArrived"; readonly legId: LegId } & OfCall)
  | ({
      readonly type: "CallPlaced";
      readonly legId: LegId;
      readonly agentId: AgentId;
      readonly beside: InteractionId | null;
    } & OfCall)
  | ({
      readonly type: "InternalCallPlaced";
      readonly agentId: AgentId;
      readonly to: AgentId;
    } & OfCall)
  /** The customer of a chat calls in the app: this agent of the chat is asked. */
  | ({
      readonly type: "AppCallArrived";
      readonly legId: LegId;
      readonly beside: InteractionId;
      readonly agentId: AgentId;
    } & OfCall)
  /** An agent of a chat calls its customer in the app. */
  | ({
      readonly type: "AppCallPlaced";
      readonly legId: LegId;
      readonly beside: InteractionId;
      readonly agentId: AgentId;
    } & OfCall)
  | ({ readonly type: "ScenarioStarted"; readonly scenarioId: ScenarioId; readonly version: number } & OfCall)
  | ({
      readonly type: "ScenarioStepEntered";
      readonly stepId: StepId;
      readonly playId: PlayId;
      readonly attempt: number;
      readonly afterInvalid: boolean;
      readonly until: Instant | null;
      readonly announceAt: Instant | null;
    } & OfCall)
  | ({
      readonly type: "QueuePositionAnnounced";
      readonly ahead: number;
      readonly waitSeconds: number | null;
      readonly announceAt: Instant;
    } & OfCall)
  | ({ readonly type: "ScenarioLeft" } & OfCall)
  | ({
      readonly type: "CallDataSet";
      readonly name: string;
      /** What the scenario says; `null` when the caller entered it: then only its length is known here. */
      readonly value: string | null;
      readonly length: number;
      readonly token: string | null;
    } & OfCall)
  | ({
      readonly type: "LegAdded";
      readonly legId: LegId;
      readonly role: Exclude<LegRole, "customer">;
      readonly agentId: AgentId | null;
      readonly device: LegDevice | null;
      readonly circle: Circle;
      readonly until: Instant | null;
      /** An agent's desk phone that has called us: it is answered, not dialled. */
      readonly arriving?: true;
      /** An agent's line that is up already. */
      readonly from?: { readonly interactionId: InteractionId; readonly legId: LegId };
      /** Who called the number in; `null` for agents and supervisors. */
      readonly by: AgentId | null;
    } & OfCall)
  | ({
      readonly type: "LegChanged";
      readonly legId: LegId;
      readonly state: LegState;
      readonly until: Instant | null;
    } & OfCall)
  | ({
      readonly type: "LegRemoved";
      readonly legId: LegId;
      readonly role: LegRole;
      readonly agentId: AgentId | null;
      readonly cause: LegEndCause;
      /** The host who took it out, or the supervisor who left; `null`: it went by itself. */
      readonly by: AgentId | null;
    } & OfCall)
  | ({
      readonly type: "CallMuted";
      readonly legId: LegId;
      readonly muted: boolean;
      readonly by: AgentId;
    } & OfCall)
  /** An agent has put the call on hold, or is back. */
  | ({
      readonly type: "CallHeld";
      readonly agentId: AgentId;
      readonly held: boolean;
      /** `other_call`: another call of the agent's came to the fore. */
      readonly cause: "agent" | "other_call";
    } & OfCall)
  /** The host has parked one party, or brought it back. */
  | ({
      readonly type: "PartyHeld";
      readonly legId: LegId;
      readonly held: boolean;
      readonly by: AgentId;
    } & OfCall)
  | ({ readonly type: "KeysSent"; readonly agentId: AgentId; readonly count: number } & OfCall)
  | ({
      readonly type: "ConsultationStarted";
      readonly agentId: AgentId;
      readonly serviceId: ServiceId | null;
    } & OfCall)
  /** Another call of this agent's is part of this one from now on. */
  | ({
      readonly type: "CallsJoined";
      readonly agentId: AgentId;
      readonly other: InteractionId;
      readonly stays: boolean;
    } & OfCall)
  /** A line of the other call is one of this call's, under the same id; its sound goes on. */
  | ({
      readonly type: "LegMoved";
      readonly legId: LegId;
      readonly from: InteractionId;
      /** A customer is a party from outside here. */
      readonly role: "external" | "agent";
      readonly agentId: AgentId | null;
    } & OfCall)
  | ({ readonly type: "CircleSwitched"; readonly agentId: AgentId; readonly circle: Circle } & OfCall)
  | ({
      readonly type: "ConsultationEnded";
      readonly agentId: AgentId;
      /**
       * `ended`: somebody hung up. `failed`: nobody was reached. `merged`: now a conference. `transferred`: the one who
       * was asked has it. `left`: the one who asked has gone. `customer_left`: what was a consultation is the call now.
       */
      readonly cause: "ended" | "failed" | "merged" | "transferred" | "left" | "customer_left";
    } & OfCall)
  | ({
      readonly type: "CallMonitored";
      readonly supervisorId: AgentId;
      readonly agentId: AgentId;
      readonly mode: MonitoringMode;
    } & OfCall)
  | ({ readonly type: "CallTakenOver"; readonly supervisorId: AgentId; readonly agentId: AgentId } & OfCall)
  | ({
      readonly type: "RecordingStarted";
      readonly recordingId: RecordingId;
      readonly agentId: AgentId;
      readonly legId: LegId;
      readonly kind: RecordingKind;
      readonly automatic: boolean;
      /** What is read for a signature. */
      readonly scriptId?: ScriptId;
      /** It goes on from that one, whose agent has left the call. */
      readonly continues?: RecordingId;
      /** It begins with the pause that the one before had: until then, or until somebody resumes it. */
      readonly pausedUntil?: Instant | null;
    } & OfCall)
  | ({
      readonly type: "RecordingPaused";
      readonly recordingId: RecordingId;
      readonly agentId: AgentId;
      readonly resumeAt: Instant | null;
    } & OfCall)
  | ({
      readonly type: "RecordingResumed";
      readonly recordingId: RecordingId;
      readonly agentId: AgentId;
      readonly cause: "agent" | "timeout" | "application_ended";
    } & OfCall)
  | ({
      readonly type: "RecordingStopped";
      readonly recordingId: RecordingId;
      readonly agentId: AgentId;
      readonly kind: RecordingKind;
      /**
       * `left`: the agent is no more in the call. Of signatures, which are incomplete then: `customer_left`, and
       * `interrupted` by a hold or a consultation. `refused`: the customer does not agree.
       */
      readonly cause:
        | "agent"
        | "call_ended"
        | "left"
        | "customer_left"
        | "interrupted"
        | "refused"
        | RecordingFailure;
      /** Of a call's recording that ends with its agent's leaving: whether the customer goes on being recorded. */
      readonly goesOn?: boolean;
    } & OfCall)
  | ({
      readonly type: "VoicemailStarted";
      readonly of: MailboxOwner;
      readonly legId: LegId;
      readonly playId: PlayId;
      readonly recordingId: RecordingId;
      readonly prompts: readonly PromptId[];
      readonly maxMs: number;
      readonly until: Instant;
    } & OfCall)
  | ({
      readonly type: "VoicemailEnded";
      readonly of: MailboxOwner;
      readonly recordingId: RecordingId;
      /** `null`: the line was hung up while it was spoken; only the file knows. */
      readonly durationMs: number | null;
    } & OfCall)
  | ({
      readonly type: "MessagePlaying";
      readonly agentId: AgentId;
      readonly promptId: PromptId;
      readonly playId: PlayId;
      readonly thenEnds: boolean;
      readonly until: Instant;
      /** Nobody chose it: it says that the call is recorded. */
      readonly announces?: "recording";
    } & OfCall)
  | ({
      readonly type: "MessageStopped";
      readonly agentId: AgentId;
      readonly playId: PlayId;
      readonly cause: "ended" | "agent";
    } & OfCall)
  | ({
      readonly type: "ApplicationConnected";
      readonly agentId: AgentId;
      readonly scenarioId: ScenarioId;
      readonly amount: Amount | null;
    } & OfCall)
  /** What came of a payment; also when the caller has hung up meanwhile. */
  | ({
      readonly type: "PaymentReported";
      readonly outcome: PaymentOutcome;
      readonly amount: Amount;
    } & OfCall)
  | ({
      readonly type: "ApplicationEnded";
      readonly agentId: AgentId;
      readonly cause: "done" | "agent" | "customer_left";
    } & OfCall)
  /** A colleague's calls go to a number of the colleague's, which is kept under the leg's id. */
  | ({
      readonly type: "CallForwarded";
      readonly agentId: AgentId;
      readonly legId: LegId;
      readonly reason: ForwardingReason;
    } & OfCall)
  /** They go to another colleague. */
  | ({
      readonly type: "CallForwardedInside";
      readonly agentId: AgentId;
      readonly to: AgentId;
      readonly reason: ForwardingReason;
    } & OfCall)
  | ({ readonly type: "ConsentSet"; readonly agentId: AgentId; readonly consent: boolean } & OfCall);

/** Events of this subject, so that nobody keeps a second list. */
const types = {
  CallArrived: true,
  CallPlaced: true,
  InternalCallPlaced: true,
  AppCallArrived: true,
  AppCallPlaced: true,
  ScenarioStarted: true,
  ScenarioStepEntered: true,
  QueuePositionAnnounced: true,
  ScenarioLeft: true,
  CallDataSet: true,
  LegAdded: true,
  LegChanged: true,
  LegRemoved: true,
  CallMuted: true,
  CallHeld: true,
  PartyHeld: true,
  KeysSent: true,
  ConsultationStarted: true,
  CallsJoined: true,
  LegMoved: true,
  CircleSwitched: true,
  ConsultationEnded: true,
  CallMonitored: true,
  CallTakenOver: true,
  RecordingStarted: true,
  RecordingPaused: true,
  RecordingResumed: true,
  RecordingStopped: true,
  VoicemailStarted: true,
  VoicemailEnded: true,
  MessagePlaying: true,
  MessageStopped: true,
  ApplicationConnected: true,
  PaymentReported: true,
  ApplicationEnded: true,
  CallForwarded: true,
  CallForwardedInside: true,
  ConsentSet: true,
} as const satisfies Record<CallEvent["type"], true>;

export const isCallEvent = (event: { readonly type: string }): event is CallEvent =>
  Object.hasOwn(types, event.type);

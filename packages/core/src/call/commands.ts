import type {
  AgentId,
  ClientKey,
  ContactId,
  EntryId,
  InteractionId,
  ScriptId,
  ServiceId,
} from "../ids/ids.js";
import type { PromptId, ScenarioId } from "../scenario/scenario.js";
import type {
  Amount,
  Circle,
  LegId,
  LegReport,
  MonitoringMode,
  PlayId,
  PlayReport,
  RecordingFailure,
  RecordingId,
  RecordingKind,
} from "./call.js";

/** What an agent wants of a call in hand. */
interface ByAgent {
  readonly interactionId: InteractionId;
  readonly agentId: AgentId;
}

export type CallCommand =
  /** A call stands at the door of an entry. */
  | {
      readonly type: "ArriveCall";
      readonly interactionId: InteractionId;
      readonly entryId: EntryId;
      readonly contactId: ContactId;
      readonly clientKey: ClientKey;
    }
  /** An agent calls out through an entry, whose service and caller id it takes. */
  | {
      readonly type: "PlaceCall";
      readonly interactionId: InteractionId;
      readonly agentId: AgentId;
      readonly entryId: EntryId;
      readonly contactId: ContactId;
      readonly clientKey: ClientKey;
      /** The chat beside which the call goes on, under one case. */
      readonly beside: InteractionId | null;
      /** The agent's desk phone has called us for it, and stands at the door. */
      readonly fromPhone?: boolean;
    }
  /** An agent calls a colleague: no customer, no service's rules. */
  | {
      readonly type: "PlaceInternalCall";
      readonly interactionId: InteractionId;
      readonly agentId: AgentId;
      readonly to: AgentId;
      readonly contactId: ContactId;
      readonly clientKey: ClientKey;
      /** As in PlaceCall. */
      readonly fromPhone?: boolean;
    }
  /** The customer of a chat calls in the app; an agent of the chat is asked. */
  | {
      readonly type: "ArriveAppCall";
      readonly interactionId: InteractionId;
      readonly beside: InteractionId;
      /** The app's, as the chat has it. */
      readonly appKey: ClientKey;
      /** The call's own. */
      readonly clientKey: ClientKey;
    }
  /** An agent of a chat calls its customer in the app. */
  | {
      readonly type: "PlaceAppCall";
      readonly interactionId: InteractionId;
      readonly agentId: AgentId;
      readonly beside: InteractionId;
      readonly clientKey: ClientKey;
    }
  | {
      readonly type: "ReportLeg";
      readonly interactionId: InteractionId;
      readonly legId: LegId;
      readonly report: LegReport;
    }
  | {
      readonly type: "ReportPlay";
      readonly interactionId: InteractionId;
      readonly playId: PlayId;
      readonly report: PlayReport;
    }
  /** The voice process could not go on writing. Of a recording that is over, it changes nothing. */
  | {
      readonly type: "ReportRecording";
      readonly interactionId: InteractionId;
      readonly recordingId: RecordingId;
      readonly failure: RecordingFailure;
    }
  | ({ readonly type: "MuteCall"; readonly muted: boolean } & ByAgent)
  | ({ readonly type: "HoldCall"; readonly held: boolean } & ByAgent)
  /** Keys were sent into the call; how many, never which. */
  | ({ readonly type: "NoteKeysSent"; readonly count: number } & ByAgent)
  | PartyCommand
  | PlayingCommand
  | MonitoringCommand
  | RecordingCommand;

/** Whom to bring in: a colleague, whoever is free in a service, or a number, which is kept under its leg's id. */
export type CallTarget =
  | { readonly agentId: AgentId }
  | { readonly serviceId: ServiceId }
  | { readonly legId: LegId };

export type PartyCommand =
  /** Asks somebody, while the customer waits with music. */
  | ({ readonly type: "Consult"; readonly to: CallTarget } & ByAgent)
  /** From the consultation to the call, or back; whoever is left alone there hears music. */
  | ({ readonly type: "SwitchCircle"; readonly circle: Circle } & ByAgent)
  /** Everybody talks with everybody. */
  | ({ readonly type: "MergeConsultation" } & ByAgent)
  /** Whoever was asked takes the call, and the agent who asked leaves; also while it still rings there. */
  | ({ readonly type: "CompleteTransfer" } & ByAgent)
  /** Whoever was asked goes; the call stays on hold until it is retrieved. */
  | ({ readonly type: "EndConsultation" } & ByAgent)
  /** Calls a number into the call: it joins all, or takes the call over while this agent leaves at once. */
  | ({ readonly type: "CallNumberIn"; readonly legId: LegId; readonly kind: "invite" | "transfer" } & ByAgent)
  /** Two calls of one agent become one; `stay`: the agent talks on, else those who are left talk without the agent. */
  | ({ readonly type: "JoinCalls"; readonly other: InteractionId; readonly stay: boolean } & ByAgent)
  /** The host's: one party's microphone, place and presence. */
  | ({ readonly type: "MuteParty"; readonly legId: LegId; readonly muted: boolean } & ByAgent)
  | ({ readonly type: "HoldParty"; readonly legId: LegId; readonly held: boolean } & ByAgent)
  | ({ readonly type: "RemoveParty"; readonly legId: LegId } & ByAgent)
  /** The host ends the call for all. */
  | ({ readonly type: "EndCallForAll" } & ByAgent);

export type PlayingCommand =
  /** Plays a recorded message to all; with `thenEnds` the agent goes, and the call ends with the message. */
  | ({ readonly type: "PlayMessage"; readonly promptId: PromptId; readonly thenEnds: boolean } & ByAgent)
  | ({ readonly type: "StopMessage" } & ByAgent)
  /** Gives the customer to a scenario that is for this, who comes back when it ends. */
  | ({
      readonly type: "ConnectApplication";
      readonly scenarioId: ScenarioId;
      /** What is to be paid; of applications that take payments, and of no other. */
      readonly amount: Amount | null;
    } & ByAgent)
  | ({ readonly type: "EndApplication" } & ByAgent);

interface BySupervisor {
  readonly interactionId: InteractionId;
  readonly supervisorId: AgentId;
}

export type MonitoringCommand =
  /** Beside this agent; again with another mode: only the mode changes. */
  | ({
      readonly type: "MonitorCall";
      readonly agentId: AgentId;
      readonly mode: MonitoringMode;
    } & BySupervisor)
  | ({ readonly type: "StopMonitoring" } & BySupervisor)
  /** The supervisor takes the agent's place. */
  | ({ readonly type: "TakeOverCall"; readonly agentId: AgentId } & BySupervisor);

export type RecordingCommand =
  | ({ readonly type: "StartRecording"; readonly kind: "call" } & ByAgent)
  /** `scriptId`: what the agent sees and reads; the service's, or it is refused. */
  | ({ readonly type: "StartRecording"; readonly kind: "signature"; readonly scriptId: ScriptId } & ByAgent)
  | ({ readonly type: "StopRecording"; readonly kind: RecordingKind } & ByAgent)
  /** Silence in the file, until it is resumed or the service's time is over. */
  | ({ readonly type: "PauseRecording" } & ByAgent)
  | ({ readonly type: "ResumeRecording" } & ByAgent)
  | ({ readonly type: "SetConsent"; readonly consent: boolean } & ByAgent);

/** Commands of this subject, so that nobody keeps a second list. */
const types = {
  ArriveCall: true,
  PlaceCall: true,
  PlaceInternalCall: true,
  ArriveAppCall: true,
  PlaceAppCall: true,
  ReportLeg: true,
  ReportPlay: true,
  ReportRecording: true,
  MuteCall: true,
  HoldCall: true,
  NoteKeysSent: true,
  Consult: true,
  SwitchCircle: true,
  MergeConsultation: true,
  CompleteTransfer: true,
  EndConsultation: true,
  CallNumberIn: true,
  JoinCalls: true,
  MuteParty: true,
  HoldParty: true,
  RemoveParty: true,
  EndCallForAll: true,
  PlayMessage: true,
  StopMessage: true,
  ConnectApplication: true,
  EndApplication: true,
  MonitorCall: true,
  StopMonitoring: true,
  TakeOverCall: true,
  StartRecording: true,
  StopRecording: true,
  PauseRecording: true,
  ResumeRecording: true,
  SetConsent: true,
} as const satisfies Record<CallCommand["type"], true>;

export const isCallCommand = (command: { readonly type: string }): command is CallCommand =>
  Object.hasOwn(types, command.type);

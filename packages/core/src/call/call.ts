import type { PhoneDevice } from "../agent/agent.js";
import type { AgentId, Brand, InteractionId, ServiceId } from "../ids/ids.js";
import type { PromptId, Scenario, ScenarioId, StepId } from "../scenario/scenario.js";
import type { Instant } from "../time/time.js";

/**
 * One participant's connection to a call, unique within the center. Made by the core; that of a number which is
 * called into a call is made by whoever asks for it, because its number is kept under it.
 */
export type LegId = Brand<"LegId">;
/** One entrance into a step of a scenario: what the voice process plays and reports about. */
export type PlayId = Brand<"PlayId">;
export type RecordingId = Brand<"RecordingId">;

/**
 *  customer, inbound    arriving ──connected──▶ connected ──gone──▶ (removed)
 *  customer, outbound   dialing ──ringing──▶ ringing ──connected──▶ connected
 *  customer, in the app dialing ──ringing──▶ ringing ──connected──▶ connected ◀──▶ lost
 *  external             dialing ──ringing──▶ ringing ──connected──▶ connected
 *  agent, supervisor    dialing (until the phone is there) ──▶ connected ◀──▶ lost
 *
 * `lost`: its media has stopped, the call has not. Whoever reloads a page comes back from here.
 */
export type LegState = "arriving" | "dialing" | "ringing" | "connected" | "lost";

/**
 * `external`: a number that an agent has called into the call. `supervisor`: beside an agent, and no party of the
 * interaction.
 */
export type LegRole = "customer" | "agent" | "external" | "supervisor";

/** Who is in the same circle talks with each other: a call and the consultation about it are two. */
export type Circle = "main" | "consult";

/** `listen`: heard by nobody. `whisper`: by the agent alone. `barge`: by the agent's whole circle. */
export type MonitoringMode = "listen" | "whisper" | "barge";

/** Through what a leg talks: an agent's phone, or the customer's app in place of the network. */
export type LegDevice = PhoneDevice | "app";

export interface Leg {
  readonly id: LegId;
  /** A supervisor who takes a call over becomes its agent. */
  role: LegRole;
  /** Of agents and supervisors; `null` for the others. */
  readonly agentId: AgentId | null;
  /** Through what an agent or a supervisor talks, or a customer's app; `null`: a number of the network. */
  readonly device: LegDevice | null;
  state: LegState;
  since: Instant;
  /** An agent's phone that is not there by then is given up. `null`: it is there, or it is nobody's of ours. */
  until: Instant | null;
  /** Its own microphone is off. */
  muted: boolean;
  circle: Circle;
  /**
   * It neither hears its circle nor is heard there. An agent has put the call on hold, or the host has parked this
   * party. `null`: it is in its circle.
   */
  heldSince: Instant | null;
  /** Of a supervisor. */
  monitoring: { readonly beside: AgentId; readonly mode: MonitoringMode } | null;
  /** Where its line was before it was brought into this call (SPEC JON-3, LIN-3); absent: it has always been here. */
  readonly movedFrom?: { readonly interactionId: InteractionId; readonly legId: LegId };
  /** Its service's automatic recording has begun once: whoever stopped it is not recorded again by itself. */
  autoRecorded: boolean;
}

/** Where a call stands in its scenario. */
export interface ScenarioRun {
  readonly stepId: StepId;
  readonly playId: PlayId;
  /** From 1. */
  readonly attempt: number;
  /** Played before the step's own prompts: the last key was no choice. */
  readonly afterInvalid: boolean;
  /** When the step ends by itself: waiting overflows, or the voice process owes an answer. `null`: never. */
  readonly until: Instant | null;
  /** What is said to a waiting caller now, and when next; `null`: nothing. */
  announcement: {
    readonly count: number;
    /** People in front; the caller's position is one more. */
    readonly ahead: number;
    readonly waitSeconds: number | null;
  } | null;
  announceAt: Instant | null;
}

/** An agent asks somebody about the call, while the customer waits. At most one in a call. */
export interface Consultation {
  readonly by: AgentId;
  readonly since: Instant;
  /** Somebody who was asked has been there. */
  reached: boolean;
  /** The queue that was asked; the call goes over to its service when the consultation becomes a transfer. */
  readonly serviceId: ServiceId | null;
}

/** What an agent's leg says and hears, kept in a file of two channels. */
export interface Recording {
  readonly id: RecordingId;
  readonly agentId: AgentId;
  readonly legId: LegId;
  readonly kind: RecordingKind;
  /** Begun by the service's rule; then only a service that allows it lets an agent stop it. */
  readonly automatic: boolean;
  readonly startedAt: Instant;
  /** Silence is kept in its place. `null`: it is not paused. */
  pausedSince: Instant | null;
  /** When a pause ends by itself. */
  resumeAt: Instant | null;
}

/** What the next agent's recording takes over from one that ended with its agent's leaving. */
export type LeftRecording = Readonly<Pick<Recording, "id" | "automatic" | "pausedSince" | "resumeAt">>;

/** Somebody speaks into a mailbox: after its greeting and a tone, until a key, silence, the time or the end. */
export interface Mailbox {
  readonly of: MailboxOwner;
  readonly legId: LegId;
  readonly playId: PlayId;
  readonly recordingId: RecordingId;
  readonly prompts: readonly PromptId[];
  readonly maxMs: number;
  /** When a voice process that owes an answer is not waited for any more. */
  until: Instant;
}

export type MailboxOwner =
  | { readonly kind: "service"; readonly serviceId: ServiceId }
  | { readonly kind: "agent"; readonly agentId: AgentId };

/** A recorded message that an agent plays into the call: everybody in it hears that, and nothing else. */
export interface PlayedMessage {
  readonly playId: PlayId;
  readonly promptId: PromptId;
  readonly by: AgentId;
  /** The agent has left; the call ends with the message. */
  readonly thenEnds: boolean;
  until: Instant;
  /** Nobody chose it: it says that the call is recorded. */
  readonly announces: "recording" | null;
}

/** Money: a whole number of the currency's smallest unit, and its code (ISO 4217). */
export interface Amount {
  readonly minor: number;
  readonly currency: string;
}

/** The customer is with a voice application (a payment, a survey), and comes back to the agent with its results. */
export interface Application {
  readonly by: AgentId;
  readonly scenarioId: ScenarioId;
  readonly since: Instant;
  /** What is to be paid; `null`: nothing. */
  readonly amount: Amount | null;
  /** Recordings that it paused, and that go on after it. */
  readonly paused: readonly RecordingId[];
}

/** `signature`: the customer's spoken consent, kept apart; it can be neither paused nor lengthened. */
export type RecordingKind = "call" | "signature";

/** The voice part of an interaction. */
export interface Call {
  readonly direction: "inbound" | "outbound" | "internal";
  /** The chat beside which it was placed, or in whose app. */
  readonly beside: InteractionId | null;
  /** Those who are in it; whoever has gone is not in the list. */
  legs: Leg[];
  legCount: number;
  /** The version that was in force when the call came to it. */
  scenario: Scenario | null;
  /** `null`: with an agent, or on the way to one. */
  run: ScenarioRun | null;
  playCount: number;
  consultation: Consultation | null;
  mailbox: Mailbox | null;
  /** The colleagues who have given it on, whoever was called first the first. */
  forwardedBy: readonly AgentId[];
  message: PlayedMessage | null;
  application: Application | null;
  /** What stands for the secure digits that the voice process keeps, by the name of their step. */
  secrets: Readonly<Record<string, string>>;
  /** Those that are being written. */
  recordings: Recording[];
  recordingCount: number;
  /** Ended with its agent's leaving: it goes on with the next agent who has the customer (SPEC REC-9). `null`: there is none. */
  leftRecording: LeftRecording | null;
  /** What was written last could not be gone on with; until then nothing new is begun. `null`: nothing failed. */
  recordingFailed: { readonly failure: RecordingFailure; readonly until: Instant } | null;
  /** Whether the customer has agreed to being recorded; `null`: not asked. */
  consent: boolean | null;
  /** Who noted that, and when. */
  consentNoted: { readonly by: AgentId; readonly at: Instant } | null;
  /** Everybody was told that the call is recorded. */
  recordingAnnounced: boolean;
}

/** Why a leg is no more; the first word that fits (SIP status in brackets). */
export type LegEndCause =
  /** somebody hung up */
  | "hung_up"
  /** [486, 600] */
  | "busy"
  /** [480, 408, 487] nobody answered */
  | "no_answer"
  /** [603, 403] */
  | "declined"
  /** [404, 410, 484, 604] */
  | "number_unknown"
  /** [488, 415] no common codec */
  | "media"
  /** its trunk takes no sound in the clear, and the far end knows nothing else */
  | "not_encrypted"
  /** every other refusal, and a network that does not answer */
  | "network"
  /** its media stopped and it did not come back */
  | "lost"
  /** a desk phone that hung up since its transfer was refused */
  | "transfer_refused";

/** Facts that the voice process reports about one leg. */
export type LegReport =
  | { readonly kind: "ringing" }
  | { readonly kind: "connected" }
  | { readonly kind: "lost" }
  | { readonly kind: "gone"; readonly cause: LegEndCause };

/** What came of a play. Digits themselves never reach the core. */
export type PlayReport =
  | { readonly kind: "ended" }
  /** One key of a menu, which the branch depends on. */
  | { readonly kind: "key"; readonly key: string }
  | { readonly kind: "collected"; readonly length: number; readonly token: string | null }
  | { readonly kind: "no_input" }
  /** Long enough, and not what was asked for. */
  | { readonly kind: "invalid" }
  /** The caller wants no more of it. */
  | { readonly kind: "cancelled" }
  | { readonly kind: "paid"; readonly outcome: PaymentOutcome; readonly amount: Amount }
  /** Words for a mailbox; nothing was said when it is less than a second. */
  | { readonly kind: "recorded"; readonly durationMs: number };

/** `failed`: nobody knows whether it was paid, or it could not be tried. */
export type PaymentOutcome = "approved" | "declined" | "failed";

/** How a recording ended other than by the core's word. */
export type RecordingFailure = "disk_full" | "failed";

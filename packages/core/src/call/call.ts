import type { AgentId, Brand, ClientKey, ContactId, EntryId, InteractionId } from "../ids/ids.js";
import type { Scenario, ScenarioId, StepId } from "../scenario/scenario.js";
import type { Instant } from "../time/time.js";

/** One participant's connection to a call. Made by the core, unique within the center. */
export type LegId = Brand<"LegId">;
/** One entrance into a step of a scenario: what the voice process plays and reports about. */
export type PlayId = Brand<"PlayId">;

/**
 *  customer, inbound    arriving ──connected──▶ connected ──gone──▶ (removed)
 *  customer, outbound   dialing ──ringing──▶ ringing ──connected──▶ connected
 *  agent                dialing (until the desk's phone is there) ──▶ connected ◀──▶ lost
 *
 * `lost`: its media has stopped, the call has not. Whoever reloads a page comes back from here.
 */
export type LegState = "arriving" | "dialing" | "ringing" | "connected" | "lost";

export interface Leg {
  readonly id: LegId;
  readonly role: "customer" | "agent";
  /** `null` for the customer's. */
  readonly agentId: AgentId | null;
  state: LegState;
  since: Instant;
  /** An agent's phone that is not there by then is given up. `null`: it is there, or it is the customer's. */
  until: Instant | null;
  /** Its own microphone is off. */
  muted: boolean;
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

/** The voice part of an interaction. */
export interface Call {
  readonly direction: "inbound" | "outbound";
  /** The chat beside which it was placed. */
  readonly beside: InteractionId | null;
  /** Those who are in it; whoever has gone is not in the list. */
  legs: Leg[];
  legCount: number;
  /** The version that was in force when the call came to it. */
  scenario: Scenario | null;
  /** `null`: with an agent, or on the way to one. */
  run: ScenarioRun | null;
  playCount: number;
  /** The customer hears music, and nobody hears the customer. `null`: not on hold. */
  heldSince: Instant | null;
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
  /** every other refusal, and a network that does not answer */
  | "network"
  /** its media stopped and it did not come back */
  | "lost";

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
  | { readonly kind: "no_input" };

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
  | {
      readonly type: "MuteCall";
      readonly interactionId: InteractionId;
      readonly agentId: AgentId;
      readonly muted: boolean;
    }
  | {
      readonly type: "HoldCall";
      readonly interactionId: InteractionId;
      readonly agentId: AgentId;
      readonly held: boolean;
    }
  /** Keys were sent into the call; how many, never which. */
  | {
      readonly type: "NoteKeysSent";
      readonly interactionId: InteractionId;
      readonly agentId: AgentId;
      readonly count: number;
    };

export type CallEvent =
  | {
      readonly type: "CallArrived";
      readonly interactionId: InteractionId;
      readonly legId: LegId;
    }
  | {
      readonly type: "CallPlaced";
      readonly interactionId: InteractionId;
      readonly legId: LegId;
      readonly agentId: AgentId;
      readonly beside: InteractionId | null;
    }
  | {
      readonly type: "ScenarioStarted";
      readonly interactionId: InteractionId;
      readonly scenarioId: ScenarioId;
      readonly version: number;
    }
  | {
      readonly type: "ScenarioStepEntered";
      readonly interactionId: InteractionId;
      readonly stepId: StepId;
      readonly playId: PlayId;
      readonly attempt: number;
      readonly afterInvalid: boolean;
      readonly until: Instant | null;
      readonly announceAt: Instant | null;
    }
  | {
      readonly type: "QueuePositionAnnounced";
      readonly interactionId: InteractionId;
      readonly ahead: number;
      readonly waitSeconds: number | null;
      readonly announceAt: Instant;
    }
  | { readonly type: "ScenarioLeft"; readonly interactionId: InteractionId }
  | {
      readonly type: "CallDataSet";
      readonly interactionId: InteractionId;
      readonly name: string;
      /** What the scenario says; `null` when the caller entered it: then only its length is known here. */
      readonly value: string | null;
      readonly length: number;
      readonly token: string | null;
    }
  | {
      readonly type: "LegAdded";
      readonly interactionId: InteractionId;
      readonly legId: LegId;
      readonly agentId: AgentId;
      readonly until: Instant;
    }
  | {
      readonly type: "LegChanged";
      readonly interactionId: InteractionId;
      readonly legId: LegId;
      readonly state: LegState;
      readonly until: Instant | null;
    }
  | {
      readonly type: "LegRemoved";
      readonly interactionId: InteractionId;
      readonly legId: LegId;
      readonly cause: LegEndCause;
    }
  | {
      readonly type: "CallMuted";
      readonly interactionId: InteractionId;
      readonly legId: LegId;
      readonly muted: boolean;
    }
  | {
      readonly type: "CallHeld";
      readonly interactionId: InteractionId;
      readonly agentId: AgentId;
      readonly held: boolean;
    }
  | {
      readonly type: "KeysSent";
      readonly interactionId: InteractionId;
      readonly agentId: AgentId;
      readonly count: number;
    };

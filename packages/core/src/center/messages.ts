import type { AgentCommand, AgentEvent } from "../agent/agent.js";
import type { CallCommand } from "../call/commands.js";
import type { CallEvent } from "../call/events.js";
import type { ConfigurationCommand, ConfigurationEvent } from "../configuration/configuration.js";
import type { InteractionCommand, InteractionEvent } from "../interaction/interaction.js";
import type { OfferCommand, OfferEvent } from "../offer/offer.js";
import type { Instant } from "../time/time.js";

export type CenterCommand =
  /** Decides every deadline that is due. Early, late or twice changes nothing wrongly. */
  | { readonly type: "MeetDeadlines" }
  /** First command after recovery: moves deadlines by the outage, so that nobody is blamed for ours. */
  | { readonly type: "ResumeCenter"; readonly lastSeenAt: Instant; readonly deskGraceMs: number };

export type CenterEvent = {
  readonly type: "CenterResumed";
  readonly lastSeenAt: Instant;
  readonly outageMs: number;
  readonly deskUntil: Instant;
};

export type Command =
  | ConfigurationCommand
  | AgentCommand
  | OfferCommand
  | InteractionCommand
  | CallCommand
  | CenterCommand;

/** A fact without its place in time. */
export type EventBody =
  | ConfigurationEvent
  | AgentEvent
  | OfferEvent
  | InteractionEvent
  | CallEvent
  | CenterEvent;

/** A fact with its place: `seq` is gapless within a center and starts at 1. */
export type Event = EventBody & { readonly seq: number; readonly at: Instant };

/**
 * Why a command is refused. Codes that the reference vendor published keep their spelling; the others follow it.
 * Listed once here; every caller that must handle a refusal takes its codes from this list.
 */
export const rejectionCodes = [
  "user_already_logged_in",
  "user_disabled_or_deleted",
  "not_logged_in",
  "forced_logout_by_other_client",
  "not_enough_privileges",
  "not_suitable_state",
  "reason_unknown",
  "object_not_found",
  "no_interaction",
  "not_your_interaction",
  "offer_not_yours",
  "offer_closed",
  "caller_left",
  "no_service",
  "no_chat_in_service",
  "queue_full",
  "entry_unknown",
  "already_in_progress",
  "destination_user_not_logged",
  "destination_not_available",
  "self_transfer",
  "no_disposition",
  "disposition_unknown",
  "undo_too_late",
  "nothing_to_cancel",
  "id_taken",
  "scenario_invalid",
  "scenario_in_use",
  "service_in_use",
  "schedule_in_use",
  "last_administrator",
  "prompt_in_use",
  "number_taken",
  "version_conflict",
  "logged_without_phone",
  "phone_not_registered",
  "self_call",
  "not_host",
  "conference_full",
  "recording_not_allowed",
  "consent_missing",
  "recording_unavailable",
  "no_recording",
  "no_script",
  "mailbox_locked",
] as const;
export type RejectionCode = (typeof rejectionCodes)[number];

export interface Rejection {
  readonly code: RejectionCode;
  /** Facts a screen needs for its sentence: ids, counts, times. Never names or bodies. */
  readonly facts?: Readonly<Record<string, string | number | boolean | null>>;
}

export type Decision =
  | { readonly ok: true; readonly events: readonly Event[] }
  | { readonly ok: false; readonly rejection: Rejection };

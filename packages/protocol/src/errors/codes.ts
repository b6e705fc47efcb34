import { rejectionCodes } from "@patchbay/core";
import type { legEndCauses } from "../voice/words.js";

/**
 * Every code by which something tells that it was not done, by who says it. What has no code here cannot be said: the
 * functions that refuse take these types. What each of them means to people is in `catalogue.ts` and in the words of the
 * desk.
 */

/**
 * What the desk's requests (`DeskRequests`) are refused with besides the core's rejections: `invalid_args` (the input does
 * not fit its schema, `facts.path`), `invalid_request` (no such request), `not_accepted_try_again` (ask again with the same
 * id), `rate_limited`, `file_not_found`, `voice_unreachable`, `media_failed`, `empty_number`, `phone_not_in_dial_plan`,
 * `unknown_error`; for calls out `no_line` (no line was chosen, and no rule names one), `blocked_by_restriction` and
 * `no_permissions_did_call` (`facts.restriction`, its name), `on_do_not_call_list` (`facts.reason`); for recorded messages
 * `message_not_for_service`; for what the customer's app is asked: `customer_app_cannot_show` (it does not know what is asked,
 * `facts.what`) and `customer_app_not_heard` (not a word from it since the server started, so nobody knows what it can show;
 * ask again in a moment).
 */
const requestCodes = [
  "invalid_args",
  "invalid_request",
  "not_accepted_try_again",
  "rate_limited",
  "file_not_found",
  "voice_unreachable",
  "media_failed",
  "empty_number",
  "phone_not_in_dial_plan",
  "no_line",
  "blocked_by_restriction",
  "no_permissions_did_call",
  "on_do_not_call_list",
  "no_payment_processor",
  "message_not_for_service",
  "customer_app_cannot_show",
  "customer_app_not_heard",
  "follow_up_in_past",
  "follow_up_too_far",
  "time_zone_unknown",
  "assignee_unknown",
  "canned_keyword_taken",
  "canned_variable_unknown",
  "canned_full",
  "skill_in_use",
  "team_in_use",
  "role_in_use",
  "self_removal",
  "password_change_required",
  "name_taken",
  "disposition_twice",
  "contact_not_yours",
  "contact_number_invalid",
  "contact_email_invalid",
  "contact_language_unknown",
  "contact_field_twice",
  "contact_merged",
  "contact_same",
  "api_keys_full",
  "unknown_error",
] as const;

/** What a desk's request over the WebSocket may be refused with. */
export const deskErrorCodes = [...rejectionCodes, ...requestCodes] as const;
export type DeskErrorCode = (typeof deskErrorCodes)[number];

/** What our own HTTP API is refused with, besides the codes of requests. */
export const httpErrorCodes = [
  "not_found",
  "not_ready",
  "not_our_page",
  "not_here",
  "invalid_credentials",
  "second_factor_required",
  "second_factor_wrong",
  "first_link_over",
  "password_too_short",
  "password_too_easy",
  "password_unchanged",
  "file_too_large",
  "file_empty",
  "type_blocked",
  "file_failed",
  "audio_too_long",
  "audio_empty",
  "speech_unavailable",
  "speech_failed",
  "too_many_messages",
  "recording_not_found",
  "recording_unfinished",
  "recording_deleted",
  "recording_missing",
  "recording_damaged",
  "signature_judged",
  "signature_incomplete",
  "signature_not_accepted",
  "script_empty",
  "search_too_wide",
  "key_required",
  "key_not_accepted",
  "key_not_from_here",
  "key_lacks_scope",
] as const;
export type HttpErrorCode = DeskErrorCode | (typeof httpErrorCodes)[number];

/** Why the server ends a desk's connection for good (`bye`); `shutdown` is no error, the desk comes back by itself. */
export const byeReasons = [
  "forced_logout_by_other_client",
  "forced_logout_by_supervisor",
  "logged_out",
  "invalid_token",
  "user_disabled_or_deleted",
  "shutdown",
] as const;
export type ByeReason = (typeof byeReasons)[number];

/** What the desk's page finds by itself, without an answer. */
export const pageErrorCodes = ["connection_lost", "desk_failed"] as const;

/** How a phone does, as its desk has found it (see the core's `Phone`). */
export const phoneHealths = [
  "ok",
  "unknown",
  "mic_denied",
  "mic_missing",
  "mic_in_use",
  "mic_silent",
  "output_missing",
  "ice_failed",
  "media_timeout",
  "signalling_lost",
  "not_registered",
] as const;

/** Codes of which there is one each, wherever they come from. */
export type ErrorCode = HttpErrorCode | Exclude<ByeReason, "shutdown"> | (typeof pageErrorCodes)[number];
export type PhoneFault = Exclude<(typeof phoneHealths)[number], "ok" | "unknown">;
/** Why a call is over that nobody wanted to end. */
export type CallFailure = Exclude<(typeof legEndCauses)[number], "hung_up">;

import type { MessagingErrorCode } from "../messaging/errors.js";
import type { CallFailure, ErrorCode, PhoneFault } from "./codes.js";

/**
 * What each code means for people, without a word: whom it concerns, how bad it is, what the system has done already, and the
 * one thing to do. The words are the desk's (`words/<language>/errors.ts` and `error-help.ts`): a sentence for each code, and
 * one for each effect and action. The page at `/help/errors` is made of both.
 */

/** What has happened already, without anybody's doing. */
export const errorEffects = [
  /** Nothing was changed. */
  "nothing_changed",
  /** What was typed or chosen is still there. */
  "kept",
  /** It is sent again by itself until it is accepted. */
  "sent_again",
  /** It is tried again by itself. */
  "tried_again",
  /** The lists have followed: they show how it is now. */
  "list_followed",
  /** It is with somebody else, or over; nothing is lost and nobody is blamed. */
  "moved_on",
  /** Work in hand went back to the queue. */
  "work_requeued",
  /** The work goes on in another window of the same person. */
  "work_elsewhere",
  /** No calls come meanwhile; chats go on. */
  "calls_paused",
  /** Calls that are up go on. */
  "calls_go_on",
  /** The call is over and is among the recent ones. */
  "call_over",
  /** Nobody knows whether it was done. */
  "outcome_unknown",
  /** The file was not stored; the line stays, with the name of the file. */
  "file_not_stored",
  /** Both versions are there: the saved one, and what is typed here. */
  "both_kept",
  /** It is in the server's log, under the number of the request. */
  "logged",
] as const;
export type ErrorEffect = (typeof errorEffects)[number];

/** The one thing to do: what its button says. */
export const errorActions = [
  "nothing",
  "try_again",
  "wait",
  "sign_in",
  "take_over",
  "reload",
  "open_phone",
  "send_logs",
  "ask_administrator",
  "choose_another",
  "correct_it",
  "enter_number",
  "choose_line",
  "choose_result",
  "ask_customer",
  "finish_first",
  "look_first",
  "look_at_newer",
  "other_file",
  "shorten",
  "call_again",
  "write_instead",
  "mend_request",
] as const;
export type ErrorAction = (typeof errorActions)[number];

/** Actions that a desk does at the press of the button; the others are done by hand, where the error stands. */
export const runnableActions = [
  "reload",
  "open_phone",
  "send_logs",
] as const satisfies readonly ErrorAction[];
export type RunnableAction = (typeof runnableActions)[number];
export const isRunnable = (action: ErrorAction): action is RunnableAction =>
  (runnableActions as readonly ErrorAction[]).includes(action);

export type ErrorAudience = "agent" | "administrator" | "customer" | "developer";
/** `notice`: how things are; `warning`: somebody has to do something; `fault`: something of ours does not work. */
export type ErrorSeverity = "notice" | "warning" | "fault";

export interface ErrorEntry {
  readonly sees: readonly ErrorAudience[];
  readonly severity: ErrorSeverity;
  readonly effect: ErrorEffect;
  readonly action: ErrorAction;
  /** Of the HTTP answer it usually comes with; `null`: it is never one. */
  readonly status: number | null;
}

const AGENT = ["agent"] as const;
const ADMINISTRATOR = ["administrator"] as const;
const DEVELOPER = ["developer"] as const;

const entry =
  (sees: readonly ErrorAudience[], severity: ErrorSeverity) =>
  (effect: ErrorEffect, action: ErrorAction, status: number | null = null): ErrorEntry => ({
    sees,
    severity,
    effect,
    action,
    status,
  });

const notice = entry(AGENT, "notice");
const warning = entry(AGENT, "warning");
const fault = entry(AGENT, "fault");
const setup = entry(ADMINISTRATOR, "warning");
const developer = entry(DEVELOPER, "warning");

/** Rejections of the core, refusals of requests and of our own HTTP API, and what the desk finds by itself. */
export const errorCatalogue = {
  // Who is at the desk
  invalid_credentials: warning("nothing_changed", "try_again", 401),
  second_factor_required: notice("kept", "correct_it", 401),
  password_change_required: notice("kept", "correct_it", 403),
  second_factor_wrong: warning("nothing_changed", "try_again", 401),
  first_link_over: warning("nothing_changed", "ask_administrator", 404),
  password_too_short: warning("nothing_changed", "correct_it", 400),
  password_too_easy: warning("nothing_changed", "correct_it", 400),
  password_unchanged: warning("nothing_changed", "correct_it", 400),
  user_already_logged_in: notice("nothing_changed", "take_over", 409),
  user_disabled_or_deleted: warning("work_requeued", "ask_administrator", 403),
  not_logged_in: warning("kept", "sign_in", 401),
  invalid_token: warning("kept", "sign_in"),
  forced_logout_by_other_client: notice("work_elsewhere", "take_over", 409),
  forced_logout_by_supervisor: notice("work_requeued", "sign_in"),
  logged_out: notice("kept", "sign_in"),
  not_enough_privileges: warning("nothing_changed", "ask_administrator", 403),
  rate_limited: warning("nothing_changed", "wait", 429),
  already_in_progress: notice("nothing_changed", "wait", 409),
  // Chats, calls and offers
  not_suitable_state: notice("list_followed", "look_first", 409),
  reason_unknown: warning("nothing_changed", "choose_another", 400),
  object_not_found: notice("list_followed", "choose_another", 404),
  no_interaction: notice("list_followed", "nothing", 404),
  not_your_interaction: notice("moved_on", "nothing", 409),
  offer_not_yours: notice("moved_on", "nothing", 409),
  offer_closed: notice("moved_on", "nothing", 409),
  caller_left: notice("moved_on", "nothing", 409),
  no_service: warning("nothing_changed", "choose_another", 409),
  no_chat_in_service: warning("nothing_changed", "choose_another", 409),
  queue_full: warning("nothing_changed", "choose_another", 409),
  entry_unknown: setup("nothing_changed", "choose_another", 409),
  destination_user_not_logged: notice("kept", "choose_another", 409),
  destination_not_available: notice("kept", "choose_another", 409),
  self_transfer: notice("nothing_changed", "choose_another", 409),
  self_call: notice("nothing_changed", "choose_another", 409),
  no_disposition: notice("kept", "choose_result", 409),
  disposition_unknown: notice("list_followed", "choose_another", 409),
  undo_too_late: notice("moved_on", "nothing", 409),
  nothing_to_cancel: notice("list_followed", "nothing", 409),
  id_taken: notice("nothing_changed", "nothing", 409),
  not_host: notice("nothing_changed", "nothing", 409),
  conference_full: notice("nothing_changed", "nothing", 409),
  customer_app_cannot_show: notice("nothing_changed", "write_instead"),
  customer_app_not_heard: notice("nothing_changed", "try_again"),
  // Phone and numbers
  logged_without_phone: warning("nothing_changed", "open_phone", 409),
  phone_not_registered: warning("calls_paused", "open_phone", 409),
  voice_unreachable: fault("calls_go_on", "wait"),
  media_failed: fault("tried_again", "open_phone"),
  empty_number: notice("nothing_changed", "enter_number"),
  phone_not_in_dial_plan: warning("nothing_changed", "correct_it"),
  no_line: notice("nothing_changed", "choose_line"),
  blocked_by_restriction: warning("nothing_changed", "ask_administrator"),
  no_permissions_did_call: warning("nothing_changed", "choose_line"),
  on_do_not_call_list: warning("nothing_changed", "write_instead"),
  no_payment_processor: entry(["agent", "administrator"], "warning")("nothing_changed", "ask_administrator"),
  message_not_for_service: notice("nothing_changed", "choose_another"),
  // Recordings and voice signatures
  recording_not_allowed: warning("nothing_changed", "nothing", 409),
  consent_missing: warning("nothing_changed", "ask_customer", 409),
  recording_unavailable: fault("tried_again", "wait", 409),
  no_recording: notice("nothing_changed", "nothing", 409),
  recording_not_found: notice("nothing_changed", "nothing", 404),
  recording_unfinished: notice("nothing_changed", "wait", 409),
  recording_deleted: notice("nothing_changed", "nothing", 410),
  recording_missing: entry(["agent", "administrator"], "fault")("logged", "ask_administrator", 410),
  recording_damaged: entry(["agent", "administrator"], "fault")("logged", "ask_administrator", 500),
  no_script: setup("nothing_changed", "ask_administrator", 409),
  script_empty: setup("kept", "correct_it", 400),
  signature_judged: notice("nothing_changed", "nothing", 409),
  signature_incomplete: warning("nothing_changed", "try_again", 409),
  signature_not_accepted: notice("nothing_changed", "nothing", 409),
  search_too_wide: notice("nothing_changed", "shorten", 400),
  // Files and sounds
  file_not_found: notice("nothing_changed", "other_file", 404),
  file_too_large: warning("file_not_stored", "other_file", 413),
  file_empty: warning("file_not_stored", "other_file", 400),
  type_blocked: warning("file_not_stored", "other_file", 415),
  file_failed: fault("file_not_stored", "try_again", 500),
  audio_too_long: warning("file_not_stored", "shorten", 400),
  audio_empty: warning("file_not_stored", "other_file", 400),
  speech_unavailable: setup("kept", "other_file", 409),
  speech_failed: setup("kept", "shorten", 502),
  too_many_messages: warning("nothing_changed", "finish_first", 400),
  // Follow-ups
  follow_up_in_past: notice("kept", "correct_it"),
  follow_up_too_far: notice("kept", "correct_it"),
  time_zone_unknown: notice("kept", "choose_another"),
  assignee_unknown: notice("kept", "choose_another"),
  // Canned responses
  canned_keyword_taken: notice("kept", "choose_another"),
  canned_variable_unknown: notice("kept", "correct_it"),
  canned_full: notice("kept", "finish_first"),
  // Contacts
  contact_not_yours: notice("nothing_changed", "nothing"),
  contact_number_invalid: notice("kept", "correct_it"),
  contact_email_invalid: notice("kept", "correct_it"),
  contact_language_unknown: notice("kept", "choose_another"),
  contact_field_twice: notice("kept", "correct_it"),
  contact_merged: notice("kept", "look_at_newer"),
  contact_same: notice("nothing_changed", "choose_another"),
  // Set-up
  scenario_invalid: setup("kept", "correct_it", 409),
  scenario_in_use: setup("nothing_changed", "finish_first", 409),
  schedule_in_use: setup("nothing_changed", "finish_first", 409),
  service_in_use: setup("nothing_changed", "finish_first", 409),
  role_in_use: setup("nothing_changed", "finish_first", 409),
  team_in_use: setup("nothing_changed", "finish_first", 409),
  self_removal: setup("nothing_changed", "nothing", 409),
  last_administrator: setup("nothing_changed", "finish_first", 409),
  skill_in_use: setup("nothing_changed", "finish_first", 409),
  prompt_in_use: setup("nothing_changed", "finish_first", 409),
  name_taken: setup("kept", "correct_it", 409),
  disposition_twice: setup("kept", "correct_it", 409),
  number_taken: setup("kept", "correct_it", 409),
  version_conflict: entry(["agent", "administrator"], "warning")("both_kept", "look_at_newer", 409),
  mailbox_locked: warning("nothing_changed", "ask_administrator", 409),
  // Requests and the server itself
  invalid_args: entry(["agent", "developer"], "warning")("kept", "correct_it", 400),
  invalid_request: entry(["agent", "developer"], "fault")("nothing_changed", "reload"),
  not_accepted_try_again: fault("sent_again", "wait", 503),
  not_ready: notice("tried_again", "wait", 503),
  not_our_page: entry(["agent", "developer"], "warning")("nothing_changed", "reload", 403),
  not_found: developer("nothing_changed", "mend_request", 404),
  key_required: developer("nothing_changed", "mend_request", 401),
  key_not_accepted: developer("nothing_changed", "ask_administrator", 401),
  key_not_from_here: developer("nothing_changed", "ask_administrator", 403),
  key_lacks_scope: developer("nothing_changed", "ask_administrator", 403),
  api_keys_full: setup("nothing_changed", "finish_first", 409),
  not_here: developer("nothing_changed", "mend_request", 403),
  connection_lost: warning("outcome_unknown", "look_first"),
  desk_failed: fault("kept", "send_logs"),
  unknown_error: fault("logged", "send_logs", 500),
} as const satisfies Readonly<Record<ErrorCode, ErrorEntry>>;

/** How a desk's phone does when it does not work: `PhoneView.health`. */
export const phoneFaultCatalogue = {
  mic_denied: warning("calls_paused", "open_phone"),
  mic_missing: warning("calls_paused", "open_phone"),
  mic_in_use: warning("calls_paused", "open_phone"),
  mic_silent: warning("calls_paused", "open_phone"),
  output_missing: warning("calls_paused", "open_phone"),
  ice_failed: fault("tried_again", "open_phone"),
  media_timeout: fault("tried_again", "open_phone"),
  signalling_lost: fault("tried_again", "open_phone"),
  not_registered: warning("calls_paused", "open_phone"),
} as const satisfies Readonly<Record<PhoneFault, ErrorEntry>>;

/** Why a call is over, or was not put through, though nobody hung up. */
export const callFailureCatalogue = {
  busy: notice("call_over", "call_again"),
  no_answer: notice("call_over", "call_again"),
  declined: notice("call_over", "write_instead"),
  number_unknown: warning("call_over", "correct_it"),
  media: fault("call_over", "ask_administrator"),
  not_encrypted: fault("call_over", "ask_administrator"),
  network: fault("call_over", "call_again"),
  lost: fault("call_over", "call_again"),
  transfer_refused: warning("call_over", "call_again"),
} as const satisfies Readonly<Record<CallFailure, ErrorEntry>>;

const app = entry(["customer", "developer"], "warning");

/** The numeric codes of the messaging API; their status and meaning are in `messagingErrors`. */
export const messagingCatalogue = {
  "1000": developer("nothing_changed", "mend_request"),
  "2000": developer("nothing_changed", "mend_request"),
  "2001": developer("nothing_changed", "mend_request"),
  "2002": developer("nothing_changed", "mend_request"),
  "2003": developer("nothing_changed", "mend_request"),
  "2004": developer("nothing_changed", "mend_request"),
  "3000": developer("nothing_changed", "mend_request"),
  "5001": app("nothing_changed", "try_again"),
  "5003": developer("nothing_changed", "mend_request"),
  "5005": app("nothing_changed", "nothing"),
  "5006": app("nothing_changed", "ask_administrator"),
  "5500": app("logged", "try_again"),
  "5501": app("file_not_stored", "other_file"),
  "5502": app("nothing_changed", "nothing"),
  "5558": app("file_not_stored", "other_file"),
  "5601": developer("nothing_changed", "mend_request"),
  "5603": developer("nothing_changed", "mend_request"),
  "5955": developer("nothing_changed", "mend_request"),
} as const satisfies Readonly<Record<MessagingErrorCode, Omit<ErrorEntry, "status">>>;

/** The place of a code on the page of errors. */
export const errorAnchor = (code: ErrorCode): string => code;

export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errorCatalogue, code);

import { z } from "zod";
import { instant } from "../instant.js";
import { legEndCauses } from "../voice/words.js";
import { rosterViewSchema, selfViewSchema } from "./agent-view.js";
import { alertViewSchema } from "./alerts.js";
import { applicationViewSchema } from "./application.js";
import { assistanceViewSchema } from "./assistance.js";
import { interactionViewSchema, offerViewSchema } from "./interaction-view.js";
import { liveCallViewSchema, queueViewSchema } from "./live-call-view.js";
import { liveChatViewSchema } from "./live-chat-view.js";
import { happeningViewSchema, messageViewSchema } from "./message-view.js";
import { privilegeSchema } from "./privileges.js";
import { supervisesSchema } from "./setup-users.js";

/**
 * What a desk shows, as plain data. Every view is whole: a delta replaces the view of the same id, so that
 * "old snapshot + deltas = new snapshot" holds without rules at the desk. Times are milliseconds since 1970
 * of the server's clock; `serverTime` in the snapshot gives the difference to the desk's own.
 */

export const serviceViewSchema = z.object({
  serviceId: z.string(),
  name: z.string(),
  open: z.boolean(),
  waiting: z.number().int(),
  /** Since when the one waiting longest has waited. */
  oldestSince: instant.nullable(),
  /** Estimated wait of a newcomer in seconds; `null` below 5 samples. */
  ewtSeconds: z.number().nullable(),
  wrapUpMs: z.number().int(),
  dispositionMandatory: z.boolean(),
  dispositions: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      type: z.enum(["SUCCESS", "FAILURE", "CONTINUE", "SPAM", "DO_NOT_CALL"]),
    }),
  ),
});

export const reasonViewSchema = z.object({
  reasonId: z.string(),
  name: z.string(),
  icon: z.string(),
  kind: z.enum(["agent", "system"]),
  limitMs: z.number().nullable(),
});

export const deskUserSchema = z.object({
  agentId: z.string(),
  username: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  roles: z.array(z.enum(["agent", "supervisor", "administrator"])),
  /** What this user may do now: what else is shown only leads to refusals. */
  privileges: z.array(privilegeSchema),
  /** Which teams' work a supervisor sees and steps into. */
  supervises: supervisesSchema,
  photoUrl: z.string().nullable(),
  extension: z.string().nullable(),
});

/** What the desk needs to know of voice as a whole. */
export const voiceViewSchema = z.object({
  /** `off`: this center has no voice process. `unreachable`: it is not attached, calls that are up go on. */
  state: z.enum(["off", "ready", "unreachable", "no_network"]),
  /** A sentence's facts: which variable, which port. */
  problem: z.object({ code: z.string(), variable: z.string(), port: z.number().int() }).nullable(),
  iceServers: z.array(
    z.object({
      urls: z.array(z.string()),
      username: z.string().optional(),
      credential: z.string().optional(),
    }),
  ),
  /** Lines through which agents may call out, each with the number that is shown to the called party. */
  lines: z.array(
    z.object({ entryId: z.string(), name: z.string(), address: z.string(), serviceId: z.string() }),
  ),
  /** To which agents may give the customer of a call. */
  applications: z.array(applicationViewSchema),
  /** Who is paid: nobody; a processor that only looks like one; a real one. */
  payments: z.object({ mode: z.enum(["off", "test", "http"]), currency: z.string() }),
});

export const deskSnapshotSchema = z.object({
  seq: z.number().int(),
  serverTime: instant,
  company: z.string(),
  user: deskUserSchema,
  /** `null`: signed in to the desk, but with no role that takes part in work. */
  self: selfViewSchema.nullable(),
  offers: z.array(offerViewSchema),
  interactions: z.array(interactionViewSchema),
  /** Of all interactions above, each with its newest lines (at most TRANSCRIPT_LINES_MAX). */
  messages: z.array(messageViewSchema),
  happenings: z.array(happeningViewSchema),
  roster: z.array(rosterViewSchema),
  services: z.array(serviceViewSchema),
  reasons: z.array(reasonViewSchema),
  /** For supervisors and administrators alone: every call that is up, and who waits where. */
  liveCalls: z.array(liveCallViewSchema),
  /** The same of chats that somebody has taken. */
  liveChats: z.array(liveChatViewSchema),
  queues: z.array(queueViewSchema),
  /** Who of the agents has asked for help. */
  assistance: z.array(assistanceViewSchema),
  /** What is beyond a threshold; the oldest first. */
  alerts: z.array(alertViewSchema),
  /** What the desk needs of the settings. */
  settings: z.object({
    waitAmberMs: z.number().int(),
    waitRedMs: z.number().int(),
    uploadBytesMax: z.number().int(),
    mapTilesUrl: z.string().nullable(),
  }),
  voice: voiceViewSchema,
});

/** How an interaction left this agent's hands. */
export const departureSchema = z.object({
  /**
   * `timed_out`: the wrap-up ended by itself; `lost`: the agent's phone did; `consultation_ended`: who asked needs no more;
   * `removed`: the host took the agent out; `taken_over`: a supervisor has it; `chat_ended`: of a supervisor who read along.
   */
  how: z.enum([
    "completed",
    "timed_out",
    "left",
    "transferred",
    "signed_out",
    "lost",
    "consultation_ended",
    "removed",
    "taken_over",
    "chat_ended",
  ]),
  /** Who has taken it, where it was transferred. */
  to: z.object({ agentId: z.string(), name: z.string() }).nullable(),
  /** Whether the agent's recording of it goes on with somebody else; absent: none ran. */
  recordingGoesOn: z.boolean().optional(),
});

/** What became of a call that this agent gave away at once. */
export const handoverSchema = z.object({
  /** `reached`, `not_reached`: a number to which it was given. `ended`: the customer was gone before anybody took it. Whatever nobody took comes back to this agent first. */
  how: z.enum(["taken", "declined", "no_answer", "not_there", "ended", "reached", "not_reached"]),
  /** Who has taken it, or has not; of a number its name, or itself, and no `agentId`. */
  who: z.object({ agentId: z.string().nullable(), name: z.string() }).nullable(),
});

/** One change of a desk's view. Upserts carry the whole view. */
export const deskChangeSchema = z.discriminatedUnion("on", [
  z.object({ on: z.literal("self"), view: selfViewSchema.nullable() }),
  z.object({ on: z.literal("offer"), view: offerViewSchema }),
  z.object({
    on: z.literal("offer.gone"),
    offerId: z.string(),
    interactionId: z.string(),
    /** accepted, rejected, expired, or the withdrawal's cause. */
    cause: z.string(),
    customerName: z.string(),
  }),
  z.object({ on: z.literal("interaction"), view: interactionViewSchema }),
  z.object({
    on: z.literal("interaction.gone"),
    interactionId: z.string(),
    /** `null`: not known any more, for example when the work has moved to another session. */
    departure: departureSchema.nullable(),
    /** Of a call out that nobody answered, why: a `LegEndCause` of the core. */
    unreached: z.enum(legEndCauses).optional(),
  }),
  /** News, and no part of what is shown: told once, to desks that are there. */
  z.object({ on: z.literal("handover"), interactionId: z.string(), view: handoverSchema }),
  z.object({ on: z.literal("message"), view: messageViewSchema }),
  z.object({ on: z.literal("happening"), view: happeningViewSchema }),
  /** The desk's own user is called or may do something else. */
  z.object({ on: z.literal("user"), view: deskUserSchema }),
  z.object({ on: z.literal("roster"), view: rosterViewSchema }),
  z.object({ on: z.literal("roster.gone"), agentId: z.string() }),
  z.object({ on: z.literal("service"), view: serviceViewSchema }),
  z.object({ on: z.literal("service.gone"), serviceId: z.string() }),
  z.object({ on: z.literal("reasons"), view: z.array(reasonViewSchema) }),
  z.object({ on: z.literal("voice"), view: voiceViewSchema }),
  z.object({ on: z.literal("live_call"), view: liveCallViewSchema }),
  z.object({ on: z.literal("live_call.gone"), interactionId: z.string() }),
  z.object({ on: z.literal("live_chat"), view: liveChatViewSchema }),
  z.object({ on: z.literal("live_chat.gone"), interactionId: z.string() }),
  z.object({ on: z.literal("assistance"), view: assistanceViewSchema }),
  z.object({ on: z.literal("assistance.gone"), interactionId: z.string() }),
  z.object({ on: z.literal("alerts"), view: z.array(alertViewSchema) }),
  z.object({ on: z.literal("queue"), view: queueViewSchema }),
  z.object({ on: z.literal("queue.gone"), serviceId: z.string() }),
]);

export type VoiceView = z.infer<typeof voiceViewSchema>;
export type ServiceView = z.infer<typeof serviceViewSchema>;
export type ReasonView = z.infer<typeof reasonViewSchema>;
export type HandoverView = z.infer<typeof handoverSchema>;
export type DepartureView = z.infer<typeof departureSchema>;
export type DeskSnapshot = z.infer<typeof deskSnapshotSchema>;
export type DeskChange = z.infer<typeof deskChangeSchema>;

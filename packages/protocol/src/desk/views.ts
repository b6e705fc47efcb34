import { forwardingReasons } from "@patchbay/core";
import { z } from "zod";
import { legEndCauses, phoneDevices } from "../voice/wire.js";
import { applicationViewSchema } from "./application.js";
import { callViewSchema } from "./call-view.js";
import { liveCallViewSchema, queueViewSchema } from "./live-call-view.js";
import { requestKinds } from "./request-kinds.js";

/**
 * What a desk shows, as plain data. Every view is whole: a delta replaces the view of the same id, so that
 * "old snapshot + deltas = new snapshot" holds without rules at the desk. Times are milliseconds since 1970
 * of the server's clock; `serverTime` in the snapshot gives the difference to the desk's own.
 */

const instant = z.number().int();

export const presenceSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ready") }),
  z.object({ kind: z.literal("not_ready"), reason: z.string().nullable() }),
  z.object({ kind: z.literal("supervising") }),
]);
export const nextPresenceSchema = z.discriminatedUnion("kind", [
  ...presenceSchema.options,
  z.object({ kind: z.literal("logged_out") }),
]);

export const agentWordSchema = z.enum([
  "ringing",
  "reserved",
  "busy",
  "after_call_work",
  "ready",
  "not_ready",
  "supervising",
]);

export const presenceSourceSchema = z.object({
  by: z.enum(["agent", "system", "supervisor"]),
  supervisorId: z.string().optional(),
});

/** What an agent talks through, and whether it works (see the core's `Phone`). */
export const phoneViewSchema = z.object({
  device: z.enum(phoneDevices),
  health: z.enum([
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
  ]),
});

/** The desk's own agent. */
export const selfViewSchema = z.object({
  agentId: z.string(),
  word: agentWordSchema,
  wordSince: instant,
  presence: presenceSchema,
  source: presenceSourceSchema,
  next: nextPresenceSchema.nullable(),
  nextSource: presenceSourceSchema.nullable(),
  /** Chats in hand, wrap-up included, and how many fit. */
  load: z.number().int(),
  capacity: z.number().int(),
  /** When colleagues' calls go on to the agent's own number; empty: never. */
  forwarding: z.array(z.enum(forwardingReasons)),
  phone: phoneViewSchema,
  /** The line that stays up between calls; `null`: each call rings the phone. */
  line: z
    .object({ state: z.enum(["down", "dialing", "ringing", "up"]), since: instant, inCall: z.boolean() })
    .nullable(),
});

/** Any user of the center, logged in or not (`word` null = offline). */
export const rosterViewSchema = z.object({
  agentId: z.string(),
  name: z.string(),
  username: z.string(),
  extension: z.string().nullable(),
  photoUrl: z.string().nullable(),
  roles: z.array(z.enum(["agent", "supervisor", "administrator"])),
  serviceIds: z.array(z.string()),
  word: agentWordSchema.nullable(),
  wordSince: instant.nullable(),
  reason: z.string().nullable(),
  next: nextPresenceSchema.nullable(),
  load: z.number().int(),
  capacity: z.number().int(),
  deskAlive: z.boolean(),
  /** `null`: not logged in. */
  phone: phoneViewSchema.nullable(),
  /** A call is in hand, on hold or not; wrap-up is none. */
  onCall: z.boolean(),
  /** A colleague's call that does not get through goes on, also when nobody is logged in: to a mailbox, or to a number. */
  callsGoOn: z.boolean(),
  team: z.object({ teamId: z.string(), name: z.string() }).nullable(),
});

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

export const contactViewSchema = z.object({
  contactId: z.string(),
  /** "Visitor" plus a number when nothing is known. */
  name: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  /** `display` in international form; `e164` null when it is no number we understand. */
  phones: z.array(z.object({ raw: z.string(), display: z.string(), e164: z.string().nullable() })),
  emails: z.array(z.string()),
  account: z.string().nullable(),
  since: instant,
});

/** As it is dialled, and as people read it. */
export const phoneNumberViewSchema = z.object({ raw: z.string(), display: z.string() });

export const locationViewSchema = z.object({
  latitude: z.number(),
  longitude: z.number(),
  /** Metres. */
  accuracy: z.number().nullable(),
  address: z.string().nullable(),
  at: instant,
});

export const fileViewSchema = z.object({
  fileId: z.string(),
  name: z.string(),
  mediaType: z.string(),
  bytes: z.number().int(),
  image: z.object({ width: z.number().int(), height: z.number().int() }).nullable(),
  /** Same origin, needs the seat's cookie. */
  url: z.string(),
  thumbnailUrl: z.string().nullable(),
});

export const messageBodyViewSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("text"), text: z.string() }),
  z.object({ kind: z.literal("file"), file: fileViewSchema }),
  z.object({ kind: z.literal("location"), location: locationViewSchema }),
  z.object({ kind: z.literal("form"), formName: z.string(), fields: z.record(z.string(), z.string()) }),
  z.object({ kind: z.literal("navigation"), title: z.string(), page: z.string() }),
  /** An agent asked the customer's app to show a form. No name: the customer's next text is the answer. */
  z.object({
    kind: z.literal("form_request"),
    formName: z.string(),
    timeoutSeconds: z.number().int(),
    secure: z.boolean(),
  }),
  z.object({ kind: z.literal("form_withdrawal"), formName: z.string() }),
  /** A secure form came back: its values are kept nowhere, only what its fields are called. */
  z.object({ kind: z.literal("secure_form"), formName: z.string(), fieldNames: z.array(z.string()) }),
  z.object({ kind: z.literal("form_declined"), formName: z.string() }),
  /** The customer asks to be called. */
  z.object({ kind: z.literal("call_request"), number: phoneNumberViewSchema }),
  z.object({ kind: z.literal("cobrowsing_request") }),
  z.object({
    kind: z.literal("cobrowsing"),
    step: z.enum(["rejected", "started", "ended"]),
    /** As the app names it; may be empty. */
    provider: z.string(),
    /** Always http or https. */
    url: z.string().nullable(),
  }),
  z.object({ kind: z.literal("erased") }),
]);

/**
 * One line of the timeline with a speaker. Its place is `seq`, the journal's. `state`: sent = committed,
 * delivered / read = by the other side (for an agent's message the customer, else the agent).
 */
export const messageViewSchema = z.object({
  interactionId: z.string(),
  messageId: z.string(),
  seq: z.number().int(),
  at: instant,
  from: z.discriminatedUnion("who", [
    z.object({ who: z.literal("customer") }),
    z.object({ who: z.literal("agent"), agentId: z.string(), name: z.string() }),
  ]),
  audience: z.enum(["all", "team"]),
  body: messageBodyViewSchema,
  state: z.enum(["sent", "delivered", "read"]),
  stateAt: instant.nullable(),
  /** The desk's own request id, so that the sending desk recognises its optimistic line. */
  clientMessageId: z.string().nullable(),
});

/**
 * One line of the timeline without a speaker: what happened. `what` is the core's event name; `facts` are that
 * event's own fields without type, place, time and interaction (ids, codes, counts). Words are made at the screen.
 */
export const happeningViewSchema = z.object({
  interactionId: z.string(),
  seq: z.number().int(),
  at: instant,
  /** For example AgentJoined, AgentRequested, OfferMade, InteractionEnded. */
  what: z.string(),
  facts: z.record(z.string(), z.unknown()),
});

export const partyViewSchema = z.object({
  agentId: z.string(),
  name: z.string(),
  state: z.enum(["active", "wrap_up"]),
  joinedAt: instant,
});

export const requestViewSchema = z.object({
  kind: z.enum(requestKinds),
  serviceId: z.string(),
  agentId: z.string().nullable(),
  by: z.string().nullable(),
  since: instant,
  /** Whether an offer for it is in front of somebody right now. */
  offered: z.boolean(),
});

/** What colleagues of the same interaction have written about it so far. */
const teamNotesSchema = z.array(z.object({ agentId: z.string(), name: z.string(), text: z.string() }));

/** An interaction in this agent's hands. The transcript comes as separate messages and happenings. */
export const interactionViewSchema = z.object({
  interactionId: z.string(),
  channel: z.enum(["chat", "voice", "email"]),
  mark: z.enum(["mobile", "web"]),
  /**
   * `connected` covers the agent's active part; `ending` is the undo window; `monitoring`: not in hand, a supervisor is
   * beside one of its agents.
   */
  phase: z.enum(["connected", "ending", "wrap_up", "monitoring"]),
  stage: z.enum(["open", "ending", "disconnected", "ended"]),
  stageUntil: instant.nullable(),
  contact: contactViewSchema,
  serviceId: z.string(),
  serviceName: z.string(),
  entryName: z.string(),
  caseNumber: z.number().int(),
  startedAt: instant,
  enqueuedAt: instant,
  /** When the first agent took it; `null`: nobody has yet. */
  answeredAt: instant.nullable(),
  joinedAt: instant,
  /** Since when it is the agent's turn; `null` when it is the customer's. */
  unansweredSince: instant.nullable(),
  /** Customer messages after the last one that an agent of this interaction has marked read. */
  unread: z.number().int(),
  /** What is known of the customer's app: polling, away for some seconds, or gone. */
  customerPresence: z.enum(["here", "away", "gone"]),
  inactivityEndsAt: instant.nullable(),
  parties: z.array(partyViewSchema),
  request: requestViewSchema.nullable(),
  /** The customer of this chat asks to be called, and nobody has answered that yet. */
  callRequest: z
    .object({ messageId: z.string(), since: instant, number: phoneNumberViewSchema.nullable() })
    .nullable(),
  /** The customer's app can be called. `callId`: such a call is up. */
  app: z.object({ talks: z.boolean(), callId: z.string().nullable() }),
  /** All the app sent, in its order. */
  data: z.array(z.object({ name: z.string(), value: z.string() })),
  /** Newest last; the last one is where the marker stands. */
  locations: z.array(locationViewSchema),
  disposition: z.string().nullable(),
  note: z.string(),
  /** What this agent has typed and not sent, and for whom it is meant. */
  draft: z.object({ text: z.string(), audience: z.enum(["all", "team"]), version: z.number().int() }),
  transferNote: z.object({ by: z.string(), text: z.string(), at: instant }).nullable(),
  teamNotes: teamNotesSchema,
  wrapUpSince: instant.nullable(),
  wrapUpUntil: instant.nullable(),
  /** Whether it may be extended once more. */
  wrapUpExtendable: z.boolean(),
  /** `null` on every channel but voice. */
  call: callViewSchema.nullable(),
});

export const offerViewSchema = z.object({
  offerId: z.string(),
  interactionId: z.string(),
  kind: z.enum(requestKinds),
  channel: z.enum(["chat", "voice", "email"]),
  mark: z.enum(["mobile", "web"]),
  status: z.enum(["reserved", "ringing"]),
  until: instant,
  /** How long it rings in all, for the ring's share. */
  ringMs: z.number().int(),
  customerName: z.string(),
  contact: contactViewSchema,
  serviceId: z.string(),
  serviceName: z.string(),
  waitingSince: instant,
  /** First words of the customer, or the newest since a return into the same chat; at most 200 characters. */
  firstMessage: z.string().nullable(),
  /** Present when the position came before the agent. */
  locations: z.array(locationViewSchema),
  data: z.array(z.object({ name: z.string(), value: z.string() })),
  from: z.object({ agentId: z.string(), name: z.string() }).nullable(),
  note: z.string().nullable(),
  /** The customer calls in the app, from the chat of this id. */
  beside: z.string().nullable(),
  /** Whoever is asked by a colleague knows before what is known of the matter. */
  teamNotes: teamNotesSchema,
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
  queues: z.array(queueViewSchema),
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
   * `removed`: the host took the agent out; `taken_over`: a supervisor has it.
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
  ]),
  /** Who has taken it, where it was transferred. */
  to: z.object({ agentId: z.string(), name: z.string() }).nullable(),
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
  z.object({ on: z.literal("roster"), view: rosterViewSchema }),
  z.object({ on: z.literal("roster.gone"), agentId: z.string() }),
  z.object({ on: z.literal("service"), view: serviceViewSchema }),
  z.object({ on: z.literal("reasons"), view: z.array(reasonViewSchema) }),
  z.object({ on: z.literal("voice"), view: voiceViewSchema }),
  z.object({ on: z.literal("live_call"), view: liveCallViewSchema }),
  z.object({ on: z.literal("live_call.gone"), interactionId: z.string() }),
  z.object({ on: z.literal("queue"), view: queueViewSchema }),
  z.object({ on: z.literal("queue.gone"), serviceId: z.string() }),
]);

export type PresenceView = z.infer<typeof presenceSchema>;
export type NextPresenceView = z.infer<typeof nextPresenceSchema>;
export type PhoneView = z.infer<typeof phoneViewSchema>;
export type VoiceView = z.infer<typeof voiceViewSchema>;
export type SelfView = z.infer<typeof selfViewSchema>;
export type RosterView = z.infer<typeof rosterViewSchema>;
export type ServiceView = z.infer<typeof serviceViewSchema>;
export type ContactView = z.infer<typeof contactViewSchema>;
export type LocationView = z.infer<typeof locationViewSchema>;
export type FileView = z.infer<typeof fileViewSchema>;
export type MessageView = z.infer<typeof messageViewSchema>;
export type HappeningView = z.infer<typeof happeningViewSchema>;
export type InteractionView = z.infer<typeof interactionViewSchema>;
export type OfferView = z.infer<typeof offerViewSchema>;
export type ReasonView = z.infer<typeof reasonViewSchema>;
export type HandoverView = z.infer<typeof handoverSchema>;
export type DepartureView = z.infer<typeof departureSchema>;
export type DeskSnapshot = z.infer<typeof deskSnapshotSchema>;
export type DeskChange = z.infer<typeof deskChangeSchema>;

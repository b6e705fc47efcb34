import { z } from "zod";
import { instant } from "../instant.js";
import { openAssistanceSchema } from "./assistance.js";
import { callViewSchema } from "./call-view.js";
import { contactViewSchema, locationViewSchema, phoneNumberViewSchema } from "./contact-view.js";
import { requestKinds } from "./request-kinds.js";

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
  /** The supervisor who has decided it; absent: the agents did. */
  supervisorId: z.string().optional(),
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
  /** The service gives links to transcripts. */
  transcripts: z.literal(true).optional(),
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
  /** Supervisors who read this chat along, as far as the viewer may know; a call has them among its parties. */
  monitors: z.array(z.object({ agentId: z.string(), name: z.string(), since: instant })),
  /** An agent of it has asked for a supervisor; `null`: none, or it is done. */
  assistance: openAssistanceSchema.nullable(),
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
  /** The colleague who was called first and whose call has been forwarded here; `null`: none. */
  forwardedBy: z.object({ agentId: z.string(), name: z.string() }).nullable(),
  note: z.string().nullable(),
  /** The customer calls in the app, from the chat of this id. */
  beside: z.string().nullable(),
  /** Whoever is asked by a colleague knows before what is known of the matter. */
  teamNotes: teamNotesSchema,
});

export type InteractionView = z.infer<typeof interactionViewSchema>;
export type OfferView = z.infer<typeof offerViewSchema>;

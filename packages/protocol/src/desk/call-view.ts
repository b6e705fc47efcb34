import { z } from "zod";
import { instant } from "../instant.js";
import { legDevices, legRoles, monitoringModes, phoneDevices } from "../voice/words.js";
import { runningApplicationSchema } from "./application.js";
import { phoneNumberViewSchema } from "./contact-view.js";
import { consentRules } from "./setup-recording.js";

/** One who is in a call, as this desk may see it. */
export const callPartyViewSchema = z.object({
  legId: z.string(),
  role: z.enum(legRoles),
  /** Of agents and supervisors. */
  agentId: z.string().nullable(),
  /** The contact's, the colleague's, or that of a number called in when it is known; else the number. */
  name: z.string(),
  number: phoneNumberViewSchema.nullable(),
  /** Of agents and supervisors, and `app` of a customer who talks in the app. */
  device: z.enum(legDevices).nullable(),
  state: z.enum(["arriving", "dialing", "ringing", "connected", "lost"]),
  since: instant,
  muted: z.boolean(),
  /** Who is in the same circle hears each other. */
  circle: z.enum(["main", "consult"]),
  /** It has stepped out of its circle (an agent's own hold), or was parked by the host. */
  heldSince: instant.nullable(),
  /** This desk's own leg. */
  own: z.boolean(),
  /** Leads the call: may mute, park, remove others, and end it for all. */
  host: z.boolean(),
  /** Of a supervisor; a silent listener is shown to supervisors alone. */
  monitoring: z.object({ beside: z.string(), mode: z.enum(monitoringModes) }).nullable(),
});

export const recordingViewSchema = z.object({
  recordingId: z.string(),
  agentId: z.string(),
  own: z.boolean(),
  kind: z.enum(["call", "signature"]),
  automatic: z.boolean(),
  startedAt: instant,
  pausedSince: instant.nullable(),
  /** When the pause ends by itself. */
  resumeAt: instant.nullable(),
});

/** The call of an interaction on channel voice. */
export const callViewSchema = z.object({
  direction: z.enum(["inbound", "outbound", "internal"]),
  /** The other side's number; `null` when withheld, and when it has none: a colleague, or a customer in the app. */
  number: phoneNumberViewSchema.nullable(),
  /** The customer talks in the app of the chat beside it, and not by telephone. */
  inApp: z.boolean(),
  /** The customer's leg; `null` when it has hung up, or never was (an internal call). */
  customer: z
    .object({
      state: z.enum(["arriving", "dialing", "ringing", "connected", "lost"]),
      since: instant,
    })
    .nullable(),
  /** This desk's own leg; `null` when it has none (wrap-up). */
  own: z
    .object({
      legId: z.string(),
      device: z.enum(phoneDevices),
      state: z.enum(["dialing", "connected", "lost"]),
      since: instant,
      muted: z.boolean(),
      circle: z.enum(["main", "consult"]),
    })
    .nullable(),
  /** Since when this desk's agent has put the call on hold. */
  heldSince: instant.nullable(),
  /** The chat beside which it was placed, or in whose app it is. */
  beside: z.string().nullable(),
  /** All who are in it, the customer first, then in the order in which they came. */
  parties: z.array(callPartyViewSchema),
  /** Somebody is being asked, while the customer waits. */
  consultation: z
    .object({
      by: z.string(),
      /** It is this desk's agent who asks. */
      own: z.boolean(),
      since: instant,
      /** Whoever is asked has been there: only then the two may be brought together. */
      reached: z.boolean(),
    })
    .nullable(),
  /** A recorded message is being played: nobody hears anybody until it ends or is stopped. */
  message: z
    .object({
      messageId: z.string(),
      name: z.string(),
      by: z.string(),
      since: instant,
      durationMs: z.number().int(),
      /** The call ends with it. */
      thenEnds: z.boolean(),
      /** Nobody chose it: it says that the call is recorded. */
      announces: z.literal("recording").nullable(),
    })
    .nullable(),
  /** This desk's agent leads the call. */
  host: z.boolean(),
  recordings: z.array(recordingViewSchema),
  /** The agent speaks into the mailbox of the colleague who was called. */
  inMailbox: z.boolean(),
  /** The customer is with a voice application, and hears and is heard by nobody else. */
  application: runningApplicationSchema.nullable(),
  /** What the service allows. */
  recordingRule: z.object({
    mode: z.enum(["never", "on_demand", "always"]),
    mayStop: z.boolean(),
    consent: z.enum(consentRules),
  }),
  /** What the service has approved to be read for a voice signature; `null`: nothing. */
  signatureScript: z.string().nullable(),
  /** Whether the customer has agreed to being recorded; `null`: not asked. */
  consent: z.boolean().nullable(),
  /** Which agent noted that, and when. */
  consentNoted: z.object({ name: z.string(), at: z.number().int() }).nullable(),
  /** What was written last could not be gone on with; nothing new is begun until then. `null`: nothing failed. */
  recordingFailed: z.object({ cause: z.enum(["disk_full", "failed"]), until: z.number().int() }).nullable(),
  /** Everybody was told that the call is recorded. */
  recordingAnnounced: z.boolean(),
});

export type CallPartyView = z.infer<typeof callPartyViewSchema>;
export type RecordingView = z.infer<typeof recordingViewSchema>;
export type CallView = z.infer<typeof callViewSchema>;

import { z } from "zod";
import { phoneNumberViewSchema } from "./contact-view.js";
import { define, id, nothing } from "./define.js";

/** Bounds of a mailbox: how long a message may be, and how long a colleague's call rings before it goes there. In ms. */
export const MESSAGE_MS_MIN = 10_000;
export const MESSAGE_MS_MAX = 600_000;
/** Callers do not listen for longer, and the core does not wait for it. */
export const GREETING_MS_MAX = 120_000;
export const MAILBOX_RING_MS_MIN = 5_000;
export const MAILBOX_RING_MS_MAX = 60_000;

export const voicemailViewSchema = z.object({
  /** Its sound: `/api/recordings/<id>/audio`, as of every recording. */
  recordingId: z.string(),
  interactionId: z.string(),
  at: z.number().int(),
  durationMs: z.number().int(),
  /** `null`: it is the agent's own; else the service it was left for. */
  serviceName: z.string().nullable(),
  /** The customer who left it; `null`: a colleague. */
  contact: z.object({ contactId: z.string(), name: z.string() }).nullable(),
  /** The colleague who left it; `null`: a customer. */
  agentId: z.string().nullable(),
  /** To call back; `null`: withheld, or a colleague. */
  number: phoneNumberViewSchema.nullable(),
  /** Nobody has heard it. */
  isNew: z.boolean(),
  /** Who heard it first; `null`: nobody. */
  heardBy: z.string().nullable(),
  mayDownload: z.boolean(),
});

/** `default`: the sentence that comes along. `own`: what the agent has recorded or uploaded. */
export const greetingKinds = ["default", "own"] as const;

export const mailboxFormSchema = z.object({
  enabled: z.boolean(),
  greeting: z.enum(greetingKinds),
  ringMs: z.number().int().min(MAILBOX_RING_MS_MIN).max(MAILBOX_RING_MS_MAX),
  maxMs: z.number().int().min(MESSAGE_MS_MIN).max(MESSAGE_MS_MAX),
});

/**
 * Voicemail: an agent's own mailbox and those of the services that the agent serves. The frame `voicemail` says that one of
 * them has changed.
 */
export const voicemailRequests = {
  /** Newest first. `before`: the last one that is known. */
  voicemail: define(
    "desk.voicemail.list",
    z.object({
      which: z.enum(["all", "new"]).default("all"),
      before: z.object({ at: z.number().int(), recordingId: id }).nullable().default(null),
      limit: z.number().int().min(1).max(100).default(50),
    }),
    z.object({
      messages: z.array(voicemailViewSchema),
      more: z.boolean(),
      /** How many are new, over all pages. */
      fresh: z.number().int(),
    }),
  ),
  /** Heard, or new again. */
  markVoicemail: define("desk.voicemail.mark", z.object({ recordingId: id, heard: z.boolean() }), nothing),
  /** Out of the list; `deleted: false` within ten minutes takes it back. */
  deleteVoicemail: define(
    "desk.voicemail.delete",
    z.object({ recordingId: id, deleted: z.boolean() }),
    nothing,
  ),
  /** The own mailbox. */
  mailbox: define(
    "desk.voicemail.mailbox",
    nothing,
    z.object({
      form: mailboxFormSchema,
      /** What the agent has recorded or uploaded; `null`: nothing yet. */
      ownGreeting: z.object({ durationMs: z.number().int() }).nullable(),
      /** An administrator has switched it on or off, and says how long messages may be. */
      locked: z.boolean(),
    }),
  ),
  /** `object_not_found`: there is no greeting of the agent's own. `mailbox_locked`: an administrator has set it. */
  saveMailbox: define("desk.voicemail.save_mailbox", z.object({ form: mailboxFormSchema }), nothing),
} as const;

/** An agent's mailbox as administrators set it; the greeting stays the agent's. */
const mailboxSetupSchema = mailboxFormSchema.omit({ greeting: true }).extend({ locked: z.boolean() });
const MAILBOXES_AT_ONCE_MAX = 1_000;

/** Administrators: everybody's mailbox. */
export const mailboxSetupRequests = {
  mailboxes: define(
    "desk.setup.mailboxes",
    nothing,
    z.object({
      agents: z.array(
        z.object({
          agentId: z.string(),
          name: z.string(),
          form: mailboxSetupSchema,
          /** What callers hear is the agent's own. */
          ownGreeting: z.boolean(),
        }),
      ),
    }),
  ),
  /** One after the other. `object_not_found`: one of them is no user, and nothing is changed. */
  saveMailboxes: define(
    "desk.setup.mailboxes.save",
    z.object({
      mailboxes: z
        .array(z.object({ agentId: id, form: mailboxSetupSchema }))
        .min(1)
        .max(MAILBOXES_AT_ONCE_MAX),
    }),
    nothing,
  ),
} as const;

export type VoicemailView = z.infer<typeof voicemailViewSchema>;
export type MailboxForm = z.infer<typeof mailboxFormSchema>;

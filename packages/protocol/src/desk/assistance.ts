import { assistanceReasons } from "@patchbay/core";
import { z } from "zod";
import { instant } from "../instant.js";
import { define, id, nothing } from "./define.js";

const person = z.object({ agentId: z.string(), name: z.string() });

/** What may be said with a request for a supervisor, or when it is resolved. */
export const ASSISTANCE_TEXT_MAX = 500;
const text = z.string().max(ASSISTANCE_TEXT_MAX).default("");
export const assistanceReasonSchema = z.enum(assistanceReasons);

/** An agent has asked for a supervisor, and it is not done. */
export const openAssistanceSchema = z.object({
  agent: person,
  reason: assistanceReasonSchema,
  /** May be empty. */
  text: z.string(),
  since: instant,
  /** The supervisor who looks after it; `null`: nobody does yet. */
  answered: person.extend({ since: instant }).nullable(),
});

/** The same as those see it who supervise, with what it is about. */
export const assistanceViewSchema = openAssistanceSchema.extend({
  interactionId: z.string(),
  channel: z.enum(["chat", "voice", "email"]),
  mark: z.enum(["mobile", "web"]),
  contactName: z.string(),
  serviceName: z.string(),
});

/** "Help me" (SPEC AST). Codes: the core's. */
export const assistanceRequests = {
  askAssistance: define(
    "desk.assistance.ask",
    z.object({ interactionId: id, reason: assistanceReasonSchema, text }),
    nothing,
  ),
  withdrawAssistance: define("desk.assistance.withdraw", z.object({ interactionId: id }), nothing),
  /** Supervisors: looks after it, and, of a chat, reads it along. */
  answerAssistance: define("desk.assistance.answer", z.object({ interactionId: id }), nothing),
  resolveAssistance: define("desk.assistance.resolve", z.object({ interactionId: id, text }), nothing),
} as const;

export type AssistanceReasonWord = z.infer<typeof assistanceReasonSchema>;
export type OpenAssistance = z.infer<typeof openAssistanceSchema>;
export type AssistanceView = z.infer<typeof assistanceViewSchema>;

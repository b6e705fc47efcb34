import { z } from "zod";
import { instant } from "../instant.js";
import { define, id } from "./define.js";

/**
 * What a change was made to. A further kind is a word here, a rule at the server (desk-gateway/requests/audit) and its name
 * in the desk's words (`audit.kinds`).
 */
export const auditKinds = [
  "number",
  "chatEntry",
  "scenario",
  "prompt",
  "message",
  "recording",
  "mailbox",
  "forwarding",
  "canned",
  "masking",
  "screenPop",
  "afterChat",
  "trunk",
  "deskPhone",
  "dialPlan",
  "networkDoors",
  "doNotCall",
  "service",
  "skill",
  "reason",
  "schedule",
  "user",
  "team",
  "role",
  "password",
  "alertRules",
  "apiKey",
] as const;
export const auditKindSchema = z.enum(auditKinds);
export type AuditKind = z.infer<typeof auditKindSchema>;

export const AUDIT_PAGE_MAX = 100;

/** One change of Set-up: who, what, before and after. Forms are as their requests have them, without any secret. */
export const auditEntrySchema = z.object({
  auditId: z.string(),
  /** Grows with every change. */
  place: z.number().int(),
  at: instant,
  by: z.object({ agentId: z.string(), name: z.string() }),
  kind: auditKindSchema,
  subjectId: z.string(),
  /** What it was called then. */
  subjectName: z.string(),
  action: z.enum(["created", "changed", "removed"]),
  /** `null`: it was not there. */
  before: z.unknown(),
  /** `null`: it is not there any more. */
  after: z.unknown(),
  /** A secret was set with it; it is shown nowhere. */
  secretSet: z.boolean(),
  /** `false`: the server ended while it was made, and nobody knows whether it came to anything. */
  certain: z.boolean(),
  /** The change that this one took back. */
  undoes: z.string().nullable(),
  undone: z.object({ auditId: z.string(), at: instant, name: z.string() }).nullable(),
  /** Nobody has changed the same thing since, and there is a way back. */
  mayUndo: z.boolean(),
});
export type AuditEntryView = z.infer<typeof auditEntrySchema>;

export const auditRequests = {
  /** Newest first. `search`: in what it was called. `before`: the place of the last one of the page before. */
  changes: define(
    "desk.setup.changes",
    z.object({
      kind: auditKindSchema.nullable(),
      by: id.nullable(),
      search: z.string().max(80),
      from: instant.nullable(),
      until: instant.nullable(),
      before: z.number().int().nullable(),
      limit: z.number().int().min(1).max(AUDIT_PAGE_MAX),
    }),
    z.object({
      changes: z.array(auditEntrySchema),
      more: z.boolean(),
      /** Names of the ids in the forms: services, people, entries, scenarios and the like, as they are called now; teams also as `team ID`. */
      names: z.record(z.string(), z.string()),
      /** Whoever has changed something, for the filter. */
      people: z.array(z.object({ agentId: z.string(), name: z.string() })),
    }),
  ),
  /**
   * Makes it as it was before. `object_not_found`: there is no such change. `not_suitable_state`: it was taken back already, or
   * there is no way back. `version_conflict`: the same thing was changed since. Else what the request of that change says.
   */
  undoChange: define("desk.setup.undo_change", z.object({ auditId: id }), z.object({})),
} as const;

import { z } from "zod";
import { instant } from "../instant.js";
import { define, id } from "./define.js";

/** What is to be done. A mail will be one of them when there are mails. */
export const followUpKinds = ["call", "task"] as const;
export type FollowUpKind = (typeof followUpKinds)[number];

/** Later than this from now nobody makes a promise. */
export const FOLLOW_UP_AHEAD_MAX_MS = 5 * 366 * 86_400_000;
export const FOLLOW_UP_NOTE_MAX = 2_000;
export const FOLLOW_UPS_PAGE_MAX = 200;

/** Whose: to be done by the asker; made by the asker for others; of those whom the asker looks after as a supervisor. */
export const followUpLists = ["mine", "for_others", "team"] as const;
export type FollowUpList = (typeof followUpLists)[number];

const person = z.object({ agentId: z.string(), name: z.string() });

/** What came of an interaction that somebody is to do at a time. Nothing in it is a calendar's alone. */
export const followUpViewSchema = z.object({
  followUpId: z.string(),
  /** Grows with every change; whoever changes it says from which one. */
  version: z.number().int(),
  kind: z.enum(followUpKinds),
  dueAt: instant,
  /** IANA: in which the time was meant. */
  timeZone: z.string(),
  note: z.string(),
  interactionId: z.string(),
  channel: z.enum(["chat", "voice", "email"]),
  contact: z.object({ contactId: z.string(), name: z.string() }),
  caseNumber: z.number().int(),
  /** Whom to call; `null`: no number is known. */
  number: z
    .object({
      raw: z.string(),
      display: z.string(),
      /** Where it may be, as in a NumberView. */
      timeZones: z.array(z.string()),
    })
    .nullable(),
  assignee: person,
  createdBy: person,
  createdAt: instant,
  changedBy: person,
  changedAt: instant,
  doneAt: instant.nullable(),
  doneBy: person.nullable(),
  /** Whoever it is for has not seen to the reminder of this time yet. */
  reminds: z.boolean(),
  /** Whether the asker may change it. */
  mayChange: z.boolean(),
});
export type FollowUpView = z.infer<typeof followUpViewSchema>;

/** What the form says. */
export const followUpFormSchema = z.object({
  kind: z.enum(followUpKinds),
  dueAt: instant,
  timeZone: z.string().min(1).max(60),
  note: z.string().max(FOLLOW_UP_NOTE_MAX),
  number: z.string().trim().min(1).max(100).nullable(),
  assigneeId: id,
});
export type FollowUpForm = z.infer<typeof followUpFormSchema>;

const changed = z.object({ followUp: followUpViewSchema });
/** From which version it is changed. Another one by now: `version_conflict` with `facts.version`, and nothing is changed. */
const from = { followUpId: id, version: z.number().int().min(1) };

/**
 * Changed by those who made it, those who are to do it, and their supervisors. To all others it is `object_not_found`. A
 * request that comes again because its answer was lost gets the same answer, also after the server was killed.
 *
 * Codes: `follow_up_in_past`, `follow_up_too_far` (beyond FOLLOW_UP_AHEAD_MAX_MS), `time_zone_unknown`, `assignee_unknown`
 * (nobody of this center who may sign in), `empty_number` (a call without a number), `not_your_interaction` (the asker
 * took no part in it).
 */
export const followUpRequests = {
  /** Open ones by time, done ones newest first. `after`: the last one that is known. */
  followUps: define(
    "desk.follow_ups.list",
    z.object({
      list: z.enum(followUpLists).default("mine"),
      state: z.enum(["open", "done"]).default("open"),
      after: z.object({ at: instant, followUpId: id }).nullable().default(null),
      limit: z.number().int().min(1).max(FOLLOW_UPS_PAGE_MAX).default(100),
    }),
    z.object({ followUps: z.array(followUpViewSchema), more: z.boolean() }),
  ),
  /** A new one; its id is the desk's. */
  addFollowUp: define(
    "desk.follow_ups.add",
    z.object({ followUpId: id, interactionId: id, form: followUpFormSchema }),
    changed,
  ),
  changeFollowUp: define("desk.follow_ups.change", z.object({ ...from, form: followUpFormSchema }), changed),
  snoozeFollowUp: define("desk.follow_ups.snooze", z.object({ ...from, dueAt: instant }), changed),
  /** `done` false: it is open again. */
  finishFollowUp: define("desk.follow_ups.finish", z.object({ ...from, done: z.boolean() }), changed),
  /** `deleted` false: it is taken back. */
  deleteFollowUp: define("desk.follow_ups.delete", z.object({ ...from, deleted: z.boolean() }), changed),
  /** Whoever it is for has seen to the reminder of this time: it does not come again. */
  seeReminder: define(
    "desk.follow_ups.reminder_seen",
    z.object({ followUpId: id, dueAt: instant }),
    z.object({}),
  ),
} as const;

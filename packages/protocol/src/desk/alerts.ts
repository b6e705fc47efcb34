import { z } from "zod";
import { instant } from "../instant.js";
import { define, id, nothing } from "./define.js";

export const alertKinds = [
  /** So many or more wait for a service. */
  "waiting",
  /** Somebody has waited for a service for so long. */
  "longest_wait",
  /** Too few were answered in time of late. */
  "service_level",
  /** An agent is not ready, or wraps up, for too long. */
  "state_time",
  /** An agent did not answer what was offered, and is not ready since. */
  "not_answering",
] as const;
export type AlertKind = (typeof alertKinds)[number];

const on = z.boolean();
const seconds = z.number().int().min(10).max(86_400);

/** When supervisors are alerted; for the whole center. */
export const alertRulesSchema = z.object({
  waiting: z.object({ on, count: z.number().int().min(1).max(1_000) }),
  longestWait: z.object({ on, seconds }),
  /** Of those who were answered or gave up in the last ALERT_LEVEL_WINDOW_MS. */
  serviceLevel: z.object({ on, percent: z.number().int().min(1).max(100), seconds }),
  stateTime: z.object({ on, notReadySeconds: seconds, wrapUpSeconds: seconds }),
  notAnswering: z.object({ on }),
});
export type AlertRules = z.infer<typeof alertRulesSchema>;

export const ALERT_LEVEL_WINDOW_MS = 30 * 60_000;

/** As long as nobody has set any: none is on. */
export const usualAlertRules: AlertRules = {
  waiting: { on: false, count: 10 },
  longestWait: { on: false, seconds: 120 },
  serviceLevel: { on: false, percent: 80, seconds: 30 },
  stateTime: { on: false, notReadySeconds: 1_800, wrapUpSeconds: 180 },
  notAnswering: { on: false },
};

const person = z.object({ agentId: z.string(), name: z.string() });

/** Something that wants a supervisor's eye, for as long as it lasts. */
export const alertViewSchema = z.object({
  alertId: z.string(),
  kind: z.enum(alertKinds),
  /** The service or agent that it is about. */
  subject: z.object({ id: z.string(), name: z.string() }),
  since: instant,
  /** How many wait; per cent; of times: since when, as an instant; of a missed offer: when. */
  value: z.number(),
  /** Somebody has seen it, and sees to it. */
  acknowledged: person.extend({ at: instant }).nullable(),
});
export type AlertView = z.infer<typeof alertViewSchema>;

/** For supervisors and administrators. */
export const alertRequests = {
  alertRules: define(
    "desk.alerts.rules",
    nothing,
    z.object({
      rules: alertRulesSchema,
      /** Who set them last; `null`: nobody yet. */
      changed: person.extend({ at: instant }).nullable(),
    }),
  ),
  /** `was`: the form as it was read; where it is another one by now: `version_conflict`. */
  saveAlertRules: define(
    "desk.alerts.save_rules",
    z.object({ was: alertRulesSchema, rules: alertRulesSchema }),
    nothing,
  ),
  /** Says that the asker has seen it. What is over meanwhile is no error. */
  acknowledgeAlert: define("desk.alerts.acknowledge", z.object({ alertId: id }), nothing),
} as const;

import { z } from "zod";
import { define, id, nothing } from "./define.js";

/**
 * Set-up's rules for recordings, one per service: when its calls are recorded, how long recordings are kept, and who may
 * hear them. For administrators.
 */

export const RECORDING_PAUSE_MS_MIN = 10_000;
export const RECORDING_PAUSE_MS_MAX = 3_600_000;
export const RECORDING_DAYS_MAX = 36_500;

/**
 * `announcement`: everybody in the call is told when its recording begins. `asked`: nothing is recorded before an agent has
 * noted that the customer agrees.
 */
export const consentRules = ["not_required", "announcement", "asked"] as const;

export const recordingFormSchema = z.object({
  /** `always`: each agent's part is recorded from the moment both sides are there. */
  mode: z.enum(["never", "on_demand", "always"]),
  /** Whether an agent may stop what began by itself. */
  mayStop: z.boolean(),
  /** When a forgotten pause ends; `null`: it does not. */
  pauseMaxMs: z.number().int().min(RECORDING_PAUSE_MS_MIN).max(RECORDING_PAUSE_MS_MAX).nullable(),
  consent: z.enum(consentRules),
  /** `null`: for ever. A shorter time holds for recordings that are there as well. */
  retentionDays: z.number().int().min(1).max(RECORDING_DAYS_MAX).nullable(),
  /** Whether agents may listen to their own. */
  agentsListen: z.boolean(),
  /** Who may take a copy away: nobody but administrators, supervisors as well, or everybody who may listen. */
  download: z.enum(["nobody", "supervisors", "listeners"]),
});
export type RecordingForm = z.infer<typeof recordingFormSchema>;

export const recordingRuleRowSchema = z.object({
  serviceId: z.string(),
  name: z.string(),
  form: recordingFormSchema,
  /** When the service was last changed and by whom; `null` where nobody did. */
  changedAt: z.number().int().nullable(),
  changedBy: z.string().nullable(),
});
export type RecordingRuleRow = z.infer<typeof recordingRuleRowSchema>;

export const recordingSetupRequests = {
  setupRecording: define(
    "desk.setup.recording",
    nothing,
    z.object({ rules: z.array(recordingRuleRowSchema) }),
  ),
  /** `was` is the form as it was read: if it is another by now, the answer is `version_conflict`. */
  saveRecordingRule: define(
    "desk.setup.save_recording_rule",
    z.object({ serviceId: id, was: recordingFormSchema, form: recordingFormSchema }),
    nothing,
  ),
} as const;

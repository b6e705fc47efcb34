import { z } from "zod";
import { define, id, nothing } from "./define.js";

/** What customers are asked and offered when a chat is over, one rule per service. For administrators. */

export const SURVEY_QUESTION_MAX = 200;
export const SURVEY_LANGUAGES_MAX = 20;
export const TRANSCRIPT_DAYS_MAX = 365;

export const afterChatFormSchema = z.object({
  /** Whether the customer is asked how it was, with 1 to 5 stars. */
  survey: z.boolean(),
  /** By language (BCP 47); the first for everybody whose language is not among them. */
  questions: z
    .array(
      z.object({
        language: z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/),
        text: z.string().trim().min(1).max(SURVEY_QUESTION_MAX),
      }),
    )
    .min(1)
    .max(SURVEY_LANGUAGES_MAX),
  /** Whether there is a field for words as well. */
  comment: z.boolean(),
  /** How long a transcript can be read by its link; `null`: there are no links, and those that were given lead nowhere. */
  transcriptDays: z.number().int().min(1).max(TRANSCRIPT_DAYS_MAX).nullable(),
});
export type AfterChatForm = z.infer<typeof afterChatFormSchema>;

export const afterChatRowSchema = z.object({
  serviceId: z.string(),
  name: z.string(),
  form: afterChatFormSchema,
  /** When the service was last changed and by whom; `null` where nobody did. */
  changedAt: z.number().int().nullable(),
  changedBy: z.string().nullable(),
});
export type AfterChatRow = z.infer<typeof afterChatRowSchema>;

export const afterChatSetupRequests = {
  setupAfterChat: define(
    "desk.setup.after_chat",
    nothing,
    z.object({ afterChats: z.array(afterChatRowSchema) }),
  ),
  /** `was` is the form as it was read: if it is another by now, the answer is `version_conflict`. */
  saveAfterChat: define(
    "desk.setup.save_after_chat",
    z.object({ serviceId: id, was: afterChatFormSchema, form: afterChatFormSchema }),
    nothing,
  ),
} as const;

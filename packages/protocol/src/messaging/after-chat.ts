import { SURVEY_STARS_MAX } from "@patchbay/core";
import { z } from "zod";

/** Ours, beside the published API: what a customer is asked and offered when a chat is over. */

export const SURVEY_COMMENT_MAX = 2_000;

export const afterChatSchema = z.object({
  survey: z
    .object({
      question: z.string(),
      language: z.string().describe("Of the question, BCP 47"),
      comment: z.boolean().describe("Whether words are asked for as well"),
      starsMax: z.number().int(),
      stars: z.number().int().nullable().describe("As answered; null: not yet"),
      text: z.string().describe("As answered, and as it was kept"),
      until: z.number().int().describe("The last moment for an answer, milliseconds since 1970 UTC"),
      open: z.boolean().describe("Whether an answer, or another one, is taken"),
    })
    .nullable()
    .describe("null: nothing is asked"),
  transcript: z.boolean().describe("Whether a link to the transcript can be had"),
});
export type AfterChat = z.infer<typeof afterChatSchema>;

export const surveyAnswerSchema = z.object({
  stars: z.number().int().min(1).max(SURVEY_STARS_MAX),
  text: z.string().max(SURVEY_COMMENT_MAX).default(""),
});
export type SurveyAnswer = z.infer<typeof surveyAnswerSchema>;

export const transcriptLinkSchema = z.object({
  path: z.string().describe("On this server; whoever knows it can read the chat"),
  until: z.number().int().describe("Milliseconds since 1970 UTC"),
});
export type TranscriptLink = z.infer<typeof transcriptLinkSchema>;

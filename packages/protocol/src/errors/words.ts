import { z } from "zod";

const texts = z.record(z.string(), z.string());

/**
 * The words of all errors in one language, which the page of errors is made of: the desk has them, and its build writes them to
 * `words/errors.<language>.json` for the server.
 */
export const errorWordsSchema = z.object({
  errors: texts,
  help: z.object({
    effect: texts,
    action: texts,
    sees: texts,
    severity: texts,
    page: z.object({
      title: z.string(),
      intro: z.string(),
      search: z.string(),
      found: z.string(),
      none: z.string(),
      did: z.string(),
      todo: z.string(),
      seenBy: z.string(),
      status: z.string(),
      group: texts,
      groupIntro: texts,
      toDesk: z.string(),
    }),
    example: texts,
  }),
  /** Beside texts there are groups that are of no concern here. */
  phoneStatus: z.record(z.string(), z.unknown()),
  phoneWhy: z.record(z.string(), z.unknown()),
  callFailed: texts,
});
export type ErrorWords = z.infer<typeof errorWordsSchema>;

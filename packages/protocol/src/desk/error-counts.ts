import { z } from "zod";

/**
 * `GET /api/errors/counts?seat=`, administrators: how often each code was answered. Counted in memory: a restart of the server
 * begins anew, at `since`.
 */
export const errorCountSchema = z.object({
  /** UTC, as 2026-11-23. */
  day: z.string(),
  code: z.string(),
  count: z.number().int(),
});
export const errorCountsSchema = z.object({
  since: z.number().int(),
  counts: z.array(errorCountSchema),
});
export type ErrorCount = z.infer<typeof errorCountSchema>;
export type ErrorCounts = z.infer<typeof errorCountsSchema>;

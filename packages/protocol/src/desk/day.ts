import { z } from "zod";
import { instant } from "../instant.js";
import { agentWordSchema } from "./agent-view.js";

/** `GET /api/account/day?from=` (milliseconds since 1970, at most two days ago): what was done since then, by the server's records. */
export const DAY_MS_MAX = 48 * 60 * 60_000;
export const dayQuerySchema = z.object({ from: z.coerce.number().int().nonnegative() });
export const daySchema = z.object({
  from: instant,
  until: instant,
  /** When the agent first signed in in this time, or `from` for who was signed in then; `null`: never. */
  signedInAt: instant.nullable(),
  /** In order of the words; what did not come about is not there. */
  states: z.array(
    z.object({
      word: agentWordSchema,
      /** What the reason of not being ready is called. */
      reason: z.string().nullable(),
      ms: z.number().int(),
    }),
  ),
  /** That began in this time and that the agent took part in: as Records counts them. */
  chats: z.number().int(),
  calls: z.number().int(),
  /** From joining to the end of the wrap-up, of those that are done, on average; `null`: none is. */
  handlingMs: z.number().int().nullable(),
});
export type Day = z.infer<typeof daySchema>;

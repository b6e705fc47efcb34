import { z } from "zod";
import { instant } from "../instant.js";

/**
 * `POST /api/supervise/figures`: what came in within a time and what became of it, for supervisors and administrators. Counted from
 * the journal; what each number means is in apps/server/src/figures/SPEC.md. All lengths of time in milliseconds.
 */

export const FIGURES_SPAN_MAX_MS = 32 * 86_400_000;
/** The most that is counted at once; more is `search_too_wide`. */
export const FIGURES_INTERACTIONS_MAX = 200_000;
const INTERVAL_MINUTES = [15, 30, 60, 1_440] as const;

export const figuresQuerySchema = z
  .object({
    from: instant,
    until: instant,
    minutes: z.union(INTERVAL_MINUTES.map((each) => z.literal(each))),
    channel: z.enum(["chat", "voice"]).nullable(),
    serviceId: z.string().max(100).nullable(),
  })
  .refine(({ from, until }) => until > from && until - from <= FIGURES_SPAN_MAX_MS, { path: ["until"] });
export type FiguresQuery = z.infer<typeof figuresQuerySchema>;

const count = z.number().int();
const ms = z.number().nullable();

/** What became of contacts. Each that was offered is answered, abandoned, gone on elsewhere, or still waiting. */
export const contactFiguresSchema = z.object({
  offered: count,
  answered: count,
  abandoned: count,
  /** Of the abandoned: within a few seconds, which nobody could have answered. */
  abandonedSoon: count,
  /** Went on to another queue, a mailbox or an end by the scenario. */
  elsewhere: count,
  waiting: count,
  /** Answered within what is promised. */
  withinLevel: count,
  /** Of these was the promise made: answered, abandoned (but not soon), and who has waited too long already. */
  levelOf: count,
  /** Means; `null`: of none. */
  waitMs: ms,
  waitMsMax: ms,
  abandonedWaitMs: ms,
  /** Talking, hold and wrap-up of agents who are done. */
  handleMs: ms,
  talkMs: ms,
  holdMs: ms,
  wrapUpMs: ms,
});
export type ContactFigures = z.infer<typeof contactFiguresSchema>;

export const agentFiguresSchema = z.object({
  agentId: z.string(),
  name: z.string(),
  offers: count,
  answered: count,
  rejected: count,
  notAnswered: count,
  /** Calls that the agent placed. */
  placed: count,
  handleMs: ms,
  talkMs: ms,
  holdMs: ms,
  wrapUpMs: ms,
});
export type AgentFigures = z.infer<typeof agentFiguresSchema>;

export const figuresSchema = z.object({
  /** What is counted: nothing that came later. */
  at: instant,
  total: contactFiguresSchema,
  intervals: z.array(contactFiguresSchema.extend({ from: instant })),
  services: z.array(
    contactFiguresSchema.extend({
      serviceId: z.string(),
      name: z.string(),
      level: z.object({ percent: z.number(), withinMs: z.number() }),
    }),
  ),
  agents: z.array(agentFiguresSchema),
});
export type Figures = z.infer<typeof figuresSchema>;

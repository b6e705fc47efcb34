import { z } from "zod";

/**
 * One interaction from the journal, step by step: `GET /api/replays/:interactionId`, for supervisors and administrators and
 * what they may look up. The core is replayed in a thread of its own; while that lasts the answer is `working`, and whoever
 * asks again is told how far it is. What was said and what happened come with `desk.interaction.transcript`, by the same
 * `seq`; here is what only a replay knows: how things stood around it.
 */
const count = z.number().int();
const agentId = z.string();

const placeSchema = z.object({
  interactionId: z.string(),
  caseNumber: count,
  priority: z.number(),
  enqueuedAt: count,
  /** It rings in front of somebody. */
  offered: z.boolean(),
  /** Its customer came back and waits for this agent. */
  keptFor: agentId.nullable(),
});

/** The core's `Candidacy`: packages/core/src/queue/standing.ts. */
const candidacySchema = z.object({
  agentId,
  /** `null`: could be offered it; else the first rule that kept it away: an `ELI` rule, `skills` or `logged_out`. */
  rule: z.string().nullable(),
  lacks: z.array(z.object({ skillId: z.string(), levelMin: z.number(), level: z.number() })),
  at: z
    .object({
      presence: z.object({ kind: z.string(), reason: z.string().nullable().optional() }),
      next: z.object({ kind: z.string() }).nullable(),
      phone: z.string(),
      loads: z.array(z.object({ interactionId: z.string(), channel: z.string(), state: z.string() })),
      load: count,
      capacity: count,
      level: z.number(),
      idleSince: count,
    })
    .nullable(),
});

export const standingSchema = z.object({
  stage: z.enum(["open", "ending", "disconnected", "ended"]),
  parties: z.array(z.object({ agentId, state: z.enum(["active", "wrap_up"]) })),
  request: z
    .object({
      kind: z.string(),
      serviceId: z.string(),
      priority: z.number(),
      enqueuedAt: count,
      directedTo: agentId.nullable(),
      keptFor: z.object({ agentId, until: count }).nullable(),
      offeredTo: agentId.nullable(),
      ahead: count,
      waiting: count,
      line: z.array(placeSchema),
    })
    .nullable(),
  candidates: z.array(candidacySchema),
});

export const passingReasons = ["directed", "kept", "priority", "longer", "same_moment", "other"] as const;

const stepSchema = z.object({
  seq: count,
  at: count,
  /** `own`: its own event. `place`: its place changed. `passed`: somebody had room and was offered another one. */
  kind: z.enum(["own", "place", "passed"]),
  type: z.string(),
  /** The core's event as the journal has it; `null` of others' events. */
  event: z.record(z.string(), z.unknown()).nullable(),
  passing: z
    .object({
      agentId,
      interactionId: z.string(),
      caseNumber: count,
      because: z.enum(passingReasons),
      priority: z.number(),
      enqueuedAt: count,
    })
    .nullable(),
  /** Into `standings`: how it stood after it; `null`: the interaction was over and done. */
  after: count.nullable(),
  /** Of offers: how it stood when the agent was chosen. */
  before: count.nullable(),
});

export const replaySchema = z.object({
  interactionId: z.string(),
  steps: z.array(stepSchema),
  standings: z.array(standingSchema),
  /** Not all is there: it has too many steps, or the way to it took too long. */
  cut: z.enum(["steps", "time"]).nullable(),
  /** Events of the journal that were folded in. */
  events: count,
});

const names = z.record(z.string(), z.string());

export const replayAnswerSchema = z.discriminatedUnion("state", [
  z.object({ state: z.literal("working"), done: count, total: count }),
  /** Too many replays are under way: ask again. */
  z.object({ state: z.literal("busy") }),
  z.object({ state: z.literal("failed") }),
  z.object({
    state: z.literal("done"),
    names: z.object({ agents: names, services: names, reasons: names, skills: names }),
    replay: replaySchema,
  }),
]);

export type ReplayAnswer = z.output<typeof replayAnswerSchema>;
export type ReplayView = z.output<typeof replaySchema>;
export type ReplayStepView = z.output<typeof stepSchema>;
export type StandingView = z.output<typeof standingSchema>;
export type CandidacyView = z.output<typeof candidacySchema>;

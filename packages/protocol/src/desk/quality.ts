import { z } from "zod";
import { askedInstant } from "../instant.js";
import { id } from "./define.js";

/**
 * How calls sound: what a desk says of its devices (`POST /api/calls/:interactionId/device`), an agent's report of bad sound
 * (`POST` and `PUT /api/calls/:interactionId/quality-report`), and for who oversees it `GET /api/quality` and
 * `GET /api/quality/legs`.
 */
const text = z.string().max(200);

/** What a browser knows of the sound at its place. */
export const deviceFactsSchema = z.object({
  microphone: text,
  speaker: text,
  browser: text,
  platform: text,
  /** As the browser classes it: "wifi", "4g"; empty: it does not say. */
  connection: text,
});

export const qualityProblems = ["one_way", "choppy", "echo", "delay", "dropped", "noise"] as const;

export const qualityReportSchema = z.object({ facts: deviceFactsSchema });
export const qualityProblemSchema = z.object({ problem: z.enum(qualityProblems) });

export const qualityGroups = ["agent", "device", "network"] as const;
export const qualityQuerySchema = z.object({
  by: z.enum(qualityGroups),
  from: z.coerce.number().pipe(askedInstant),
  to: z.coerce.number().pipe(askedInstant).optional(),
});
export const qualityLegsQuerySchema = qualityQuerySchema.extend({ key: z.string().max(500) });

const figures = {
  /** Mean opinion score, 1 to 5 (ITU-T G.107): the mean over time, and the worst of any five seconds. */
  mos: z.number(),
  mosMin: z.number(),
  /** Share of packets, 0 to 1. */
  loss: z.number(),
  lossMax: z.number(),
  jitterMs: z.number(),
  jitterMsMax: z.number(),
};

/** All calls of one agent, device or network together. */
export const qualityGroupSchema = z.object({
  /** Names the group to the server; empty: not known. */
  key: z.string(),
  name: z.string(),
  calls: z.number().int(),
  reports: z.number().int(),
  ...figures,
});
export const qualityGroupsSchema = z.object({ groups: z.array(qualityGroupSchema) });

/** One agent's part of one call. */
export const qualityLegSchema = z.object({
  interactionId: id,
  legId: z.string(),
  agentName: z.string(),
  startedAt: z.number().int(),
  device: z.string(),
  network: z.string(),
  /** What the agent said of it; `unsaid`: only that it was bad; `null`: nothing. */
  report: z.enum([...qualityProblems, "unsaid"]).nullable(),
  ...figures,
});
export const qualityLegsSchema = z.object({ legs: z.array(qualityLegSchema) });

/** How one leg of a call was heard over time. */
export const legTimelineSchema = z.object({
  legId: z.string(),
  role: z.string(),
  /** The agent's; `null`: the customer, or a number. */
  agentName: z.string().nullable(),
  startedAt: z.number().int(),
  device: z.string(),
  network: z.string(),
  samples: z.array(
    z.object({
      /** Since `startedAt`, at the end of what was measured. */
      atMs: z.number().int(),
      mos: z.number(),
      loss: z.number(),
      jitterMs: z.number(),
      roundTripMs: z.number().nullable(),
      level: z.number(),
    }),
  ),
  ...figures,
});
export const callQualitySchema = z.object({
  legs: z.array(legTimelineSchema),
  reports: z.array(
    z.object({ agentName: z.string(), at: z.number().int(), problem: z.enum(qualityProblems).nullable() }),
  ),
});

export type DeviceFacts = z.output<typeof deviceFactsSchema>;
export type QualityProblem = (typeof qualityProblems)[number];
export type QualityGroupBy = (typeof qualityGroups)[number];
export type QualityGroupView = z.output<typeof qualityGroupSchema>;
export type QualityLegView = z.output<typeof qualityLegSchema>;
export type LegTimelineView = z.output<typeof legTimelineSchema>;
export type CallQualityView = z.output<typeof callQualitySchema>;

import {
  agentFiguresSchema,
  apiScopes,
  auditEntrySchema,
  auditKindSchema,
  contactFiguresSchema,
  FIGURES_SPAN_MAX_MS,
  recordChannels,
  recordDirections,
  recordRowSchema,
} from "@patchbay/protocol";
import { z } from "zod";

/** A moment as programs write it; within the API moments are texts, and lengths of time milliseconds. */
const moment = z.iso.datetime({ offset: true }).describe("ISO 8601, such as 2026-11-23T08:00:00Z");
const maybe = moment.nullable();
const ids = z
  .union([z.string(), z.array(z.string()).max(100)])
  .optional()
  .describe("Once, or several times");
const cursor = z.string().max(300).optional().describe("`next` of the page before");
export const PAGE_MAX = 100;
const limit = z.coerce.number().int().min(1).max(PAGE_MAX).default(50);

export const figuresQuery = z
  .object({
    from: moment,
    until: moment.describe(`Exclusive; ${FIGURES_SPAN_MAX_MS / 86_400_000} days after \`from\` at most`),
    minutes: z.enum(["15", "30", "60", "1440"]).default("60").describe("Length of an interval"),
    channel: z.enum(["chat", "voice"]).optional(),
    service: z.string().max(100).optional(),
    format: z.enum(["json", "csv"]).default("json"),
    rows: z
      .enum(["intervals", "services", "agents"])
      .default("services")
      .describe("Which table the CSV has; JSON has all"),
  })
  .strict();

export const figuresAnswer = z.object({
  at: moment,
  total: contactFiguresSchema,
  intervals: z.array(contactFiguresSchema.extend({ from: moment })),
  services: z.array(
    contactFiguresSchema.extend({
      serviceId: z.string(),
      name: z.string(),
      level: z.object({ percent: z.number(), withinMs: z.number() }),
    }),
  ),
  agents: z.array(agentFiguresSchema),
});

export const recordsQuery = z
  .object({
    from: moment.optional().describe("Started at or after"),
    until: moment.optional().describe("Started before"),
    channel: z.enum(recordChannels).optional(),
    service: ids,
    agent: ids,
    direction: z.enum(recordDirections).optional(),
    text: z.string().max(200).optional().describe("Every word is somewhere in the interaction"),
    order: z.enum(["newest", "oldest"]).default("newest"),
    cursor,
    limit,
  })
  .strict();

export const recordAnswer = recordRowSchema.extend({
  startedAt: moment,
  answeredAt: maybe,
  endedAt: maybe,
});
export const recordsAnswer = z.object({
  records: z.array(recordAnswer),
  next: z.string().nullable().describe("`null`: this was the last page"),
});

export const changesQuery = z
  .object({
    from: moment.optional(),
    until: moment.optional(),
    kind: auditKindSchema.optional(),
    cursor,
    limit,
  })
  .strict();

export const changesAnswer = z.object({
  changes: z.array(
    auditEntrySchema
      .pick({
        auditId: true,
        by: true,
        kind: true,
        subjectId: true,
        subjectName: true,
        action: true,
        before: true,
        after: true,
        secretSet: true,
        certain: true,
        undoes: true,
      })
      .extend({ at: moment }),
  ),
  next: z.string().nullable(),
});

export const keyAnswer = z.object({
  name: z.string(),
  scopes: z.array(z.enum(apiScopes)),
  expiresAt: maybe,
});

export const errorAnswer = z.object({
  code: z.string(),
  message: z.string(),
  facts: z.record(z.string(), z.unknown()).optional(),
  correlationId: z.string(),
});

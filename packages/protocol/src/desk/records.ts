import { SURVEY_STARS_MAX } from "@patchbay/core";
import { z } from "zod";
import { askedInstant } from "../instant.js";
import { amountSchema } from "../voice/shapes.js";
import { contactViewSchema } from "./contact-view.js";
import { id } from "./define.js";
import { callQualitySchema } from "./quality.js";
import { signatureStates, signatureTakeSchema } from "./signatures.js";

/**
 * Looking up what was: `POST /api/records/search` and `GET /api/records/:interactionId`. By HTTP and not over the desk's
 * socket: it reads the past, may take a while, and waits for nothing. What is looked for (names, numbers) is in the body,
 * never in an address.
 *
 * Agents find the interactions that they took part in, supervisors those of their team and those that nobody took,
 * administrators all.
 */
const ids = z.array(id).max(100).default([]);

export const recordChannels = ["chat", "voice", "email"] as const;
export const recordDirections = ["inbound", "outbound", "internal"] as const;
export const recordSorts = ["newest", "oldest", "longest"] as const;
/** Rows of one page, by default and at most. */
export const RECORDS_PAGE = 50;
export const RECORDS_PAGE_MAX = 100;

/** An empty list, and `null`, leave that filter out. */
export const recordsQuerySchema = z.object({
  /** Started in this span: from the first moment to before the second. */
  from: askedInstant.nullable().default(null),
  to: askedInstant.nullable().default(null),
  channels: z.array(z.enum(recordChannels)).default([]),
  serviceIds: ids,
  agentIds: ids,
  dispositionIds: ids,
  endCauses: ids,
  direction: z.enum(recordDirections).nullable().default(null),
  recorded: z.boolean().nullable().default(null),
  /** Whether it has a voice signature, whatever became of that. */
  signed: z.boolean().nullable().default(null),
  caseNumber: z.number().int().min(0).max(2_000_000_000).nullable().default(null),
  /** Survey answers of so many stars. */
  stars: z.array(z.number().int().min(1).max(SURVEY_STARS_MAX)).max(SURVEY_STARS_MAX).default([]),
  /** Came in, and ended before anybody took it. */
  abandoned: z.boolean().nullable().default(null),
  /** Somebody took it over from an agent. */
  transferred: z.boolean().nullable().default(null),
  /** Every word has to be in the customer's name, address, account or number. */
  customer: z.string().max(200).default(""),
  /**
   * Every word has to be somewhere: in the customer's name, number, account, data, in notes or messages. Words are found by
   * their beginning, numbers by any part.
   */
  text: z.string().max(200).default(""),
  sort: z.enum(recordSorts).default("newest"),
  /** Of the page before: goes on behind it. */
  after: z.string().max(300).nullable().default(null),
  limit: z.number().int().min(1).max(RECORDS_PAGE_MAX).default(RECORDS_PAGE),
});

export const recordRowSchema = z.object({
  interactionId: id,
  channel: z.enum(recordChannels),
  mark: z.enum(["mobile", "web"]),
  direction: z.enum(recordDirections),
  customerName: z.string(),
  /** The other side's number as people read it; `null`: none, or withheld. */
  number: z.string().nullable(),
  serviceName: z.string(),
  /** In order of joining. */
  agentNames: z.array(z.string()),
  caseNumber: z.number().int(),
  status: z.enum(["open", "ended", "completed"]),
  startedAt: z.number().int(),
  answeredAt: z.number().int().nullable(),
  endedAt: z.number().int().nullable(),
  endCause: z.string().nullable(),
  dispositionName: z.string().nullable(),
  messageCount: z.number().int(),
  /** Recordings with a sound that are there. */
  recordings: z.number().int(),
  /** The state of its voice signature: accepted if one is, else the last one's; `null`: there is none. */
  signature: z.enum(signatureStates).nullable(),
  hasNote: z.boolean(),
  /** The customer's answer to the survey; `null`: none. */
  stars: z.number().int().nullable(),
});

export const recordsPageSchema = z.object({
  rows: z.array(recordRowSchema),
  /** `null`: this was the last page. */
  next: z.string().nullable(),
});

/** More are not counted. */
export const RECORDS_COUNT_MAX = 10_000;

/** `POST /api/records/count`, with the same filters: how many there are. */
export const recordsCountSchema = z.object({
  /** At most `RECORDS_COUNT_MAX`; `null`: with these filters nobody knows without looking at each. */
  count: z.number().int().nullable(),
  /** There are more than that. */
  more: z.boolean(),
});

export const keptRecordingSchema = z.object({
  recordingId: id,
  kind: z.enum(["call", "signature", "voicemail"]),
  agentId: z.string().nullable(),
  agentName: z.string().nullable(),
  state: z.enum(["recording", "kept", "nothing", "missing", "deleted"]),
  cause: z.enum(["stopped", "disk_full", "failed", "cut_off"]).nullable(),
  startedAt: z.number().int(),
  durationMs: z.number().int(),
  /** No rule deletes it. */
  held: z.boolean(),
  /** When its service's rule deletes it; `null`: never, or it is gone already. */
  deletedAfter: z.number().int().nullable(),
  mayListen: z.boolean(),
  mayDownload: z.boolean(),
  /** May keep it from being deleted, and see who has heard it. */
  mayOversee: z.boolean(),
  /** Of voice signatures. */
  signature: signatureTakeSchema.nullable(),
});

/** One interaction whole; what was said and what happened come with `desk.interaction.transcript`. */
export const recordSchema = z.object({
  row: recordRowSchema,
  contact: contactViewSchema.nullable(),
  entryName: z.string(),
  agents: z.array(z.object({ agentId: z.string(), name: z.string() })),
  notes: z.array(z.object({ name: z.string(), text: z.string(), at: z.number().int() })),
  data: z.array(z.object({ name: z.string(), value: z.string() })),
  /** What came of card payments, the first first. */
  payments: z.array(
    z.object({
      paymentId: z.string(),
      at: z.number().int(),
      outcome: z.enum(["approved", "declined", "failed"]),
      amount: amountSchema,
      code: z.string().nullable(),
      reference: z.string().nullable(),
      /** Who gave the caller to the application. */
      agentName: z.string().nullable(),
    }),
  ),
  recordings: z.array(keptRecordingSchema),
  /** Of calls: how each leg was heard. */
  quality: callQualitySchema,
});

/** `GET /api/recordings/:recordingId/waveform`. */
export const waveformSchema = z.object({
  durationMs: z.number().int(),
  pauses: z.array(z.object({ fromMs: z.number().int(), toMs: z.number().int() })),
  whole: z.boolean(),
  /** The loudest sample of each of many equal stretches, one byte each, as base64. */
  spoken: z.string(),
  heard: z.string(),
});

/** `GET /api/recordings/:recordingId/accesses`. */
export const recordingAccessesSchema = z.object({
  accesses: z.array(
    z.object({
      at: z.number().int(),
      what: z.enum([
        "listened",
        "downloaded",
        "held",
        "released",
        "deleted",
        "accepted",
        "redone",
        "evidence",
      ]),
      agentId: z.string().nullable(),
      name: z.string().nullable(),
      address: z.string().nullable(),
    }),
  ),
});

export type RecordsQuery = z.output<typeof recordsQuerySchema>;
export type RecordRow = z.output<typeof recordRowSchema>;
export type RecordsCount = z.output<typeof recordsCountSchema>;
export type RecordsPage = z.output<typeof recordsPageSchema>;
export type RecordView = z.output<typeof recordSchema>;
export type KeptRecordingView = z.output<typeof keptRecordingSchema>;
export type WaveformView = z.output<typeof waveformSchema>;
export type RecordingAccessView = z.output<typeof recordingAccessesSchema>["accesses"][number];

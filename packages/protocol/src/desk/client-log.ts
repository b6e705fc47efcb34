import { z } from "zod";
import { phoneHealths } from "../errors/codes.js";
import { instant } from "../instant.js";
import { phoneDevices } from "../voice/words.js";

/**
 * What a desk has noted of itself, for an administrator who looks for a fault. Every field has a closed form: there is no place
 * in it where a message, a name, a number, a digit that was pressed, or a token could stand. The desk notes nothing else, and the
 * server takes nothing else.
 *
 * - `POST /api/client-logs?seat=` {comment, log}: 201 {logId}; 429 `rate_limited` (`facts.retryAfterSeconds`)
 * - `GET /api/client-logs?seat=`: administrators, newest first
 * - `GET /api/client-logs/{logId}?seat=`: administrators; with what the server refused to the same agent in the same time
 */
const code = z.string().regex(/^[a-z][a-z0-9_]{0,59}$/);
const requestName = z.string().regex(/^desk(\.[a-z_]{1,40}){1,4}$/);
/** A route with its parts that are ids left out, as `/api/files/*`. */
const route = z.string().regex(/^\/[a-z_-]{1,30}(\/([a-z_-]{1,40}|\*)){0,6}$/);
/** Of a request, in the server's log; digits alone could be a telephone number. Empty: there was none. */
export const correlationIdPattern = /^$|^(?=.*[A-Za-z])[A-Za-z0-9_-]{8,64}$/;
const correlationId = z.string().regex(correlationIdPattern);
const ms = z.number().int().min(0).max(3_600_000);
/** `name@file:line:column`, of our own built files. */
const stackFrame = z
  .string()
  .regex(/^[A-Za-z_$][\w$.]{0,60}@[A-Za-z0-9_.-]{1,80}:\d{1,7}:\d{1,7}$/)
  .max(160);
const errorName = z.string().regex(/^[A-Z][A-Za-z]{0,39}$/);

export const linkStatuses = ["connecting", "live", "silent", "waiting"] as const;
export const pageHappenings = [
  "loaded",
  "shown",
  "hidden",
  "online",
  "offline",
  "frozen",
  "resumed",
  "leaving",
] as const;
export const callAudioStates = ["connecting", "connected", "reconnecting", "microphone", "gone"] as const;

export const clientLogEntrySchema = z.discriminatedUnion("t", [
  /** A request over the WebSocket and how it ended; `code` null: it was done. */
  z.strictObject({
    t: z.literal("request"),
    at: instant,
    name: requestName,
    code: code.nullable(),
    ms,
    correlationId,
  }),
  z.strictObject({
    t: z.literal("http"),
    at: instant,
    method: z.enum(["GET", "POST", "PUT", "DELETE"]),
    route,
    /** 0: no answer came. */
    status: z.number().int().min(0).max(599),
    code: code.nullable(),
    ms,
    correlationId,
  }),
  z.strictObject({ t: z.literal("socket"), at: instant, state: z.enum(linkStatuses) }),
  z.strictObject({
    t: z.literal("phone"),
    at: instant,
    device: z.enum(phoneDevices),
    health: z.enum(phoneHealths),
  }),
  /** The sound of a call at this desk; which call is not said, `call` counts them from 1. */
  z.strictObject({
    t: z.literal("call"),
    at: instant,
    call: z.number().int(),
    state: z.enum(callAudioStates),
  }),
  /** An error that the agent saw. */
  z.strictObject({ t: z.literal("error"), at: instant, code, correlationId }),
  /** A fault of the desk's own: what kind, and where; its message is left out, for it may hold anything. */
  z.strictObject({ t: z.literal("fault"), at: instant, name: errorName, stack: z.array(stackFrame).max(12) }),
  z.strictObject({ t: z.literal("page"), at: instant, what: z.enum(pageHappenings) }),
]);

/** How a leg sounded, as the desk was told of it. */
export const clientQualitySchema = z.strictObject({
  at: instant,
  grade: z.enum(["good", "fair", "poor"]),
  loss: z.number().min(0).max(1),
  jitterMs: z.number().min(0).max(60_000),
  roundTripMs: z.number().min(0).max(60_000).nullable(),
});

const shortName = z.string().regex(/^[A-Za-z0-9 ._/+-]{0,60}$/);
const size = z.number().int().min(0).max(100_000);

export const CLIENT_LOG_ENTRIES_MAX = 1_000;
export const CLIENT_LOG_COMMENT_MAX = 1_000;
export const CLIENT_LOG_BYTES_MAX = 512 * 1024;

export const clientLogSchema = z.strictObject({
  format: z.literal(1),
  madeAt: instant,
  desk: z.strictObject({
    /** Name of the page's own script, which tells the build. */
    build: shortName,
    seat: z.number().int().min(1).max(9),
    startedAt: instant,
    leader: z.boolean(),
    unanswered: size,
  }),
  place: z.strictObject({
    browser: shortName,
    platform: shortName,
    connection: shortName,
    language: shortName,
    timeZone: shortName,
    width: size,
    height: size,
    pixelRatio: z.number().min(0).max(20),
    cores: size,
    /** MB that the page's script holds; `null`: the browser does not tell. */
    memoryMb: size.nullable(),
    visible: z.boolean(),
    online: z.boolean(),
    secure: z.boolean(),
  }),
  phone: z.strictObject({
    device: z.enum(phoneDevices).nullable(),
    health: z.enum(phoneHealths),
    permission: z.enum(["granted", "prompt", "denied", "unknown"]),
    microphones: size,
    speakers: size,
    calls: size,
  }),
  entries: z.array(clientLogEntrySchema).max(CLIENT_LOG_ENTRIES_MAX),
  /** Of the last 60 seconds. */
  quality: z.array(clientQualitySchema).max(500),
});

export const sendClientLogSchema = z.strictObject({
  comment: z.string().max(CLIENT_LOG_COMMENT_MAX),
  log: clientLogSchema,
});

export const clientLogRowSchema = z.object({
  logId: z.string(),
  at: instant,
  agentId: z.string(),
  agentName: z.string(),
  comment: z.string(),
  entries: z.number().int(),
  /** How many of them tell of an error. */
  errors: z.number().int(),
});
/** What the server refused to the same agent in the time that the log covers. */
export const serverEntrySchema = z.object({
  at: instant,
  name: z.string(),
  code: z.string(),
  correlationId: z.string(),
});
export const clientLogViewSchema = clientLogRowSchema.extend({
  log: clientLogSchema,
  server: z.array(serverEntrySchema),
});

export type ClientLogEntry = z.output<typeof clientLogEntrySchema>;
export type ClientQuality = z.output<typeof clientQualitySchema>;
export type ClientLog = z.output<typeof clientLogSchema>;
export type ClientLogRow = z.output<typeof clientLogRowSchema>;
export type ClientLogView = z.output<typeof clientLogViewSchema>;
export type ServerEntry = z.output<typeof serverEntrySchema>;

import { z } from "zod";
import { instant } from "../instant.js";
import { callProgress, callRequestCloseCauses } from "./calls.js";
import { chatStates } from "./server-events.js";

/**
 * Our own event stream beside the compatible API: the same facts with real types, a sequence number on each and
 * an idempotency key on what is sent. Times are milliseconds since 1970 UTC.
 */
const said = {
  messageId: z.string(),
  /** The id that the app gave the message, when it is the app's own. */
  clientMessageId: z.string().nullable(),
  from: z.enum(["customer", "agent"]),
  partyId: z.string().nullable(),
};

export const customerEventSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("state"),
    state: z.enum(chatStates),
    ewtSeconds: z.number().int().nullable(),
    position: z.number().int().nullable().describe("Place in the queue, from 1"),
    agentsAvailable: z
      .number()
      .int()
      .nullable()
      .describe("Logged-in agents who could take it; while it waits"),
  }),
  z.object({
    type: z.literal("party.joined"),
    partyId: z.string(),
    name: z.string(),
    photoUrl: z.string().nullable(),
  }),
  z.object({ type: z.literal("party.left"), partyId: z.string() }),
  z.object({ type: z.literal("message"), ...said, text: z.string() }),
  z.object({
    type: z.literal("file"),
    ...said,
    fileId: z.string(),
    name: z.string(),
    mediaType: z.string(),
    bytes: z.number().int(),
    image: z.object({ width: z.number(), height: z.number() }).nullable(),
    url: z.string(),
    thumbnailUrl: z.string().nullable(),
  }),
  z.object({
    type: z.literal("location"),
    ...said,
    latitude: z.number(),
    longitude: z.number(),
    accuracy: z.number().nullable().describe("Metres"),
    address: z.string().nullable(),
    url: z.string().nullable(),
  }),
  z.object({
    type: z.literal("form"),
    ...said,
    formName: z.string(),
    formRequestId: z.string(),
    fields: z.record(z.string(), z.string()),
  }),
  z.object({ type: z.literal("navigation"), ...said, title: z.string(), page: z.string() }),
  z.object({ type: z.literal("service"), name: z.string().describe("Whose queue or agents it is with") }),
  // What agents ask of an app, and what it answered.
  z.object({
    type: z.literal("form.requested"),
    ...said,
    formRequestId: z.string(),
    formName: z.string().describe("Empty: the next text message is the answer"),
    timeoutSeconds: z.number().int(),
    secure: z.boolean(),
  }),
  z.object({ type: z.literal("form.withdrawn"), ...said, formRequestId: z.string() }),
  z.object({
    type: z.literal("form.secure"),
    ...said,
    formName: z.string(),
    formRequestId: z.string(),
    fieldNames: z.array(z.string()),
  }),
  z.object({ type: z.literal("form.declined"), ...said, formName: z.string(), formRequestId: z.string() }),
  z.object({ type: z.literal("call.requested"), ...said, number: z.string().describe("E.164") }),
  z.object({
    type: z.literal("call.request_closed"),
    messageId: z.string().describe("Of the request"),
    clientMessageId: z.string().nullable(),
    cause: z.enum(callRequestCloseCauses),
  }),
  z.object({ type: z.literal("cobrowsing.requested"), ...said }),
  z.object({
    type: z.literal("cobrowsing"),
    ...said,
    step: z.enum(["rejected", "started", "ended"]),
    providerType: z.string(),
    url: z.string().nullable(),
  }),
  z.object({
    type: z.literal("receipt"),
    messageId: z.string(),
    clientMessageId: z.string().nullable(),
    by: z.enum(["customer", "agent"]),
    partyId: z.string().nullable(),
    receipt: z.enum(["delivered", "read"]),
  }),
  z.object({ type: z.literal("case"), caseNumber: z.number().int() }),
  z.object({ type: z.literal("inactivity.warning"), endsAt: instant }),
  z.object({ type: z.literal("inactivity.timeout") }),
  z.object({ type: z.literal("ended") }),
  // Never stored, without a sequence number: missed is missed.
  z.object({ type: z.literal("typing"), partyId: z.string(), typing: z.boolean() }),
  z.object({
    type: z.literal("signaling"),
    messageId: z.string(),
    partyId: z.string(),
    data: z.record(z.string(), z.unknown()),
  }),
  z.object({ type: z.literal("call"), ...callProgress }),
]);
export type CustomerEvent = z.infer<typeof customerEventSchema>;

/** The data of one server-sent event: everything that one journal entry `seq` means to this customer. */
export const streamFrameSchema = z.object({
  /** Also the id of the server-sent event, for `after` or Last-Event-ID; `null` for what is not stored. */
  seq: z.number().int().nullable(),
  at: instant,
  events: z.array(customerEventSchema),
});
export type StreamFrame = z.infer<typeof streamFrameSchema>;

const clientMessageId = z.string().min(1).max(100).nullable().default(null);
export const customerRequestSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("message"), text: z.string().min(1).max(10_000), clientMessageId }),
  z.object({ type: z.literal("file"), fileId: z.string().min(1).max(200), clientMessageId }),
  z.object({
    type: z.literal("call_request"),
    number: z.string().min(3).max(100).describe("With country code, or of the center's country"),
    clientMessageId,
  }),
  z.object({ type: z.literal("call_request_withdrawal") }),
  z.object({
    type: z.literal("form"),
    formRequestId: z.string().max(100).describe("Of the agent's request; empty: nobody asked"),
    formName: z.string().max(200).default("").describe("Only without a request; else the asked one counts"),
    fields: z
      .record(z.string().max(200), z.string().max(10_000))
      .describe("By name. Of a secure form only the names are kept"),
    clientMessageId,
  }),
  z.object({ type: z.literal("form_declined"), formRequestId: z.string().min(1).max(100) }),
  z.object({
    type: z.literal("location"),
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    accuracy: z.number().min(0).nullable().default(null),
    address: z.string().max(1_000).nullable().default(null),
    clientMessageId,
  }),
  z.object({
    type: z.literal("receipt"),
    messageId: z.string().max(100),
    receipt: z.enum(["delivered", "read"]),
  }),
  z.object({
    type: z.literal("typing"),
    typing: z.boolean(),
    preview: z.string().max(10_000).nullable().default(null),
  }),
  z.object({ type: z.literal("disconnect") }),
  z.object({ type: z.literal("end") }),
]);
export type CustomerRequest = z.infer<typeof customerRequestSchema>;

export const customerResultSchema = z.object({
  /** Ours, for a message, file or location; else `null`. */
  messageId: z.string().nullable(),
  /** This key had been answered before: nothing was done again. */
  repeated: z.boolean(),
});
export type CustomerResult = z.infer<typeof customerResultSchema>;

export const pushKeySchema = z.object({ publicKey: z.string().nullable() });

import { forwardingReasons } from "@patchbay/core";
import { z } from "zod";
import { phoneHealths } from "../errors/codes.js";
import { instant } from "../instant.js";
import { phoneDevices } from "../voice/words.js";

export const presenceSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ready") }),
  z.object({ kind: z.literal("not_ready"), reason: z.string().nullable() }),
  z.object({ kind: z.literal("supervising") }),
]);
export const nextPresenceSchema = z.discriminatedUnion("kind", [
  ...presenceSchema.options,
  z.object({ kind: z.literal("logged_out") }),
]);

export const agentWordSchema = z.enum([
  "ringing",
  "reserved",
  "busy",
  "after_call_work",
  "ready",
  "not_ready",
  "supervising",
]);

export const presenceSourceSchema = z.object({
  by: z.enum(["agent", "system", "supervisor"]),
  supervisorId: z.string().optional(),
  /** What the supervisor said to it; absent: nothing. */
  why: z.string().optional(),
});

/** What an agent talks through, and whether it works (see the core's `Phone`). */
export const phoneViewSchema = z.object({
  device: z.enum(phoneDevices),
  health: z.enum(phoneHealths),
});

/** The desk's own agent. */
export const selfViewSchema = z.object({
  agentId: z.string(),
  word: agentWordSchema,
  wordSince: instant,
  presence: presenceSchema,
  source: presenceSourceSchema,
  next: nextPresenceSchema.nullable(),
  nextSource: presenceSourceSchema.nullable(),
  /** Chats in hand, wrap-up included, and how many fit. */
  load: z.number().int(),
  capacity: z.number().int(),
  /** When colleagues' calls go on to the agent's own number; empty: never. */
  forwarding: z.array(z.enum(forwardingReasons)),
  phone: phoneViewSchema,
  /** The line that stays up between calls; `null`: each call rings the phone. */
  line: z
    .object({ state: z.enum(["down", "dialing", "ringing", "up"]), since: instant, inCall: z.boolean() })
    .nullable(),
});

/** Any user of the center, logged in or not (`word` null = offline). */
export const rosterViewSchema = z.object({
  agentId: z.string(),
  name: z.string(),
  username: z.string(),
  extension: z.string().nullable(),
  photoUrl: z.string().nullable(),
  roles: z.array(z.enum(["agent", "supervisor", "administrator"])),
  serviceIds: z.array(z.string()),
  word: agentWordSchema.nullable(),
  wordSince: instant.nullable(),
  reason: z.string().nullable(),
  next: nextPresenceSchema.nullable(),
  /** Chats in hand, wrap-up included, and how many fit. */
  load: z.number().int(),
  capacity: z.number().int(),
  /** The same of calls. */
  calls: z.number().int(),
  callCapacity: z.number().int(),
  deskAlive: z.boolean(),
  /** `null`: not logged in. */
  phone: phoneViewSchema.nullable(),
  /** A call is in hand, on hold or not; wrap-up is none. */
  onCall: z.boolean(),
  /** A colleague's call that does not get through goes on, also when nobody is logged in: to a mailbox, or to a number. */
  callsGoOn: z.boolean(),
  team: z.object({ teamId: z.string(), name: z.string() }).nullable(),
});

export type NextPresenceView = z.infer<typeof nextPresenceSchema>;
export type PhoneView = z.infer<typeof phoneViewSchema>;
export type SelfView = z.infer<typeof selfViewSchema>;
export type RosterView = z.infer<typeof rosterViewSchema>;

import { z } from "zod";
import { instant } from "../instant.js";
import { networkDoorsSchema } from "../network/doors.js";
import { trunkIdSchema, trunkSchema } from "../network/trunk.js";

const text = (max: number) => z.string().max(max);

/** A trunk as the voice process needs it: with its password, which goes nowhere else. */
export const wireTrunkSchema = trunkSchema.extend({
  trunkId: trunkIdSchema,
  password: text(200).nullable(),
});
export type WireTrunk = z.infer<typeof wireTrunkSchema>;

/** A desk phone's account: H(user:realm:password) by algorithm, in hexadecimal digits (RFC 7616). */
export const wireAccountSchema = z.object({
  user: text(40),
  md5: z.string().regex(/^[0-9a-f]{32}$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type WireAccount = z.infer<typeof wireAccountSchema>;

export const TRUNKS_MAX = 50;
export const ACCOUNTS_MAX = 2_000;

/** Everything that the voice process has to know of the network, each time whole. Decision 0135. */
export const voiceNetworkSchema = z.object({
  trunks: z.array(wireTrunkSchema).max(TRUNKS_MAX),
  accounts: z.array(wireAccountSchema).max(ACCOUNTS_MAX),
  doors: networkDoorsSchema,
});
export type VoiceNetwork = z.infer<typeof voiceNetworkSchema>;

export const trunkProblems = [
  /** A wrong user or password. */
  "credentials",
  /** Another refusal: see `status`. */
  "refused",
  "timeout",
  "unreachable",
  /** Its name leads to no address. */
  "unknown_host",
] as const;

/** How a trunk does. */
export const trunkStateSchema = z.object({
  trunkId: trunkIdSchema,
  /** `ready`: by address, and nothing speaks against it. */
  state: z.enum(["off", "trying", "ready", "registered", "failed"]),
  since: instant,
  registeredUntil: instant.nullable(),
  problem: z
    .object({
      code: z.enum(trunkProblems),
      status: z.number().int().nullable(),
      reason: text(200).nullable(),
    })
    .nullable(),
  /** The last OPTIONS: its answer, or `null` for none. */
  options: z.object({ at: instant, status: z.number().int().nullable() }).nullable(),
  /** Calls on it now. */
  calls: z.number().int(),
});
export type TrunkState = z.infer<typeof trunkStateSchema>;

/** Phones that are registered under one account; none: not registered. */
export const registrationSchema = z.object({
  user: text(40),
  contacts: z
    .array(
      z.object({
        /** Address and port it is reached at. */
        address: text(100),
        transport: z.enum(["udp", "tcp", "tls"]),
        /** What it calls itself. */
        userAgent: text(200).nullable(),
        since: instant,
        until: instant,
      }),
    )
    .max(10),
});
export type Registration = z.infer<typeof registrationSchema>;

/** Reports about the network; see `voiceReportSchema`. */
export const trunksReportSchema = z.object({
  type: z.literal("trunks"),
  /** The configuration that they are of. */
  revision: z.number().int(),
  trunks: z.array(trunkStateSchema).max(TRUNKS_MAX + 1),
});
export const registrationsReportSchema = z.object({
  type: z.literal("registrations"),
  /** Whoever is not in it is not registered; else those in it have changed. */
  whole: z.boolean(),
  accounts: z.array(registrationSchema).max(ACCOUNTS_MAX),
});

/** A source that is not read, or that is on its way there. */
export const banSchema = z.object({
  address: text(100),
  /** `null`: not banned yet. */
  until: instant.nullable(),
  score: z.number(),
  /** How often it was banned within a day. */
  times: z.number().int(),
  last: z.enum([
    "scanner",
    "garbage",
    "unknown_number",
    "unknown_method",
    "wrong_password",
    "unknown_account",
  ]),
});
export type Ban = z.infer<typeof banSchema>;
export const bansAnswerSchema = z.object({
  /** The worst first; more are only counted. */
  bans: z.array(banSchema).max(500),
  count: z.number().int(),
});
export type BansAnswer = z.infer<typeof bansAnswerSchema>;

/** What administrators ask about sources. */
export const networkRequests = {
  bans: z.object({ name: z.literal("network.bans") }),
  unban: z.object({ name: z.literal("network.unban"), address: text(100) }),
} as const;

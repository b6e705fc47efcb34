import { z } from "zod";
import { instant } from "../instant.js";
import { accountPasswordSchema, accountSchema, accountUserSchema } from "../network/account.js";
import { dialPlanSchema } from "../network/dial-plan.js";
import { networkDoorsSchema } from "../network/doors.js";
import { trunkIdSchema, trunkSchema } from "../network/trunk.js";
import { banSchema, registrationSchema, trunkStateSchema } from "../voice/network.js";
import { define, id, nothing } from "./define.js";

const revision = z.number().int().min(0);
const changed = { changedAt: instant.nullable(), changedBy: z.string().nullable() };
const number = z.string().trim().min(1).max(100);

export const DO_NOT_CALL_PAGE_MAX = 200;
/** Characters of one request's part of a file; a longer file comes in parts, cut between lines. */
export const DO_NOT_CALL_TEXT_MAX = 20_000;

const trunkViewSchema = z.object({
  trunkId: trunkIdSchema,
  trunk: trunkSchema,
  hasPassword: z.boolean(),
  /** Its address is the variable TRUNK's, or the demo's test phone: neither to be changed here nor removed. */
  ofSettings: z.boolean(),
  ...changed,
});
export type TrunkView = z.infer<typeof trunkViewSchema>;

const accountViewSchema = z.object({
  user: accountUserSchema,
  account: accountSchema,
  ...changed,
});
export type AccountView = z.infer<typeof accountViewSchema>;

const doNotCallRowSchema = z.object({
  number: z.string(),
  reason: z.string(),
  addedBy: z.string(),
  since: instant,
});
export type DoNotCallRow = z.infer<typeof doNotCallRowSchema>;

/** What a trunk would be sent of a call, in the order in which trunks are tried. */
const routeSchema = z.object({
  trunkId: trunkIdSchema,
  name: z.string(),
  to: z.string(),
  from: z.string(),
  /** Known not to answer now, so it goes behind the others. */
  down: z.boolean(),
});

/** What becomes of a number, step by step; nothing is called. */
const triedNumberSchema = z.object({
  /** `null`: it would go out. */
  refused: z
    .enum([
      "empty_number",
      "phone_not_in_dial_plan",
      "blocked_by_restriction",
      "no_permissions_did_call",
      "on_do_not_call_list",
      "no_line",
    ])
    .nullable(),
  /** As the dial plan makes it; `null`: it is none. */
  number: z.string().nullable(),
  rule: z.string().nullable(),
  numberClass: z.object({ name: z.string(), kind: z.string() }).nullable(),
  restriction: z.string().nullable(),
  doNotCall: z.object({ reason: z.string(), addedBy: z.string(), since: instant }).nullable(),
  /** The line by which it would go. */
  line: z.object({ entryId: z.string(), name: z.string(), callerId: z.string() }).nullable(),
  /** Empty for an internal number. */
  routes: z.array(routeSchema),
});
export type TriedNumber = z.infer<typeof triedNumberSchema>;

/**
 * The telephone network, in the room Set-up. Each is refused with `not_enough_privileges` to whoever is no administrator.
 * A change says which revision it was made from; when somebody else has changed something since, `version_conflict`, and
 * nothing is changed. Passwords go in and never come out.
 */
export const networkSetupRequests = {
  network: define(
    "desk.setup.network.read",
    nothing,
    z.object({
      revision,
      trunks: z.array(trunkViewSchema),
      accounts: z.array(accountViewSchema),
      plan: dialPlanSchema,
      doors: networkDoorsSchema,
      /** Whose numbering plans are known; see `CountryFacts`. */
      countries: z.array(
        z.object({
          country: z.string(),
          callingCode: z.string(),
          nationalPrefix: z.string().nullable(),
          internationalPrefix: z.string().nullable(),
          lengths: z.array(z.number().int()),
        }),
      ),
      /** Whom a restriction may hold for, by name. `members`: names of those who are not disabled. */
      teams: z.array(z.object({ teamId: z.string(), name: z.string(), members: z.array(z.string()) })),
      /** What a desk phone has to be told: our ports, and the realm of its password. */
      registrar: z.object({ port: z.number().int(), tlsPort: z.number().int(), realm: z.string() }),
    }),
  ),
  /** How it does at this moment. Asked again while somebody looks. */
  networkStates: define(
    "desk.setup.network.states",
    nothing,
    z.object({
      trunks: z.array(trunkStateSchema),
      registrations: z.array(registrationSchema),
      bans: z.array(banSchema),
      /** More than are listed. */
      bansCount: z.number().int(),
    }),
  ),
  saveTrunk: define(
    "desk.setup.network.trunk.save",
    z.object({
      revision,
      /** `null`: a new one. */
      trunkId: trunkIdSchema.nullable(),
      trunk: trunkSchema,
      /** Absent: as it is. `null`: none any more. */
      password: z
        .string()
        .min(1)
        .max(200)
        .regex(/^[\x20-\x7e]+$/, "only letters, digits and signs of ASCII")
        .nullable()
        .optional(),
    }),
    z.object({ revision, trunkId: trunkIdSchema }),
  ),
  removeTrunk: define(
    "desk.setup.network.trunk.remove",
    z.object({ revision, trunkId: trunkIdSchema }),
    z.object({ revision }),
  ),
  saveAccount: define(
    "desk.setup.network.account.save",
    z.object({
      revision,
      user: accountUserSchema,
      /** A new one: refused when there is one of this name already. */
      isNew: z.boolean(),
      account: accountSchema,
      /** Absent: as it is; a new one must have one. */
      password: accountPasswordSchema.optional(),
    }),
    z.object({ revision }),
  ),
  removeAccount: define(
    "desk.setup.network.account.remove",
    z.object({ revision, user: accountUserSchema }),
    z.object({ revision }),
  ),
  saveDialPlan: define(
    "desk.setup.network.plan.save",
    z.object({ revision, plan: dialPlanSchema }),
    z.object({ revision }),
  ),
  saveNetworkDoors: define(
    "desk.setup.network.doors.save",
    z.object({ revision, doors: networkDoorsSchema }),
    z.object({ revision }),
  ),
  /** A source is listened to again. */
  unbanSource: define("desk.setup.network.unban", z.object({ address: z.string().min(1).max(100) }), nothing),
  /** As if this agent dialled it, by this line. */
  tryNumber: define(
    "desk.setup.network.try",
    z.object({ number: z.string().max(100), entryId: id.nullable(), agentId: id.nullable() }),
    triedNumberSchema,
  ),
  doNotCall: define(
    "desk.setup.network.do_not_call.list",
    z.object({
      /** Digits anywhere in the number; empty: all. */
      search: z.string().max(40),
      /** The last number of the page before. */
      after: z.string().max(100).nullable(),
      limit: z.number().int().min(1).max(DO_NOT_CALL_PAGE_MAX),
    }),
    z.object({ rows: z.array(doNotCallRowSchema), more: z.boolean(), count: z.number().int() }),
  ),
  addDoNotCall: define(
    "desk.setup.network.do_not_call.add",
    z.object({ number, reason: z.string().trim().max(200) }),
    z.object({ number: z.string() }),
  ),
  removeDoNotCall: define("desk.setup.network.do_not_call.remove", z.object({ number }), nothing),
  importDoNotCall: define(
    "desk.setup.network.do_not_call.import",
    z.object({ text: z.string().max(DO_NOT_CALL_TEXT_MAX) }),
    z.object({
      added: z.number().int(),
      /** On the list before; their reason is the new one. */
      known: z.number().int(),
      /** Lines without a number, from 1; at most 100 of them. */
      unreadable: z.array(z.number().int()),
      unreadableCount: z.number().int(),
    }),
  ),
} as const;

import { z } from "zod";
import { define, id, nothing } from "./define.js";

/**
 * Users and teams, in the room Set-up. Each request is refused with `not_enough_privileges` to whoever is no administrator. A
 * change names the form that it was made from: if that is another one by now, `version_conflict` with `changedBy` and `changedAt`.
 * Passwords go by HTTP (`PUT /api/users/{agentId}/password`) and are in no form.
 */

const line = (max: number) => z.string().trim().max(max);

export const userRoles = ["agent", "supervisor", "administrator"] as const;
export const mixedMediaRules = ["any", "voice_alone", "one_channel"] as const;
export const CAPACITY_MAX = 50;

/** Letters, digits and what addresses have: it is typed at every sign-in. */
export const usernamePattern = /^[\p{L}\p{N}][\p{L}\p{N}._@+-]{0,59}$/u;
export const extensionPattern = /^\d{2,8}$/;

export const SUPERVISED_TEAMS_MAX = 200;
/** Whose work a supervisor sees and steps into: that of all, or of the agents in these teams. */
export const supervisesSchema = z.union([z.literal("all"), z.array(z.string()).max(SUPERVISED_TEAMS_MAX)]);

export const userFormSchema = z.object({
  username: z.string().trim().regex(usernamePattern),
  firstName: line(60).min(1),
  lastName: line(60),
  /** What customers see; empty: the first name. */
  nickname: line(60),
  extension: z.string().regex(extensionPattern).nullable(),
  roles: z.array(z.enum(userRoles)).min(1).max(3),
  /** What counts in the place of what agents and supervisors usually may; of administrators there is none. */
  ownRoleId: id.nullable().default(null),
  teamId: id.nullable(),
  /** Of supervisors; of everybody else `all`, which then says nothing. */
  supervises: supervisesSchema.default("all"),
  skills: z.array(z.object({ skillId: id, level: z.number().int().min(1).max(100) })).max(200),
  capacity: z.object({
    chat: z.number().int().min(0).max(CAPACITY_MAX),
    voice: z.number().int().min(0).max(1),
    email: z.number().int().min(0).max(CAPACITY_MAX),
  }),
  mixedMedia: z.enum(mixedMediaRules),
  enabled: z.boolean(),
});
export type UserForm = z.infer<typeof userFormSchema>;

export const userRowSchema = z.object({
  agentId: z.string(),
  form: userFormSchema,
  /** How many interactions they have in hand; disabling or removing sends those on. */
  inHand: z.number().int(),
  loggedIn: z.boolean(),
});
export type UserRow = z.infer<typeof userRowSchema>;

export const teamRowSchema = z.object({
  teamId: z.string(),
  name: z.string(),
  members: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type TeamRow = z.infer<typeof teamRowSchema>;

export const userSetupRequests = {
  setupUsers: define("desk.setup.users", nothing, z.object({ users: z.array(userRowSchema) })),
  /**
   * A new one (`agentId` and `was` null), or a changed one; it holds at once, for who is logged in as well. `name_taken`: the user
   * name; `number_taken`: the extension; `last_administrator`; `object_not_found`: a team, skill or role.
   */
  saveUser: define(
    "desk.setup.save_user",
    z.object({ agentId: id.nullable(), was: userFormSchema.nullable(), form: userFormSchema }),
    z.object({ agentId: z.string() }),
  ),
  /** What they did stays under their name; the user name is free again. `last_administrator`; `self_removal`. */
  removeUser: define("desk.setup.remove_user", z.object({ agentId: id }), nothing),
  setupTeams: define("desk.setup.teams", nothing, z.object({ teams: z.array(teamRowSchema) })),
  saveTeam: define(
    "desk.setup.save_team",
    z.object({ teamId: id.nullable(), was: z.string().nullable(), name: line(80).min(1) }),
    z.object({ teamId: z.string() }),
  ),
  /** `team_in_use`: it has members, or somebody supervises it by name. */
  removeTeam: define("desk.setup.remove_team", z.object({ teamId: id }), nothing),
} as const;

/** `GET /api/users/accounts`: how users sign in, for administrators. */
export const accountRowSchema = z.object({
  agentId: z.string(),
  hasPassword: z.boolean(),
  mustChange: z.boolean(),
  secondFactor: z.boolean(),
  /** Wrong passwords in a row: the next try has to wait until then. */
  lockedUntil: z.number().int().nullable(),
});
export const accountRowsSchema = z.object({ accounts: z.array(accountRowSchema) });
export type AccountRow = z.infer<typeof accountRowSchema>;

/**
 * `PUT /api/users/{agentId}/password`: another password, and every session of that user ends. `null`: one is made up, and told in
 * the answer and nowhere else. `password_too_short`, `password_too_easy`.
 */
export const passwordSetSchema = z.object({
  password: z.string().min(1).max(200).nullable(),
  /** At the next sign-in the user chooses another one. */
  mustChange: z.boolean(),
});
export const passwordMadeSchema = z.object({ password: z.string().nullable() });

import type { Role, User } from "./configuration.js";

/**
 * What somebody may do beyond the work that comes to everybody. Each is asked for where it is used, in the core or at the
 * server; one that nothing asks for does not stand here. SPEC PRV.
 */
export const privileges = [
  "call_out",
  "transfer",
  "record_calls",
  "edit_contacts",
  "merge_contacts",
  "edit_own_profile",
  "edit_any_contact",
  "manage_shared_responses",
  "see_live",
  "monitor",
  "take_over",
  "force_states",
  "set_alerts",
  "see_figures",
  "see_team_records",
  "hear_team_recordings",
  "download_recordings",
  "see_call_quality",
  "see_team_follow_ups",
  "administer",
] as const;
export type Privilege = (typeof privileges)[number];

const ofAgents: readonly Privilege[] = [
  "call_out",
  "transfer",
  "record_calls",
  "edit_contacts",
  "merge_contacts",
  "edit_own_profile",
];
const ofSupervisors: readonly Privilege[] = privileges.filter((one) => one !== "administer");

/** What the roles that every center has include. */
export const privilegesOfRole: Readonly<Record<Role, readonly Privilege[]>> = {
  agent: ofAgents,
  supervisor: ofSupervisors,
  administrator: privileges,
};

/** Roles that an own role may stand on. Administration is whole: it is nobody's in part. */
export const ownRoleBases = ["agent", "supervisor"] as const;
export type OwnRoleBase = (typeof ownRoleBases)[number];

/** What an own role on this base may include: agents watch over nobody, but may look after what all share. */
export const privilegesOnBase: Readonly<Record<OwnRoleBase, readonly Privilege[]>> = {
  agent: [...ofAgents, "edit_any_contact", "manage_shared_responses"],
  supervisor: ofSupervisors,
};

/** On which base an own role has to stand for a user with these roles; `null`: administrators have none. */
export function baseOf(roles: readonly Role[]): OwnRoleBase | null {
  if (roles.includes("administrator")) return null;
  return roles.includes("supervisor") ? "supervisor" : "agent";
}

/** SPEC PRV-1. Nobody may do anything who is not there. */
export function mayDo(user: Pick<User, "roles" | "ownRole"> | undefined, privilege: Privilege): boolean {
  if (user === undefined) return false;
  const base = baseOf(user.roles);
  if (base !== null && user.ownRole !== undefined)
    return user.ownRole.privileges.includes(privilege) && privilegesOnBase[base].includes(privilege);
  return user.roles.some((role) => privilegesOfRole[role].includes(privilege));
}

export const privilegesOf = (user: Pick<User, "roles" | "ownRole">): readonly Privilege[] =>
  privileges.filter((one) => mayDo(user, one));

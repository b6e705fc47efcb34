import { ownRoleBases, type Privilege, privileges, privilegesOnBase } from "@patchbay/core";
import { z } from "zod";
import { define, id, nothing } from "./define.js";

/**
 * Privileges and own roles, in the room Set-up. What each privilege opens stands in the desk's words (`roleSetup.privilege`);
 * the server asks for it at each request, so that a privilege that is taken away is gone at once. Administration is no part of an
 * own role.
 */

export const privilegeSchema = z.enum(privileges);

/** As the form shows them: what concerns one's own work first, then that of others. */
export const privilegeGroups: readonly {
  readonly group: "calls" | "contacts" | "oneself" | "watching" | "past" | "shared";
  readonly privileges: readonly Privilege[];
}[] = [
  { group: "calls", privileges: ["call_out", "transfer", "record_calls"] },
  { group: "contacts", privileges: ["edit_contacts", "merge_contacts", "edit_any_contact"] },
  { group: "oneself", privileges: ["edit_own_profile"] },
  { group: "watching", privileges: ["see_live", "monitor", "take_over", "force_states", "set_alerts"] },
  {
    group: "past",
    privileges: [
      "see_figures",
      "see_team_records",
      "hear_team_recordings",
      "download_recordings",
      "see_call_quality",
      "see_team_follow_ups",
    ],
  },
  { group: "shared", privileges: ["manage_shared_responses"] },
];

export const roleFormSchema = z
  .object({
    name: z.string().trim().min(1).max(80),
    /** What users of this role are; it stays as long as somebody has the role. */
    base: z.enum(ownRoleBases),
    privileges: z.array(privilegeSchema).max(privileges.length),
  })
  .refine(({ base, privileges: chosen }) => chosen.every((one) => privilegesOnBase[base].includes(one)), {
    path: ["privileges"],
    message: "not on this base",
  });
export type RoleForm = z.infer<typeof roleFormSchema>;

export const roleRowSchema = z.object({
  roleId: z.string(),
  form: roleFormSchema,
  users: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type RoleRow = z.infer<typeof roleRowSchema>;

export const roleSetupRequests = {
  setupRoles: define("desk.setup.roles", nothing, z.object({ roles: z.array(roleRowSchema) })),
  /** Holds at once for everybody who has it. `name_taken`; `role_in_use`: another base, with users. */
  saveRole: define(
    "desk.setup.save_role",
    z.object({ roleId: id.nullable(), was: roleFormSchema.nullable(), form: roleFormSchema }),
    z.object({ roleId: z.string() }),
  ),
  /** `role_in_use`: somebody has it. */
  removeRole: define("desk.setup.remove_role", z.object({ roleId: id }), nothing),
} as const;

export {
  baseOf,
  type OwnRoleBase,
  ownRoleBases,
  type Privilege,
  privilegesOfRole,
  privilegesOnBase,
} from "@patchbay/core";

import { deskRequests, type RoleForm, type UserForm } from "@patchbay/protocol";
import { type AuditRule, onlyChanges, type ReadList, request, rule, type Subject } from "./audit-rule.js";

const nameOf = ({ firstName, lastName, username }: UserForm): string =>
  `${firstName} ${lastName}`.trim() || username;

async function readUser(id: string, list: ReadList): Promise<Subject | null> {
  const row = (await list(deskRequests.setupUsers, {})).users.find(({ agentId }) => agentId === id);
  return row === undefined ? null : { name: nameOf(row.form), form: row.form };
}

async function readTeam(id: string, list: ReadList): Promise<Subject | null> {
  const row = (await list(deskRequests.setupTeams, {})).teams.find(({ teamId }) => teamId === id);
  return row === undefined ? null : { name: row.name, form: { name: row.name } };
}

const restoreTeam: AuditRule["restore"] = (teamId, wanted, now) =>
  wanted === null
    ? request(deskRequests.removeTeam, { teamId })
    : request(deskRequests.saveTeam, {
        teamId: now === null ? null : teamId,
        was: (now as { readonly name: string } | null)?.name ?? null,
        name: (wanted as { readonly name: string }).name,
      });

async function readRole(id: string, list: ReadList): Promise<Subject | null> {
  const row = (await list(deskRequests.setupRoles, {})).roles.find(({ roleId }) => roleId === id);
  return row === undefined ? null : { name: row.form.name, form: row.form };
}

const restoreRole: AuditRule["restore"] = (roleId, wanted, now) =>
  wanted === null
    ? request(deskRequests.removeRole, { roleId })
    : request(deskRequests.saveRole, {
        roleId: now === null ? null : roleId,
        was: now as RoleForm | null,
        form: wanted as RoleForm,
      });

/** Users, teams and own roles. A removed user does not come back: a password, a photo and a mailbox have gone as well. */
export const userRules: readonly AuditRule[] = [
  rule(deskRequests.saveUser, {
    kind: "user",
    wants: ({ agentId, form }, output) => [
      { id: output?.agentId ?? agentId ?? "", after: form, name: nameOf(form) },
    ],
    read: readUser,
    restore: (agentId, wanted, now) =>
      request(deskRequests.saveUser, {
        agentId,
        was: now as UserForm,
        // A change from before there was a choice of teams says nothing of it.
        form: { ...(now as Pick<UserForm, "supervises">), ...(wanted as UserForm) },
      }),
    mayRestore: onlyChanges,
  }),
  rule(deskRequests.removeUser, {
    kind: "user",
    wants: ({ agentId }) => [{ id: agentId, after: null }],
    read: readUser,
  }),
  rule(deskRequests.saveTeam, {
    kind: "team",
    wants: ({ teamId, name }, output) => [{ id: output?.teamId ?? teamId ?? "", after: { name } }],
    read: readTeam,
    restore: restoreTeam,
  }),
  rule(deskRequests.removeTeam, {
    kind: "team",
    wants: ({ teamId }) => [{ id: teamId, after: null }],
    read: readTeam,
    restore: restoreTeam,
  }),
  rule(deskRequests.saveRole, {
    kind: "role",
    wants: ({ roleId, form }, output) => [
      { id: output?.roleId ?? roleId ?? "", after: form, name: form.name },
    ],
    read: readRole,
    restore: restoreRole,
  }),
  rule(deskRequests.removeRole, {
    kind: "role",
    wants: ({ roleId }) => [{ id: roleId, after: null }],
    read: readRole,
    restore: restoreRole,
  }),
];

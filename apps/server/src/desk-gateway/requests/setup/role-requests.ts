import { baseOf, privileges, type User } from "@patchbay/core";
import { deskRequests, type RoleForm } from "@patchbay/protocol";
import type { CenterHandle } from "../../../center/edge.js";
import { cleanText } from "../../../center/plain-text.js";
import type { RoleWords } from "../../../center/records.js";
import { agentName } from "../../views/message-view.js";
import { type Fault, type Responder, responder } from "../respond.js";
import { isOtherForm } from "./same-form.js";
import { sameName } from "./service-requests.js";

const rolesOf = (handle: CenterHandle): ReadonlyMap<string, RoleWords> => handle.words().roles ?? new Map();

const usersOf = (handle: CenterHandle, roleId: string) =>
  [...handle.center.state.configuration.users.values()]
    .filter(({ ownRole }) => ownRole?.id === roleId)
    .map(({ id }) => ({ id: id as string, name: agentName(handle.words(), id) }))
    .sort((a, b) => a.name.localeCompare(b.name, "en"));

const formOf = ({ name, base, privileges: included }: RoleWords): RoleForm => ({
  name,
  base,
  privileges: privileges.filter((one) => included.includes(one)),
});

/** The own role of a user whose form names it. @returns a fault when it is not there, or stands on another base */
export function ownRoleFor(
  handle: CenterHandle,
  roleId: string | null,
  roles: User["roles"],
): { readonly ownRole: User["ownRole"] | null } | { readonly fault: Fault } {
  if (roleId === null) return { ownRole: null };
  const role = rolesOf(handle).get(roleId);
  if (role === undefined) return { fault: { code: "object_not_found", facts: { roleId } } };
  if (role.base !== baseOf(roles))
    return { fault: { code: "invalid_args", facts: { path: "form.ownRoleId", problem: "another base" } } };
  return { ownRole: { id: roleId, privileges: formOf(role).privileges } };
}

/** Own roles: a base and what is chosen of what it may include. The built-in ones are in the core, and nobody's to change. */
export const roleRequests: readonly Responder[] = [
  responder(deskRequests.setupRoles, (_input, _asker, { handle }) => ({
    query: async () => ({
      roles: [...rolesOf(handle)]
        .map(([roleId, words]) => ({ roleId, form: formOf(words), users: usersOf(handle, roleId) }))
        .sort((a, b) => a.form.name.localeCompare(b.form.name, "en")),
    }),
  })),
  responder(deskRequests.saveRole, ({ roleId: known, was, form }, _asker, { handle }) => {
    const roles = rolesOf(handle);
    const before = known === null ? undefined : roles.get(known);
    if (known !== null && before === undefined) return { fault: { code: "object_not_found" } };
    const wanted = formOf({ ...form, name: cleanText(form.name) });
    if (known !== null && before !== undefined) {
      const now = formOf(before);
      if (!isOtherForm(wanted, now)) return { submissions: [], output: { roleId: known } };
      if (was === null || isOtherForm(formOf(was), now)) return { fault: { code: "version_conflict" } };
      const users = usersOf(handle, known);
      if (wanted.base !== before.base && users.length > 0)
        return { fault: { code: "role_in_use", facts: { users } } };
    }
    if ([...roles].some(([id, { name }]) => id !== known && sameName(name, wanted.name)))
      return { fault: { code: "name_taken", facts: { path: "form.name" } } };
    const roleId = known ?? handle.ids.next();
    return {
      submissions: [
        {
          command: { type: "ConfigureOwnRole", roleId, privileges: wanted.privileges },
          content: [{ table: "role_words", roleId, words: wanted }],
        },
      ],
      output: { roleId },
    };
  }),
  responder(deskRequests.removeRole, ({ roleId }, _asker, { handle }) => {
    if (!rolesOf(handle).has(roleId)) return { fault: { code: "object_not_found" } };
    const users = usersOf(handle, roleId);
    if (users.length > 0) return { fault: { code: "role_in_use", facts: { users } } };
    return {
      submissions: [{ command: null, content: [{ table: "role_words", roleId, words: null }] }],
      output: {},
    };
  }),
];

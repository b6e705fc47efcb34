import type { RoleRow } from "@patchbay/protocol";
import { IconPlus } from "@tabler/icons-react";
import { useWords } from "../../../words/words.js";
import { Failed } from "../parts/Failed.js";
import { Head } from "../parts/Head.js";
import { goTo } from "../place.js";
import { readLists, useLists } from "../setup-data.js";
import { RoleForm } from "./RoleForm.js";

/** What people may do: the roles that every center has, and own ones. */
export function RolesSection({ item }: { readonly item: string | null }) {
  const t = useWords();
  const { roles, failed } = useLists("roles");
  if (roles === null)
    return failed === null ? null : <Failed code={failed} onAgain={() => void readLists("roles")} />;
  if (item !== null) {
    const row = roles.find(({ roleId }) => roleId === item) ?? null;
    if (row === null && item !== "new") return <p className="setup-empty">{t("errors.object_not_found")}</p>;
    const others = roles.flatMap(({ roleId, form }) => (roleId === item ? [] : [form.name]));
    return <RoleForm key={item} row={row} others={others} />;
  }
  return (
    <>
      <Head section="roles">
        <button type="button" className="btn primary" onClick={() => goTo({ section: "roles", item: "new" })}>
          <IconPlus size={16} stroke={1.8} aria-hidden="true" />
          {t("roleSetup.add")}
        </button>
      </Head>
      {failed !== null && <Failed code={failed} onAgain={() => void readLists("roles")} />}
      <div className="setup-scroll">
        <table className="table setup-table" aria-label={t("setup.sections.roles.name")}>
          <thead>
            <tr>
              <th scope="col" className="wide">
                {t("setup.name")}
              </th>
              <th scope="col">{t("roleSetup.includes")}</th>
              <th scope="col">{t("roleSetup.users")}</th>
            </tr>
          </thead>
          <tbody>
            {roles.map((row) => (
              <RoleLine key={row.roleId} row={row} />
            ))}
            {(["agent", "supervisor", "administrator"] as const).map((role) => (
              <tr key={role}>
                <td>
                  <b className="strong">{t(`userSetup.role.${role}`)}</b>
                </td>
                <td>{t(`roleSetup.builtIn.${role}`)}</td>
                <td className="mute">{t("roleSetup.always")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function RoleLine({ row: { roleId, form, users } }: { readonly row: RoleRow }) {
  const t = useWords();
  return (
    <tr>
      <td>
        <button
          type="button"
          className="link strong"
          onClick={() => goTo({ section: "roles", item: roleId })}
        >
          {form.name}
        </button>
      </td>
      <td>
        {t("roleSetup.some", {
          count: form.privileges.length,
          base: t(`userSetup.role.${form.base}`),
        })}
      </td>
      <td className={users.length === 0 ? "mute" : ""}>
        {users.length === 0 ? t("serviceSetup.nobody") : users.map(({ name }) => name).join(", ")}
      </td>
    </tr>
  );
}

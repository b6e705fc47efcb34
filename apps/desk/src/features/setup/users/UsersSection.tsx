import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useDesk } from "../../../state/store.js";
import { useWords } from "../../../words/words.js";
import { useRead } from "../desk-logs/use-read.js";
import { Failed } from "../parts/Failed.js";
import { Head } from "../parts/Head.js";
import { goTo } from "../place.js";
import { readLists, useLists } from "../setup-data.js";
import { UserForm } from "./UserForm.js";
import { readAccounts } from "./users-http.js";
import "../changes/changes.css";

/** Who works here: as what, in which team, with which skills. */
export function UsersSection({ item }: { readonly item: string | null }) {
  const t = useWords();
  const { users, teams, skills, roles, failed } = useLists("users", "teams", "skills", "roles");
  const { result: accounts, again } = useRead(readAccounts);
  const [search, setSearch] = useState("");
  const roster = useDesk((state) => state.data?.roster);
  if (users === null || teams === null || skills === null || roles === null)
    return failed === null ? null : (
      <Failed code={failed} onAgain={() => void readLists("users", "teams", "skills", "roles")} />
    );
  if (item !== null) {
    const row = users.find(({ agentId }) => agentId === item) ?? null;
    if (row === null && item !== "new") return <p className="setup-empty">{t("errors.object_not_found")}</p>;
    const others = users.filter(({ agentId }) => agentId !== item).map(({ form }) => form);
    return (
      <UserForm
        key={item}
        row={row}
        others={others}
        teams={teams}
        skills={skills}
        ownRoles={roles}
        account={accounts?.find(({ agentId }) => agentId === item) ?? null}
        onAccount={again}
      />
    );
  }
  const roleNames = ({ roles: has, ownRoleId }: (typeof users)[number]["form"]): string => {
    const own = roles.find(({ roleId }) => roleId === ownRoleId)?.form.name;
    const built = has.map((role) => t(`userSetup.role.${role}`)).join(", ");
    return own === undefined ? built : `${own} (${built})`;
  };
  const wanted = search.trim().toLowerCase();
  const shown = users.filter(({ form }) =>
    `${form.firstName} ${form.lastName} ${form.username} ${form.extension ?? ""}`
      .toLowerCase()
      .includes(wanted),
  );
  return (
    <>
      <Head section="users">
        <button type="button" className="btn primary" onClick={() => goTo({ section: "users", item: "new" })}>
          <IconPlus size={16} stroke={1.8} aria-hidden="true" />
          {t("userSetup.add")}
        </button>
      </Head>
      {failed !== null && (
        <Failed code={failed} onAgain={() => void readLists("users", "teams", "skills", "roles")} />
      )}
      <search className="changes-filters" aria-label={t("userSetup.search")}>
        <input
          type="search"
          className="input md grow"
          aria-label={t("userSetup.search")}
          placeholder={t("userSetup.search")}
          value={search}
          maxLength={80}
          onChange={(event) => setSearch(event.target.value)}
        />
      </search>
      {shown.length === 0 && <p className="setup-empty">{t("userSetup.noneFound")}</p>}
      {shown.length > 0 && (
        <div className="setup-scroll">
          <table className="table setup-table" aria-label={t("setup.sections.users.name")}>
            <thead>
              <tr>
                <th scope="col" className="wide">
                  {t("setup.name")}
                </th>
                <th scope="col">{t("userSetup.username")}</th>
                <th scope="col">{t("userSetup.roles")}</th>
                <th scope="col">{t("userSetup.team")}</th>
                <th scope="col">{t("userSetup.skills")}</th>
                <th scope="col">{t("userSetup.now")}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map(({ agentId, form, loggedIn }) => {
                const account = accounts?.find((one) => one.agentId === agentId);
                const word = roster?.get(agentId)?.word ?? null;
                return (
                  <tr key={agentId} className={form.enabled ? "" : "mute"}>
                    <td>
                      <button
                        type="button"
                        className="link strong"
                        onClick={() => goTo({ section: "users", item: agentId })}
                      >
                        {`${form.firstName} ${form.lastName}`.trim()}
                      </button>
                    </td>
                    <td>
                      {form.username}
                      {form.extension !== null && <span className="mute num"> · {form.extension}</span>}
                    </td>
                    <td>{roleNames(form)}</td>
                    <td>{teams.find(({ teamId }) => teamId === form.teamId)?.name ?? ""}</td>
                    <td>
                      {form.skills
                        .map(
                          ({ skillId, level }) =>
                            `${skills.find((one) => one.skillId === skillId)?.name ?? skillId} (${level})`,
                        )
                        .join(", ")}
                    </td>
                    <td>
                      {!form.enabled ? (
                        <span className="chip">{t("userSetup.disabled")}</span>
                      ) : account !== undefined && account.lockedUntil !== null ? (
                        <span className="chip m-due">{t("userSetup.locked")}</span>
                      ) : account?.hasPassword === false ? (
                        <span className="chip m-due">{t("userSetup.noPassword")}</span>
                      ) : loggedIn && word !== null ? (
                        t(`state.${word}`, { defaultValue: t("userSetup.loggedIn") })
                      ) : (
                        <span className="mute">{t("userSetup.away")}</span>
                      )}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

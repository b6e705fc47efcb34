import type { AccountView, Registration } from "@patchbay/protocol";
import { IconPlus } from "@tabler/icons-react";
import { useDesk } from "../../../../state/store.js";
import { useWords } from "../../../../words/words.js";
import { Head } from "../../parts/Head.js";
import { goTo } from "../../place.js";
import { StateChip } from "../parts/StateChip.js";
import { NEW_PHONE } from "./phone-draft.js";
import { phoneWords } from "./phone-words.js";

/** Desk phones: whose they are, and whether they are there. */
export function PhoneList({
  accounts,
  registrationOf,
}: {
  readonly accounts: readonly AccountView[];
  readonly registrationOf: (user: string) => Registration | undefined;
}) {
  const t = useWords();
  const roster = useDesk((state) => state.data?.roster);
  const open = (item: string): void => goTo({ section: "deskPhones", item });
  return (
    <>
      <Head section="deskPhones">
        <button type="button" className="btn primary" onClick={() => open(NEW_PHONE)}>
          <IconPlus size={16} stroke={1.8} aria-hidden="true" />
          {t("network.phones.add")}
        </button>
      </Head>
      {accounts.length === 0 ? (
        <p className="setup-empty">{t("network.phones.none")}</p>
      ) : (
        <div className="setup-scroll">
          <table className="table setup-table">
            <thead>
              <tr>
                <th scope="col">{t("network.phones.user")}</th>
                <th scope="col" className="wide">
                  {t("network.phones.agent")}
                </th>
                <th scope="col" className="network-state">
                  {t("network.state.head")}
                </th>
                <th scope="col" className="wide">
                  {t("network.phones.device")}
                </th>
                <th scope="col" className="wide">
                  {t("network.phones.note")}
                </th>
              </tr>
            </thead>
            <tbody>
              {accounts.map(({ user, account }) => {
                const registration = registrationOf(user);
                const { tone, state, detail } = phoneWords(account, registration);
                return (
                  <tr key={user}>
                    <td>
                      <button type="button" className="link num strong" onClick={() => open(user)}>
                        {user}
                      </button>
                    </td>
                    <td>{roster?.get(account.agentId)?.name ?? account.agentId}</td>
                    <td>
                      <StateChip tone={tone}>{state}</StateChip>
                      {detail !== null && <span className="setup-said small mute">{detail}</span>}
                    </td>
                    <td>{registration?.contacts[0]?.userAgent ?? ""}</td>
                    <td className="mute">{account.note}</td>
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

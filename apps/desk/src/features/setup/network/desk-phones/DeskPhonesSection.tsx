import "../network.css";
import { useWords } from "../../../../words/words.js";
import { Failed } from "../../parts/Failed.js";
import { readNetwork, useNetwork, useNetworkStates } from "../network-data.js";
import { PhoneForm } from "./PhoneForm.js";
import { PhoneList } from "./PhoneList.js";
import { NEW_PHONE } from "./phone-draft.js";

export function DeskPhonesSection({ item }: { readonly item: string | null }) {
  const t = useWords();
  const { setup, failed } = useNetwork();
  const states = useNetworkStates();
  if (setup === null)
    return failed === null ? null : <Failed code={failed} onAgain={() => void readNetwork()} />;
  const registrationOf = (user: string) =>
    states?.registrations.find((one) => one.user === user.toLowerCase());
  if (item === null) return <PhoneList accounts={setup.accounts} registrationOf={registrationOf} />;
  const view = setup.accounts.find(({ user }) => user === item);
  if (item !== NEW_PHONE && view === undefined)
    return <p className="setup-empty">{t("errors.object_not_found")}</p>;
  return (
    <PhoneForm
      key={item}
      view={view ?? null}
      registration={view && registrationOf(view.user)}
      registrar={setup.registrar}
    />
  );
}

import "../network.css";
import { useWords } from "../../../../words/words.js";
import { Failed } from "../../parts/Failed.js";
import { readNetwork, useNetwork, useNetworkStates } from "../network-data.js";
import { TrunkForm } from "./TrunkForm.js";
import { TrunkList } from "./TrunkList.js";

export function TrunksSection({ item }: { readonly item: string | null }) {
  const t = useWords();
  const { setup, failed } = useNetwork();
  const states = useNetworkStates();
  if (setup === null)
    return failed === null ? null : <Failed code={failed} onAgain={() => void readNetwork()} />;
  if (item === null) return <TrunkList trunks={setup.trunks} states={states} />;
  const view = setup.trunks.find(({ trunkId }) => trunkId === item);
  if (item !== "new" && view === undefined)
    return <p className="setup-empty">{t("errors.object_not_found")}</p>;
  const state = states?.trunks.find(({ trunkId }) => trunkId === item);
  return <TrunkForm key={item} view={view ?? null} state={state} />;
}

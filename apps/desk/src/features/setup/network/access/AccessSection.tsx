import "../network.css";
import type { NetworkDoors } from "@patchbay/protocol";
import { networkDoorsSchema } from "@patchbay/protocol";
import { ask, toast, toastError } from "../../../../state/actions.js";
import { useWords } from "../../../../words/words.js";
import { Failed } from "../../parts/Failed.js";
import { CheckField, SelectField } from "../../parts/Field.js";
import { Head } from "../../parts/Head.js";
import { whenText } from "../../parts/when.js";
import { type NetworkStates, readAgain, readNetwork, useNetwork, useNetworkStates } from "../network-data.js";
import { AreaField } from "../parts/AreaField.js";
import { FormFrame } from "../parts/FormFrame.js";
import { listOf, problemIn, problemsOf, textOf } from "../read-problems.js";
import { type Problems, useNetworkForm } from "../use-network-form.js";

interface DoorsDraft {
  readonly sources: "settings" | "any" | "list";
  readonly list: string;
  readonly strangers: boolean;
  readonly strongDigest: boolean;
}

const draftOf = ({ sources, strangers, strongDigest = false }: NetworkDoors): DoorsDraft => ({
  sources: typeof sources === "string" ? sources : "list",
  list: typeof sources === "string" ? "" : textOf(sources),
  strangers,
  strongDigest,
});
const doorsOf = ({ sources, list, strangers, strongDigest }: DoorsDraft): unknown => ({
  sources: sources === "list" ? listOf(list) : sources,
  strangers,
  strongDigest,
});
/** What is wrong with the addresses is wrong with the field where they are typed. */
const problemsOfDoors = (draft: DoorsDraft): Problems =>
  Object.fromEntries(
    Object.entries(problemsOf(networkDoorsSchema, doorsOf(draft), "network.problem")).map(([path, word]) => [
      path.replace(/^sources\b/, "list"),
      word,
    ]),
  );

/** Who may send us calls at all, and who is not listened to any more. */
export function AccessSection(_: { readonly item: string | null }) {
  const { setup, failed } = useNetwork();
  const states = useNetworkStates();
  if (setup === null)
    return failed === null ? null : <Failed code={failed} onAgain={() => void readNetwork()} />;
  return <DoorsForm doors={setup.doors} states={states} />;
}

function DoorsForm({
  doors,
  states,
}: {
  readonly doors: NetworkDoors;
  readonly states: NetworkStates | null;
}) {
  const t = useWords();
  const form = useNetworkForm(
    draftOf(doors),
    t("setup.sections.networkAccess.name"),
    problemsOfDoors,
    (draft, revision) => ask("saveNetworkDoors", { revision, doors: doorsOf(draft) as NetworkDoors }),
  );
  const { draft, change, problems } = form;
  const wrong = problemIn(problems, "list");
  return (
    <>
      <Head section="networkAccess" />
      <FormFrame
        form={form}
        newest={draftOf(doors)}
        saved={t("network.access.saved")}
        onSaved={() => void readAgain()}
        applies={t("network.access.applies")}
      >
        <fieldset className="setup-section">
          <legend>{t("network.access.who")}</legend>
          <div className="setup-grid">
            <SelectField
              label={t("network.access.sources")}
              hint={t(`network.access.sourcesHint.${draft.sources}`)}
              value={draft.sources}
              onChange={(sources) =>
                change({ sources: sources === "any" ? "any" : sources === "list" ? "list" : "settings" })
              }
            >
              <option value="settings">{t("network.access.choices.settings")}</option>
              <option value="list">{t("network.access.choices.list")}</option>
              <option value="any">{t("network.access.choices.any")}</option>
            </SelectField>
            {draft.sources === "list" && (
              <AreaField
                label={t("network.access.list")}
                hint={t("network.access.listHint")}
                error={wrong === undefined ? undefined : t(wrong)}
                value={draft.list}
                onChange={(list) => change({ list })}
              />
            )}
            <CheckField
              label={t("network.access.strangers")}
              hint={t("network.access.strangersHint")}
              checked={draft.strangers}
              onChange={(strangers) => change({ strangers })}
            />
            <CheckField
              label={t("network.access.strongDigest")}
              hint={t("network.access.strongDigestHint")}
              checked={draft.strongDigest}
              onChange={(strongDigest) => change({ strongDigest })}
            />
          </div>
        </fieldset>
        <Bans states={states} />
      </FormFrame>
    </>
  );
}

function Bans({ states }: { readonly states: NetworkStates | null }) {
  const t = useWords();
  const unban = async (address: string): Promise<void> => {
    const answer = await ask("unbanSource", { address });
    if (answer.ok) toast(t("network.access.heardAgain", { address }));
    else toastError(answer.error);
    await readAgain();
  };
  return (
    <section className="setup-section" aria-labelledby="network-bans">
      <h2 id="network-bans" className="network-h2">
        {t("network.access.bans")}
      </h2>
      <p className="hint network-lead">{t("network.access.bansHint")}</p>
      {states === null || states.bans.length === 0 ? (
        <p className="mute small">{t("network.access.noBans")}</p>
      ) : (
        <table className="table setup-table">
          <thead>
            <tr>
              <th scope="col" className="wide">
                {t("network.access.address")}
              </th>
              <th scope="col" className="wide">
                {t("network.state.head")}
              </th>
              <th scope="col">{t("network.access.why")}</th>
              <th scope="col" className="r network-count">
                {t("network.access.times")}
              </th>
              <th scope="col" className="network-act">
                <span className="vh">{t("network.dnc.actions")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {states.bans.map(({ address, until, last, times }) => (
              <tr key={address}>
                <td className="num strong">{address}</td>
                <td>
                  {until === null
                    ? t("network.access.watched")
                    : t("network.access.until", { when: whenText(until) })}
                </td>
                <td>{t(`network.offence.${last}`)}</td>
                <td className="r">{times}</td>
                <td>
                  <button type="button" className="btn sm" onClick={() => void unban(address)}>
                    {t(until === null ? "network.access.forget" : "network.access.unban")}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {states !== null && states.bansCount > states.bans.length && (
        <p className="small mute">
          {t("network.access.more", { count: states.bansCount - states.bans.length })}
        </p>
      )}
    </section>
  );
}

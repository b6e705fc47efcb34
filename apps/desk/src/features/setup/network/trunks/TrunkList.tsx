import type { TrunkView } from "@patchbay/protocol";
import { IconPlus, IconRouteAltLeft } from "@tabler/icons-react";
import { deskLanguage } from "../../../../parts/language-name.js";
import { useWords } from "../../../../words/words.js";
import { Head } from "../../parts/Head.js";
import { goTo } from "../../place.js";
import type { NetworkStates } from "../network-data.js";
import { StateChip } from "../parts/StateChip.js";
import { textOf } from "../read-problems.js";
import { trunkWords } from "./trunk-words.js";

/** The ways to the telephone network, in the order in which they are tried. */
export function TrunkList({
  trunks,
  states,
}: {
  readonly trunks: readonly TrunkView[];
  readonly states: NetworkStates | null;
}) {
  const t = useWords();
  const inOrder = [...trunks].sort(
    (a, b) => a.trunk.priority - b.trunk.priority || a.trunk.name.localeCompare(b.trunk.name, deskLanguage()),
  );
  return (
    <>
      <Head section="trunks">
        <button type="button" className="btn" onClick={() => goTo({ section: "dialPlan", item: null })}>
          <IconRouteAltLeft size={16} stroke={1.7} aria-hidden="true" />
          {t("network.try.open")}
        </button>
        <button
          type="button"
          className="btn primary"
          onClick={() => goTo({ section: "trunks", item: "new" })}
        >
          <IconPlus size={16} stroke={1.8} aria-hidden="true" />
          {t("network.trunks.add")}
        </button>
      </Head>
      {inOrder.length === 0 ? (
        <p className="setup-empty">{t("network.trunks.none")}</p>
      ) : (
        <div className="setup-scroll">
          <table className="table setup-table">
            <thead>
              <tr>
                <th scope="col" className="wide">
                  {t("setup.name")}
                </th>
                <th scope="col" className="network-state">
                  {t("network.state.head")}
                </th>
                <th scope="col" className="wide">
                  {t("network.trunks.address")}
                </th>
                <th scope="col">{t("network.trunks.takes")}</th>
                <th scope="col" className="r network-count">
                  {t("network.trunks.priority")}
                </th>
                <th scope="col" className="r network-count">
                  {t("network.trunks.calls")}
                </th>
              </tr>
            </thead>
            <tbody>
              {inOrder.map(({ trunkId, trunk }) => {
                const state = states?.trunks.find((one) => one.trunkId === trunkId);
                const { tone, state: said, detail } = trunkWords(state);
                return (
                  <tr key={trunkId}>
                    <td>
                      <button
                        type="button"
                        className="link strong"
                        onClick={() => goTo({ section: "trunks", item: trunkId })}
                      >
                        {trunk.name}
                      </button>
                    </td>
                    <td>
                      <StateChip tone={tone}>{said}</StateChip>
                      {detail !== null && <span className="setup-said small mute">{detail}</span>}
                    </td>
                    <td className="num">
                      {trunk.host}
                      {trunk.port === null ? "" : `:${trunk.port}`}{" "}
                      <span className="mute small">{trunk.transport.toUpperCase()}</span>
                    </td>
                    <td className="num">
                      {textOf(trunk.takes) === "*" ? t("network.trunks.all") : textOf(trunk.takes)}
                    </td>
                    <td className="r">{trunk.priority}</td>
                    <td className="r">
                      {trunk.callsMax === null
                        ? (state?.calls ?? 0)
                        : t("network.trunks.ofMax", { calls: state?.calls ?? 0, max: trunk.callsMax })}
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

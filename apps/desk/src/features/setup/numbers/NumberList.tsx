import { IconAlertTriangle, IconPlus } from "@tabler/icons-react";
import { useDesk } from "../../../state/store.js";
import { useWords } from "../../../words/words.js";
import { Failed } from "../parts/Failed.js";
import { Head } from "../parts/Head.js";
import { changedText } from "../parts/when.js";
import { goTo } from "../place.js";
import { readLists, useLists } from "../setup-data.js";

/** The numbers that callers dial, and where each leads. */
export function NumberList() {
  const t = useWords();
  const { numbers, scenarios, failed } = useLists("numbers", "scenarios");
  const services = useDesk((state) => state.data?.services);
  const open = (item: string) => goTo({ section: "numbers", item });
  return (
    <>
      <Head section="numbers">
        <button type="button" className="btn primary" onClick={() => open("new")}>
          <IconPlus size={16} stroke={1.8} aria-hidden="true" />
          {t("setup.numbers.add")}
        </button>
      </Head>
      {failed !== null && <Failed code={failed} onAgain={() => void readLists("numbers", "scenarios")} />}
      {numbers !== null && numbers.length === 0 && <p className="setup-empty">{t("setup.numbers.none")}</p>}
      {numbers !== null && numbers.length > 0 && (
        <div className="setup-scroll">
          <table className="table setup-table">
            <thead>
              <tr>
                <th scope="col">{t("setup.numbers.address")}</th>
                <th scope="col" className="wide">
                  {t("setup.name")}
                </th>
                <th scope="col">{t("setup.numbers.scenario")}</th>
                <th scope="col">{t("setup.service")}</th>
                <th scope="col" className="r">
                  {t("setup.numbers.priority")}
                </th>
                <th scope="col" className="wide">
                  {t("setup.lastChanged")}
                </th>
              </tr>
            </thead>
            <tbody>
              {numbers.map((number) => {
                const scenario = scenarios?.find(({ scenarioId }) => scenarioId === number.scenarioId);
                return (
                  <tr key={number.entryId}>
                    <td>
                      <button type="button" className="link num strong" onClick={() => open(number.entryId)}>
                        {number.address}
                      </button>
                    </td>
                    <td>{number.name}</td>
                    <td>
                      {scenario === undefined ? (
                        scenarios !== null && (
                          <span className="row tight m-danger t-m">
                            <IconAlertTriangle size={14} stroke={1.8} aria-hidden="true" />
                            {t("setup.gone")}
                          </span>
                        )
                      ) : (
                        <button
                          type="button"
                          className="link clip"
                          onClick={() => goTo({ section: "scenarios", item: scenario.scenarioId })}
                        >
                          {scenario.name}
                        </button>
                      )}
                    </td>
                    <td>{services?.get(number.serviceId)?.name ?? number.serviceId}</td>
                    <td className="r">{number.priority}</td>
                    <td className="mute">{changedText(number)}</td>
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

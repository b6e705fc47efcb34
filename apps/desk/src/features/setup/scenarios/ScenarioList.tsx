import { IconAlertTriangle, IconPlus } from "@tabler/icons-react";
import { useDesk } from "../../../state/store.js";
import { useWords } from "../../../words/words.js";
import { Failed } from "../parts/Failed.js";
import { Head } from "../parts/Head.js";
import { changedText } from "../parts/when.js";
import { goTo } from "../place.js";
import { readLists, useLists } from "../setup-data.js";
import { newScenario } from "./form-changes.js";
import { isNew, keepDraft, newDraftId, useDrafts } from "./kept-drafts.js";

/** What callers go through, by name; what was changed and not saved stands with them. */
export function ScenarioList() {
  const t = useWords();
  const { scenarios, failed } = useLists("scenarios");
  const drafts = useDrafts((state) => state.drafts);
  const serviceId = useDesk((state) => [...(state.data?.services.keys() ?? [])][0] ?? "");
  const open = (item: string) => goTo({ section: "scenarios", item });
  const begin = (): void => {
    const id = newDraftId();
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const names = [
      t("setup.scenario.first.greeting"),
      t("setup.scenario.first.queue"),
      t("setup.scenario.first.end"),
    ];
    const form = newScenario(t("setup.scenario.new"), names as [string, string, string], { serviceId, zone });
    keepDraft(id, { base: 0, form });
    open(id);
  };
  const unsaved = [...drafts].filter(([id]) => isNew(id));
  return (
    <>
      <Head section="scenarios">
        <button type="button" className="btn primary" onClick={begin}>
          <IconPlus size={16} stroke={1.8} aria-hidden="true" />
          {t("setup.scenario.add")}
        </button>
      </Head>
      {failed !== null && <Failed code={failed} onAgain={() => void readLists("scenarios")} />}
      {scenarios !== null && (
        <div className="setup-scroll">
          <table className="table setup-table">
            <thead>
              <tr>
                <th scope="col" className="wide">
                  {t("setup.name")}
                </th>
                <th scope="col" className="few">
                  {t("setup.scenario.version")}
                </th>
                <th scope="col" className="wide">
                  {t("setup.scenario.numbers")}
                </th>
                <th scope="col" className="wide">
                  {t("setup.lastChanged")}
                </th>
              </tr>
            </thead>
            <tbody>
              {unsaved.map(([id, { form }]) => (
                <tr key={id}>
                  <td>
                    <button type="button" className="link strong clip" onClick={() => open(id)}>
                      {form.name || t("setup.scenario.new")}
                    </button>
                  </td>
                  <td>
                    <span className="chip m-due">{t("setup.scenario.neverSaved")}</span>
                  </td>
                  <td className="mute">{t("setup.none")}</td>
                  <td className="mute">{t("setup.scenario.hereOnly")}</td>
                </tr>
              ))}
              {scenarios.map((scenario) => (
                <tr key={scenario.scenarioId}>
                  <td>
                    <span className="row">
                      <button
                        type="button"
                        className="link strong clip"
                        onClick={() => open(scenario.scenarioId)}
                      >
                        {scenario.name}
                      </button>
                      {drafts.has(scenario.scenarioId) && (
                        <span className="chip m-due">{t("setup.scenario.unsaved")}</span>
                      )}
                      {scenario.problems > 0 && (
                        <span className="chip m-danger">
                          <IconAlertTriangle size={14} stroke={1.8} aria-hidden="true" />
                          {t("setup.scenario.gone", { count: scenario.problems })}
                        </span>
                      )}
                    </span>
                  </td>
                  <td className="num">{scenario.version}</td>
                  <td>
                    {scenario.application !== null && (
                      <span className="chip">
                        {t("setup.scenario.application.chip", {
                          kind: t(`call.application.kinds.${scenario.application}`),
                        })}
                      </span>
                    )}
                    {scenario.usedBy.length === 0 ? (
                      scenario.application === null && <span className="mute">{t("setup.none")}</span>
                    ) : (
                      <span>
                        {scenario.usedBy.map(({ address, name }) => `${address} ${name}`).join(", ")}
                      </span>
                    )}
                  </td>
                  <td className="mute">{changedText(scenario)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

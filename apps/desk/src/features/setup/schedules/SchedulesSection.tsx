import { IconPlus } from "@tabler/icons-react";
import { useWords } from "../../../words/words.js";
import { Failed } from "../parts/Failed.js";
import { Head } from "../parts/Head.js";
import { changedText, whenText } from "../parts/when.js";
import { goTo } from "../place.js";
import { readLists, useLists } from "../setup-data.js";
import { ScheduleForm } from "./ScheduleForm.js";

/** When services take somebody new. */
export function SchedulesSection({ item }: { readonly item: string | null }) {
  const t = useWords();
  const { schedules, failed } = useLists("schedules");
  if (schedules === null)
    return failed === null ? null : <Failed code={failed} onAgain={() => void readLists("schedules")} />;
  if (item !== null) {
    const row = schedules.find(({ scheduleId }) => scheduleId === item) ?? null;
    if (row === null && item !== "new") return <p className="setup-empty">{t("errors.object_not_found")}</p>;
    const others = schedules.flatMap(({ scheduleId, form }) => (scheduleId === item ? [] : [form.name]));
    return <ScheduleForm key={item} row={row} others={others} />;
  }
  return (
    <>
      <Head section="schedules">
        <button
          type="button"
          className="btn primary"
          onClick={() => goTo({ section: "schedules", item: "new" })}
        >
          <IconPlus size={16} stroke={1.8} aria-hidden="true" />
          {t("scheduleSetup.add")}
        </button>
      </Head>
      {failed !== null && <Failed code={failed} onAgain={() => void readLists("schedules")} />}
      {schedules.length === 0 && <p className="setup-empty">{t("scheduleSetup.empty")}</p>}
      {schedules.length > 0 && (
        <div className="setup-scroll">
          <table className="table setup-table" aria-label={t("setup.sections.schedules.name")}>
            <thead>
              <tr>
                <th scope="col" className="wide">
                  {t("setup.name")}
                </th>
                <th scope="col" className="wide">
                  {t("scheduleSetup.now")}
                </th>
                <th scope="col">{t("setup.scenario.hours.zone")}</th>
                <th scope="col">{t("scheduleSetup.usedBy")}</th>
                <th scope="col" className="wide">
                  {t("setup.lastChanged")}
                </th>
              </tr>
            </thead>
            <tbody>
              {schedules.map((row) => (
                <tr key={row.scheduleId}>
                  <td>
                    <button
                      type="button"
                      className="link strong"
                      onClick={() => goTo({ section: "schedules", item: row.scheduleId })}
                    >
                      {row.form.name}
                    </button>
                  </td>
                  <td>
                    <span className={`chip ${row.open ? "m-ready" : ""}`}>
                      {t(row.open ? "scheduleSetup.openNow" : "scheduleSetup.closedNow")}
                    </span>{" "}
                    <span className="mute">{t("scheduleSetup.until", { when: whenText(row.until) })}</span>
                  </td>
                  <td>{row.form.zone}</td>
                  <td className={row.usedBy.length === 0 ? "mute" : ""}>
                    {row.usedBy.length === 0
                      ? t("scheduleSetup.unused")
                      : row.usedBy.map(({ name }) => name).join(", ")}
                  </td>
                  <td className="mute">{changedText(row)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

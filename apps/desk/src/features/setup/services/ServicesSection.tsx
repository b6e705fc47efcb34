import { IconPlus } from "@tabler/icons-react";
import { useWords } from "../../../words/words.js";
import { durationText } from "../parts/duration.js";
import { Failed } from "../parts/Failed.js";
import { Head } from "../parts/Head.js";
import { changedText } from "../parts/when.js";
import { goTo } from "../place.js";
import { readLists, useLists } from "../setup-data.js";
import { ServiceForm } from "./ServiceForm.js";

/** What contacts come in for: who gets them, how long they wait, and what comes of them. */
export function ServicesSection({ item }: { readonly item: string | null }) {
  const t = useWords();
  const { serviceRows: rows, skills, failed } = useLists("serviceRows", "skills");
  if (rows === null || skills === null)
    return failed === null ? null : (
      <Failed code={failed} onAgain={() => void readLists("serviceRows", "skills")} />
    );
  if (item !== null) {
    const row = rows.find(({ serviceId }) => serviceId === item) ?? null;
    if (row === null && item !== "new") return <p className="setup-empty">{t("errors.object_not_found")}</p>;
    const others = rows.flatMap(({ serviceId, form }) => (serviceId === item ? [] : [form.name]));
    return <ServiceForm key={item} row={row} others={others} skills={skills} />;
  }
  return (
    <>
      <Head section="services">
        <button
          type="button"
          className="btn primary"
          onClick={() => goTo({ section: "services", item: "new" })}
        >
          <IconPlus size={16} stroke={1.8} aria-hidden="true" />
          {t("serviceSetup.add")}
        </button>
      </Head>
      {failed !== null && <Failed code={failed} onAgain={() => void readLists("serviceRows", "skills")} />}
      {rows.length === 0 && <p className="setup-empty">{t("serviceSetup.none")}</p>}
      {rows.length > 0 && (
        <div className="setup-scroll">
          <table className="table setup-table" aria-label={t("setup.sections.services.name")}>
            <thead>
              <tr>
                <th scope="col" className="wide">
                  {t("setup.name")}
                </th>
                <th scope="col">{t("serviceSetup.from")}</th>
                <th scope="col" className="r">
                  {t("serviceSetup.agents")}
                </th>
                <th scope="col">{t("serviceSetup.promise")}</th>
                <th scope="col" className="r">
                  {t("serviceSetup.results")}
                </th>
                <th scope="col" className="wide">
                  {t("setup.lastChanged")}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => {
                const { serviceId, form, usedBy, qualified } = row;
                const doors = [...usedBy.chatEntries, ...usedBy.numbers].map(({ name }) => name);
                return (
                  <tr key={serviceId}>
                    <td>
                      <button
                        type="button"
                        className="link strong"
                        onClick={() => goTo({ section: "services", item: serviceId })}
                      >
                        {form.name}
                      </button>{" "}
                      {!form.open && <span className="chip m-due">{t("serviceSetup.closed")}</span>}
                    </td>
                    <td className={doors.length === 0 ? "mute" : ""}>
                      {doors.length === 0 ? t("serviceSetup.noDoor") : doors.join(", ")}
                    </td>
                    <td
                      className={`r num${qualified === 0 ? " m-danger t-m" : ""}`}
                      title={t("serviceSetup.qualified", { count: qualified })}
                    >
                      {qualified}
                    </td>
                    <td className={form.serviceLevel === null ? "mute" : ""}>
                      {form.serviceLevel === null
                        ? t("serviceSetup.usual")
                        : t("serviceSetup.level_short", {
                            percent: form.serviceLevel.percent,
                            within: durationText(form.serviceLevel.withinMs),
                          })}
                    </td>
                    <td className="r num">{form.dispositions.length}</td>
                    <td className="mute">{changedText(row)}</td>
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

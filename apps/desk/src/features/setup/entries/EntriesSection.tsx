import { IconPlus } from "@tabler/icons-react";
import { useWords } from "../../../words/words.js";
import { Failed } from "../parts/Failed.js";
import { Head } from "../parts/Head.js";
import { changedText } from "../parts/when.js";
import { goTo } from "../place.js";
import { readLists, useLists } from "../setup-data.js";
import { EntryForm } from "./EntryForm.js";
import "./entries.css";

/** The doors of web pages and apps. */
export function EntriesSection({ item }: { readonly item: string | null }) {
  const t = useWords();
  const { chatEntries: rows, taken, serviceRows: services, failed } = useLists("chatEntries", "serviceRows");
  if (rows === null || services === null)
    return failed === null ? null : (
      <Failed code={failed} onAgain={() => void readLists("chatEntries", "serviceRows")} />
    );
  if (item !== null) {
    const row = rows.find(({ entryId }) => entryId === item) ?? null;
    if (row === null && item !== "new") return <p className="setup-empty">{t("errors.object_not_found")}</p>;
    const names = rows.flatMap(({ entryId, form }) => (entryId === item ? [] : [form.name]));
    return <EntryForm key={item} row={row} others={{ names, taken }} services={services} />;
  }
  return (
    <>
      <Head section="chatEntries">
        <button
          type="button"
          className="btn primary"
          onClick={() => goTo({ section: "chatEntries", item: "new" })}
        >
          <IconPlus size={16} stroke={1.8} aria-hidden="true" />
          {t("entrySetup.add")}
        </button>
      </Head>
      {failed !== null && <Failed code={failed} onAgain={() => void readLists("chatEntries")} />}
      {rows.length === 0 && <p className="setup-empty">{t("entrySetup.none")}</p>}
      {rows.length > 0 && (
        <div className="setup-scroll">
          <table className="table setup-table" aria-label={t("setup.sections.chatEntries.name")}>
            <thead>
              <tr>
                <th scope="col" className="wide">
                  {t("setup.name")}
                </th>
                <th scope="col">{t("entrySetup.appId")}</th>
                <th scope="col">{t("entrySetup.kind")}</th>
                <th scope="col">{t("setup.service")}</th>
                <th scope="col">{t("entrySetup.state")}</th>
                <th scope="col" className="r">
                  {t("entrySetup.inHand")}
                </th>
                <th scope="col" className="wide">
                  {t("setup.lastChanged")}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ entryId, form, open, alive, changedAt, changedBy }) => (
                <tr key={entryId}>
                  <td>
                    <button
                      type="button"
                      className="link strong"
                      onClick={() => goTo({ section: "chatEntries", item: entryId })}
                    >
                      {form.name}
                    </button>
                  </td>
                  <td>
                    <code>{entryId}</code>
                  </td>
                  <td className="entry-kind">{t(`entrySetup.kinds.${form.kind}`)}</td>
                  <td>
                    {services.find(({ serviceId }) => serviceId === form.serviceId)?.form.name ??
                      form.serviceId}
                  </td>
                  <td>
                    <span className={`chip ${open ? "m-fine" : "m-due"}`}>
                      {t(open ? "entrySetup.open" : "entrySetup.closed")}
                    </span>
                  </td>
                  <td className={`r num${alive === 0 ? " mute" : ""}`}>{alive}</td>
                  <td className="mute">{changedText({ changedAt, changedBy })}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

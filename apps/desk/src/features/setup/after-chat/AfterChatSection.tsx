import { useWords } from "../../../words/words.js";
import { Failed } from "../parts/Failed.js";
import { Head } from "../parts/Head.js";
import { changedText } from "../parts/when.js";
import { goTo } from "../place.js";
import { readLists, useLists } from "../setup-data.js";
import { AfterChatForm } from "./AfterChatForm.js";

/** What customers of each service are asked and offered when a chat is over. */
export function AfterChatSection({ item }: { readonly item: string | null }) {
  const t = useWords();
  const { afterChats, failed } = useLists("afterChats");
  if (afterChats === null)
    return failed === null ? null : <Failed code={failed} onAgain={() => void readLists("afterChats")} />;
  if (item !== null) {
    const row = afterChats.find(({ serviceId }) => serviceId === item);
    if (row === undefined) return <p className="setup-empty">{t("errors.object_not_found")}</p>;
    return <AfterChatForm row={row} key={row.serviceId} />;
  }
  return (
    <>
      <Head section="afterChat" />
      <div className="setup-scroll">
        <table className="table setup-table">
          <thead>
            <tr>
              <th scope="col" className="wide">
                {t("setup.service")}
              </th>
              <th scope="col">{t("afterChat.survey")}</th>
              <th scope="col">{t("afterChat.transcript")}</th>
              <th scope="col" className="wide">
                {t("setup.lastChanged")}
              </th>
            </tr>
          </thead>
          <tbody>
            {afterChats.map(({ serviceId, name, form, ...change }) => (
              <tr key={serviceId}>
                <td>
                  <button
                    type="button"
                    className="link strong"
                    onClick={() => goTo({ section: "afterChat", item: serviceId })}
                  >
                    {name}
                  </button>
                </td>
                <td className={form.survey ? undefined : "mute"}>
                  {t(
                    form.survey
                      ? form.comment
                        ? "afterChat.stars"
                        : "afterChat.starsOnly"
                      : "afterChat.off",
                  )}
                </td>
                <td className={form.transcriptDays === null ? "mute" : undefined}>
                  {form.transcriptDays === null
                    ? t("afterChat.noLinks")
                    : t("afterChat.forDays", { count: form.transcriptDays })}
                </td>
                <td className="mute">{changedText(change)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

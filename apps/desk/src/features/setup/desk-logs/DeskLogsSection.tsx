import { IconFileText } from "@tabler/icons-react";
import { EmptyState } from "../../../parts/EmptyState.js";
import { useWords } from "../../../words/words.js";
import { Failed } from "../parts/Failed.js";
import { Head } from "../parts/Head.js";
import { whenText } from "../parts/when.js";
import { goTo } from "../place.js";
import { DeskLog } from "./DeskLog.js";
import { readLogs } from "./desk-logs-http.js";
import { useRead } from "./use-read.js";

/** Logs that agents have sent from their desks. */
export function DeskLogsSection({ item }: { readonly item: string | null }) {
  return item === null ? <List /> : <DeskLog logId={item} />;
}

function List() {
  const t = useWords();
  const { result: logs, failed, again } = useRead(readLogs);
  return (
    <>
      <Head section="deskLogs" />
      {failed !== null && <Failed code={failed} onAgain={again} />}
      {logs?.length === 0 && (
        <EmptyState
          Icon={IconFileText}
          title={t("clientLog.list.empty")}
          more={t("clientLog.list.emptyMore")}
        />
      )}
      {logs !== null && logs.length > 0 && (
        <div className="setup-scroll">
          <table className="table setup-table" aria-label={t("setup.sections.deskLogs.name")}>
            <thead>
              <tr>
                <th scope="col" className="wide">
                  {t("clientLog.list.when")}
                </th>
                <th scope="col" className="wide">
                  {t("clientLog.list.who")}
                </th>
                <th scope="col">{t("clientLog.list.comment")}</th>
                <th scope="col">{t("clientLog.list.entries")}</th>
                <th scope="col">{t("clientLog.list.errors")}</th>
              </tr>
            </thead>
            <tbody>
              {logs.map(({ logId, at, agentName, comment, entries, errors }) => (
                <tr key={logId}>
                  <td>
                    <button
                      type="button"
                      className="link"
                      aria-label={t("clientLog.list.look", { name: agentName, when: whenText(at) })}
                      onClick={() => goTo({ section: "deskLogs", item: logId })}
                    >
                      {whenText(at)}
                    </button>
                  </td>
                  <td>
                    <b className="strong">{agentName}</b>
                  </td>
                  <td className={comment === "" ? "mute" : ""}>
                    {comment === "" ? t("clientLog.list.noComment") : comment}
                  </td>
                  <td className="num">{entries}</td>
                  <td className="num">{errors}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className="setup-empty small">{t("clientLog.list.kept")}</p>
        </div>
      )}
    </>
  );
}

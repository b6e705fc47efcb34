import { IconCircleCheck } from "@tabler/icons-react";
import { EmptyState } from "../../../parts/EmptyState.js";
import { WhatIsThis } from "../../../parts/errors/WhatIsThis.js";
import { errorText } from "../../../state/actions.js";
import { useWords } from "../../../words/words.js";
import { Failed } from "../parts/Failed.js";
import { Head } from "../parts/Head.js";
import { whenText } from "../parts/when.js";
import { readCounts } from "./desk-logs-http.js";
import { useRead } from "./use-read.js";

/** How often the server answered with which code, by day. */
export function ErrorsSeenSection() {
  const t = useWords();
  const { result, failed, again } = useRead(readCounts);
  return (
    <>
      <Head section="errorsSeen" />
      {failed !== null && <Failed code={failed} onAgain={again} />}
      {result?.counts.length === 0 && (
        <EmptyState
          Icon={IconCircleCheck}
          title={t("clientLog.counts.empty")}
          more={t("clientLog.counts.emptyMore")}
        />
      )}
      {result !== null && (
        <div className="setup-scroll">
          {result.counts.length > 0 && (
            <table className="table setup-table" aria-label={t("setup.sections.errorsSeen.name")}>
              <thead>
                <tr>
                  <th scope="col" className="wide">
                    {t("clientLog.counts.day")}
                  </th>
                  <th scope="col" className="wide">
                    {t("clientLog.counts.code")}
                  </th>
                  <th scope="col">{t("clientLog.counts.says")}</th>
                  <th scope="col">{t("clientLog.counts.count")}</th>
                </tr>
              </thead>
              <tbody>
                {result.counts.map(({ day, code, count }) => (
                  <tr key={`${day} ${code}`}>
                    <td className="num">{day}</td>
                    <td>
                      <code>{code}</code>
                    </td>
                    <td>
                      {errorText({ code })} <WhatIsThis code={code} />
                    </td>
                    <td className="num">{count}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          <p className="setup-empty small">{t("clientLog.counts.since", { when: whenText(result.since) })}</p>
        </div>
      )}
    </>
  );
}

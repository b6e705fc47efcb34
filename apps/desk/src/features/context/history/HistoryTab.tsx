import type { ContactView } from "@patchbay/protocol";
import { IconAlertTriangle, IconHistory } from "@tabler/icons-react";
import { useEffect } from "react";
import { useWords } from "../../../words/words.js";
import { HistoryEntry } from "./HistoryEntry.js";
import { loadHistory, useHistory } from "./history-store.js";
import { zoneName } from "./when.js";
import "./history.css";

/** The contact's interactions over all channels, newest first. */
export function HistoryTab({
  contactId,
  current,
  contact = null,
  finished = null,
}: {
  readonly contactId: string;
  /** The interaction that the agent looks at. */
  readonly current: string | null;
  /** Whose history it is, for a new follow-up; `null`: none is made here. */
  readonly contact?: Pick<ContactView, "name" | "phones"> | null;
  /** The interaction that was finished just now. */
  readonly finished?: string | null;
}) {
  const t = useWords();
  const { lines, loading, error } = useHistory(contactId);
  // Opening the tab asks again: somebody else may have talked with this customer in between.
  useEffect(() => void loadHistory(contactId), [contactId]);

  if (error !== null && lines === null) {
    return (
      <div className="banner m-danger" role="alert">
        <IconAlertTriangle size={18} stroke={1.6} aria-hidden="true" />
        <span>
          <b>{t("context.history.failed")}</b> {t(`errors.${error}`)}
        </span>
        <button type="button" className="btn sm" onClick={() => void loadHistory(contactId)}>
          {t("context.history.retry")}
        </button>
      </div>
    );
  }
  if (lines === null) return <HistorySkeleton label={t("context.history.loading")} />;
  if (lines.length === 0 || (lines.length === 1 && lines[0]?.interactionId === current && current !== null)) {
    return (
      <>
        {lines.map((line) => (
          <HistoryEntry
            key={line.interactionId}
            line={line}
            current
            contact={contact}
            offersFollowUp={false}
          />
        ))}
        <div className="ctx-empty">
          <span className="ctx-empty-mark">
            <IconHistory size={24} stroke={1.6} aria-hidden="true" />
          </span>
          <b>{t("context.history.empty")}</b>
          <p className="small soft">{t("context.history.emptyMore")}</p>
        </div>
      </>
    );
  }
  return (
    <>
      <ol className="ctx-history" aria-busy={loading}>
        {lines.map((line) => (
          <li key={line.interactionId}>
            <HistoryEntry
              line={line}
              current={line.interactionId === current}
              contact={contact}
              offersFollowUp={line.interactionId === finished}
            />
          </li>
        ))}
      </ol>
      <p className="hint">{t("context.history.zone", { zone: zoneName() })}</p>
    </>
  );
}

function HistorySkeleton({ label }: { readonly label: string }) {
  return (
    <div role="status" aria-label={label} className="ctx-history">
      <span className="ctx-bone" />
      <span className="ctx-bone" />
      <span className="ctx-bone" />
    </div>
  );
}

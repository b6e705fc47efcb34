import { IconClockPause, IconX } from "@tabler/icons-react";
import { clockText } from "../../parts/time.js";
import { dismissAway } from "../../state/actions.js";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import "./presence.css";

/** What happened while this desk was not connected. It stays until the agent has read it. */
export function AwayNote() {
  const t = useWords();
  const away = useDesk((state) => state.away);
  const notReady = useDesk((state) => state.data?.self?.presence.kind === "not_ready");
  return (
    <div role="status" className="away-place">
      {away !== null && (
        <div className="banner m-notready away">
          <IconClockPause size={18} stroke={1.6} aria-hidden="true" />
          <span>
            <b>{t("away.title", { time: clockText(away.until - away.since) })}</b>{" "}
            {away.customers.length > 0 &&
              t("away.chats", { count: away.customers.length, names: away.customers.join(", ") })}{" "}
            {notReady && t("away.notReady")}
          </span>
          <button
            type="button"
            className="btn icon sm quiet"
            title={t("away.dismiss")}
            aria-label={t("away.dismiss")}
            onClick={dismissAway}
          >
            <IconX size={14} stroke={1.8} aria-hidden="true" />
          </button>
        </div>
      )}
    </div>
  );
}

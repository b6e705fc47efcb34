import { IconUserCog, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { nextName } from "./state-view.js";
import "./presence.css";

/** Who has set this agent's state, and why: it stays until the agent has read it, or chooses a state. */
export function ForcedNote() {
  const t = useWords();
  const self = useDesk((state) => state.data?.self ?? null);
  const reasons = useDesk((state) => state.data?.reasons) ?? [];
  const name = useDesk(
    ({ data }) => data?.roster.get(data.self?.source.supervisorId ?? "")?.name ?? t("login.supervisor"),
  );
  const [read, setRead] = useState<string | null>(null);
  const mark = self?.source.by === "supervisor" ? JSON.stringify([self.source, self.presence]) : null;
  return (
    <div role="status" className="away-place">
      {self !== null && mark !== null && mark !== read && (
        <div className="banner m-supervising away">
          <IconUserCog size={18} stroke={1.6} aria-hidden="true" />
          <span>
            <b>{t("state.forcedTo", { name, what: nextName(self.presence, reasons) })}</b>
            {self.source.why !== undefined && <q className="forced-why">{self.source.why}</q>}
          </span>
          <button
            type="button"
            className="btn icon sm quiet"
            title={t("state.forcedSeen")}
            aria-label={t("state.forcedSeen")}
            onClick={() => setRead(mark)}
          >
            <IconX size={14} stroke={1.8} aria-hidden="true" />
          </button>
        </div>
      )}
    </div>
  );
}

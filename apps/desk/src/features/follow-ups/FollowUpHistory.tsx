import type { FollowUpView } from "@patchbay/protocol";
import { IconX } from "@tabler/icons-react";
import { useWords } from "../../words/words.js";
import { HistoryTab } from "../context/history/HistoryTab.js";
import { showHistoryOf, shownOf, useFollowUps } from "./follow-ups-store.js";

/** The one whose history is open beside the list; `null`: none. */
export const useOpenFollowUp = (): FollowUpView | null =>
  useFollowUps((state) => shownOf(state).find(({ followUpId }) => followUpId === state.openId) ?? null);

/** All interactions of the customer, that which it came from among them. */
export function FollowUpHistory({
  followUp: { contact, interactionId },
}: {
  readonly followUp: FollowUpView;
}) {
  const t = useWords();
  const title = t("followUps.historyOf", { name: contact.name });
  return (
    <aside className="dir-dial fu-history" aria-label={title}>
      <div className="row between">
        <h2 className="clip">{title}</h2>
        <button
          type="button"
          className="btn icon quiet sm"
          aria-label={t("followUps.closeHistory")}
          title={t("followUps.closeHistory")}
          onClick={() => showHistoryOf(null)}
        >
          <IconX size={16} stroke={1.7} aria-hidden="true" />
        </button>
      </div>
      <HistoryTab contactId={contact.contactId} current={interactionId} />
    </aside>
  );
}

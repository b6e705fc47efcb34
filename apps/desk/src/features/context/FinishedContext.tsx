import { IconX } from "@tabler/icons-react";
import { useEffect, useId, useRef } from "react";
import { useLeft } from "../../state/left.js";
import { useWords } from "../../words/words.js";
import { ContactPanel } from "./contact/ContactPanel.js";
import { HistoryTab } from "./later-tabs.js";
import "./context.css";
import { type Finished, finishedText, hideFinished } from "./finished.js";
import { Tabs } from "./Tabs.js";

/**
 * The customer of the chat that was just finished, with what is now in the history: nobody has to believe that it was
 * kept. Stays until something else is looked at.
 */
export function FinishedContext({ finished }: { readonly finished: Finished }) {
  const t = useWords();
  const id = useId();
  const column = useRef<HTMLElement>(null);
  // The button that finished the chat went away with it: the keyboard goes on here, and nowhere else is disturbed.
  useEffect(() => {
    if (document.activeElement === null || document.activeElement === document.body)
      column.current?.querySelector<HTMLElement>("[role='tab']")?.focus();
  }, []);
  const left = useLeft((state) => state.left.find((one) => one.interactionId === finished.interactionId));
  return (
    <aside ref={column} className="context" aria-label={t("context.label")}>
      <div className="ctx-finished">
        <span className="small soft grow">{finishedText(t, left)}</span>
        <button
          type="button"
          className="btn icon quiet sm"
          aria-label={t("context.finished.close")}
          title={t("context.finished.close")}
          onClick={hideFinished}
        >
          <IconX size={16} stroke={1.7} aria-hidden="true" />
        </button>
      </div>
      <ContactPanel contact={finished.contact} policy={finished.policy} />
      <Tabs
        id={id}
        heads={[{ tab: "history", label: t("context.tabs.history") }]}
        shown="history"
        onChoose={() => undefined}
      />
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-history`} className="ctx-panel history">
        <HistoryTab
          contactId={finished.contact.contactId}
          current={null}
          contact={finished.contact}
          finished={finished.interactionId}
        />
      </div>
    </aside>
  );
}

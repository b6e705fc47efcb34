import { type KeyboardEvent, type ReactNode, useRef } from "react";
import { useWords } from "../../words/words.js";
import { type ContextTab, tabAfterKey } from "./tabs.js";

export interface TabHead {
  readonly tab: ContextTab;
  readonly label: ReactNode;
  /** Something in it wants the agent. */
  readonly wanted?: boolean;
}

/** The heads of the tabs: one stop of the Tab key, arrows inside. */
export function Tabs({
  id,
  heads,
  shown,
  onChoose,
}: {
  readonly id: string;
  readonly heads: readonly TabHead[];
  readonly shown: ContextTab;
  readonly onChoose: (tab: ContextTab) => void;
}) {
  const t = useWords();
  const row = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const next = tabAfterKey(
      heads.map(({ tab }) => tab),
      shown,
      event.key,
    );
    if (next === null) return;
    event.preventDefault();
    onChoose(next);
    row.current?.querySelector<HTMLElement>(`[data-tab="${next}"]`)?.focus();
  };
  return (
    <div ref={row} className="tabs" role="tablist" aria-label={t("context.tabs.label")} onKeyDown={onKeyDown}>
      {heads.map(({ tab, label, wanted = false }) => (
        <button
          key={tab}
          type="button"
          role="tab"
          id={`${id}-${tab}`}
          data-tab={tab}
          className="ctx-tab"
          aria-selected={tab === shown}
          aria-controls={tab === shown ? `${id}-panel` : undefined}
          tabIndex={tab === shown ? 0 : -1}
          onClick={() => onChoose(tab)}
        >
          {label}
          {wanted && tab !== shown && <span className="dot m-acw" aria-hidden="true" />}
        </button>
      ))}
    </div>
  );
}

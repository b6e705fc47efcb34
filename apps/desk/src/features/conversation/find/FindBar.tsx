import { IconChevronDown, IconChevronUp, IconSearch, IconX } from "@tabler/icons-react";
import { useEffect } from "react";
import { word } from "../../../words/words.js";
import type { Finding } from "./use-find.js";
import "./find.css";

/** Above the lines, so that none is covered. */
export function FindBar({
  finding,
  customer,
  earlier,
}: {
  readonly finding: Finding;
  readonly customer: string;
  readonly earlier: {
    /** There are lines that the desk does not have yet. */
    readonly isMissing: boolean;
    readonly loading: boolean;
    readonly load: () => void;
  };
}) {
  const { query, count, at, field, search, step, close } = finding;
  const { isMissing, loading, load } = earlier;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it opens; a failure is told, and tried again by hand
  useEffect(() => {
    field.current?.focus();
    if (isMissing) load();
  }, []);
  return (
    <search className="conv-find" aria-label={word("conversation.find.label", { name: customer })}>
      <IconSearch size={16} stroke={1.7} aria-hidden="true" />
      <input
        ref={field}
        className="input md conv-find-field"
        type="text"
        enterKeyHint="search"
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        aria-label={word("conversation.find.field")}
        placeholder={word("conversation.find.field")}
        value={query}
        onChange={(event) => search(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "Enter") {
            event.preventDefault();
            step(event.shiftKey ? -1 : 1);
          } else if (event.key === "Escape") {
            event.preventDefault();
            event.stopPropagation();
            close();
          }
        }}
      />
      {isMissing && !loading && (
        <span className="conv-find-part">
          <span className="small">{word("conversation.find.partly")}</span>
          <button type="button" className="btn sm" onClick={load}>
            {word("conversation.find.again")}
          </button>
        </span>
      )}
      <output className={`small num conv-find-count${query.trim() !== "" && count === 0 ? " none" : ""}`}>
        {loading ? word("conversation.find.loading") : told(query, count, at)}
      </output>
      <button
        type="button"
        className="btn icon quiet"
        title={word("conversation.find.previous")}
        aria-label={word("conversation.find.previous")}
        aria-disabled={count === 0}
        onClick={() => step(-1)}
      >
        <IconChevronUp size={18} stroke={1.6} aria-hidden="true" />
      </button>
      <button
        type="button"
        className="btn icon quiet"
        title={word("conversation.find.next")}
        aria-label={word("conversation.find.next")}
        aria-disabled={count === 0}
        onClick={() => step(1)}
      >
        <IconChevronDown size={18} stroke={1.6} aria-hidden="true" />
      </button>
      <button
        type="button"
        className="btn icon quiet"
        title={word("conversation.find.close")}
        aria-label={word("conversation.find.close")}
        onClick={close}
      >
        <IconX size={18} stroke={1.6} aria-hidden="true" />
      </button>
    </search>
  );
}

function told(query: string, count: number, at: number): string {
  if (query.trim() === "") return "";
  return count === 0 ? word("conversation.find.none") : word("conversation.find.count", { at, count });
}

import { IconSearch } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { entryName, TargetOption } from "./TargetOption.js";
import { type CallTarget, type TargetEntry, type TargetKind, targetEntries, targetOf } from "./targets.js";
import { useContacts } from "./use-contacts.js";
import "./target-picker.css";

const ALL_KINDS: readonly TargetKind[] = ["agent", "service", "number"];
const NOBODY: ReadonlySet<string> = new Set();
const ROW_PX = 52;

export interface TargetPickerProps {
  /** What is done with the chosen one, as the word on its button: "Consult", "Transfer", "Add". */
  readonly action: string;
  /** The list's name for screen readers: "Whom to consult". */
  readonly label: string;
  /** What may be chosen. Default: everything. */
  readonly kinds?: readonly TargetKind[];
  /** Agents who are in the call already: listed, not to be chosen. */
  readonly here?: ReadonlySet<string>;
  /**
   * A further reason why an entry cannot be chosen now, as a sentence; `null`: none. For rules of the caller's own, e.g. "you
   * may not call outside".
   */
  readonly refuse?: (target: CallTarget) => string | null;
  /** `name` is what the target is called, for the caller's own sentences. */
  readonly onPick: (target: CallTarget, name: string) => void;
  /** An answer to the last pick is under way: nothing else can be picked meanwhile. */
  readonly busy?: boolean;
  /** Whether the search takes the focus; only where the agent has just asked for the picker. */
  readonly takesFocus?: boolean;
}

/**
 * Finds whom a call is to go to: colleagues with their presence, services with their line, any number. Live as long as it
 * is open. By keyboard: type, arrows, Enter; the focus stays in the search.
 */
export function TargetPicker({
  action,
  label,
  kinds = ALL_KINDS,
  here = NOBODY,
  refuse,
  onPick,
  busy = false,
  takesFocus = true,
}: TargetPickerProps) {
  const t = useWords();
  const id = useId();
  const search = useRef<HTMLInputElement>(null);
  const [sought, setSought] = useState("");
  const [at, setAt] = useState<string | null>(null);
  const roster = useDesk((state) => state.data?.roster);
  const services = useDesk((state) => state.data?.services);
  const me = useDesk((state) => state.data?.user.agentId ?? "");
  const { contacts } = useContacts(kinds.includes("number") ? sought : "");
  const entries = useMemo(
    () =>
      targetEntries({
        roster: roster?.values() ?? [],
        services: services?.values() ?? [],
        contacts: contacts ?? [],
        me,
        here,
        kinds: new Set(kinds),
        sought,
        ...(refuse === undefined ? {} : { isRefused: (target) => refuse(target) !== null }),
      }),
    [roster, services, contacts, me, here, kinds, sought, refuse],
  );
  useEffect(() => {
    if (takesFocus) search.current?.focus();
  }, [takesFocus]);

  const refusalOf = (entry: TargetEntry): string | null =>
    entry.whyNot === null ? (refuse?.(targetOf(entry)) ?? null) : t(`directory.whyNot.${entry.whyNot}`);
  // What the agent has arrowed to stays under the arrow while presence reorders the list.
  const found = entries.findIndex(({ key }) => key === at);
  const firstFree = entries.findIndex((entry) => refusalOf(entry) === null);
  const active = found >= 0 ? found : Math.max(0, firstFree);
  const pick = (entry: TargetEntry | undefined): void => {
    if (busy || entry === undefined || refusalOf(entry) !== null) return;
    onPick(targetOf(entry), entryName(entry));
  };

  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => entries[index]?.key ?? index,
    overscan: 6,
  });
  const goTo = (index: number): void => {
    const next = entries[Math.min(entries.length - 1, Math.max(0, index))];
    if (next === undefined) return;
    setAt(next.key);
    virtual.scrollToIndex(entries.indexOf(next));
  };
  const press = (event: KeyboardEvent): void => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 6, PageUp: -6 };
    const step = steps[event.key];
    if (step !== undefined && !event.altKey) goTo(active + step);
    else if (event.key === "Enter") pick(entries[active]);
    else return;
    // Enter in here must not send the form around it.
    event.preventDefault();
  };
  const activeId = entries.length === 0 ? undefined : `${id}-${entries[active]?.key.replaceAll(" ", "-")}`;
  return (
    <div className="picker">
      <div className="input md picker-search">
        <IconSearch size={16} stroke={1.7} aria-hidden="true" />
        <input
          ref={search}
          type="text"
          role="combobox"
          autoComplete="off"
          spellCheck={false}
          value={sought}
          aria-label={label}
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={activeId}
          placeholder={t("directory.search")}
          maxLength={100}
          onChange={(event) => {
            setSought(event.target.value);
            setAt(null);
            virtual.scrollToOffset(0);
          }}
          onKeyDown={press}
        />
        {kinds.includes("number") && <span className="mute small">{t("directory.orNumber")}</span>}
      </div>
      {/* What scrolls is the list itself: its keys are the search's. */}
      <div className="picker-list" ref={scroller} id={`${id}-list`} role="listbox" aria-label={label}>
        <div role="presentation" style={{ height: virtual.getTotalSize(), position: "relative" }}>
          {virtual.getVirtualItems().map((item) => {
            const entry = entries[item.index];
            if (entry === undefined) return null;
            return (
              <TargetOption
                key={item.key}
                id={`${id}-${entry.key.replaceAll(" ", "-")}`}
                index={item.index}
                start={item.start}
                measure={virtual.measureElement}
                entry={entry}
                active={item.index === active}
                refusal={refusalOf(entry)}
                action={action}
                busy={busy}
                onPoint={() => setAt(entry.key)}
                onPick={() => pick(entry)}
              />
            );
          })}
        </div>
      </div>
      {entries.length === 0 && <p className="picker-none">{t("directory.noneFound")}</p>}
      <p className="vh" role="status">
        {sought === "" ? "" : t("directory.found", { count: entries.length })}
      </p>
    </div>
  );
}

import type { CannedView, InteractionView } from "@patchbay/protocol";
import { IconFolder, IconSearch, IconUser, IconX } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { useWords } from "../../words/words.js";
import { CannedRow } from "./CannedRow.js";
import { useCanned } from "./canned-store.js";
import { languageName } from "./language-name.js";
import { Preview } from "./Preview.js";
import {
  foldersOf,
  inFolder,
  inLanguage,
  languageOf,
  languagesIn,
  searchCanned,
  usableIn,
} from "./search.js";
import { useFilling } from "./use-filling.js";
import "./canned.css";

/** What is looked at: everything, the agent's own, or one folder. */
type Shelf =
  | { readonly kind: "all" }
  | { readonly kind: "own" }
  | { readonly kind: "folder"; readonly path: string };

/** Whoever looks for one behind so many types a letter more. */
const SHOWN_MAX = 200;

/** All responses for one chat, by folder, with a search: above the composer. */
export function CannedPanel({
  interaction,
  onPick,
  onClose,
}: {
  readonly interaction: InteractionView;
  readonly onPick: (response: CannedView) => void;
  readonly onClose: () => void;
}) {
  const t = useWords();
  const id = useId();
  const responses = useCanned((state) => state.responses);
  const failed = useCanned((state) => state.failed);
  const usable = useMemo(() => usableIn(responses ?? [], interaction), [responses, interaction]);
  const languages = useMemo(() => languagesIn(usable), [usable]);
  const known = languageOf(interaction);
  const [sought, setSought] = useState("");
  const [shelf, setShelf] = useState<Shelf>({ kind: "all" });
  // What the customer speaks, where there is something in it; else nothing is hidden.
  const [language, setLanguage] = useState(known !== null && languages.includes(known) ? known : "");
  const [at, setAt] = useState<string | null>(null);
  const search = useRef<HTMLInputElement>(null);
  useEffect(() => search.current?.focus(), []);

  const shelved = usable.filter(
    (one) =>
      inLanguage(one, language || null) &&
      (shelf.kind === "all" || (shelf.kind === "own" ? !one.shared : inFolder(one, shelf.path))),
  );
  const found = searchCanned(shelved, sought, known).slice(0, SHOWN_MAX);
  const active = Math.max(
    0,
    found.findIndex(({ responseId }) => responseId === at),
  );
  const chosen = found[active];
  const fill = useFilling(interaction);
  const optionId = (response: CannedView | undefined) => response && `${id}-${response.responseId}`;
  const goTo = (index: number): void => {
    const next = found[Math.min(found.length - 1, Math.max(0, index))];
    if (next === undefined) return;
    setAt(next.responseId);
    document.getElementById(optionId(next) ?? "")?.scrollIntoView({ block: "nearest" });
  };
  const press = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 6, PageUp: -6 };
    const step = steps[event.key];
    if (step !== undefined) goTo(active + step);
    else if (event.key === "Enter" && chosen !== undefined) onPick(chosen);
    else return;
    event.preventDefault();
  };
  const isOn = (other: Shelf): boolean => JSON.stringify(other) === JSON.stringify(shelf);
  const shelfButton = (
    other: Shelf,
    name: string,
    Icon: typeof IconFolder | null,
    depth = 0,
    count?: number,
  ) => (
    <li key={JSON.stringify(other)}>
      <button
        type="button"
        aria-pressed={isOn(other)}
        style={{ paddingInlineStart: `${0.5 + depth * 0.875}rem` }}
        onClick={() => {
          setShelf(other);
          search.current?.focus();
        }}
      >
        {Icon !== null && <Icon size={16} stroke={1.6} aria-hidden="true" />}
        <span className="clip grow">{name}</span>
        {count !== undefined && <span className="num mute small">{count}</span>}
      </button>
    </li>
  );
  return (
    <section
      className="canned-panel"
      aria-label={t("canned.panel")}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        event.preventDefault();
        onClose();
      }}
    >
      <header className="canned-panel-head">
        <div className="input md canned-search">
          <IconSearch size={16} stroke={1.7} aria-hidden="true" />
          <input
            ref={search}
            role="combobox"
            autoComplete="off"
            spellCheck={false}
            maxLength={100}
            value={sought}
            aria-label={t("canned.search")}
            placeholder={t("canned.search")}
            aria-expanded="true"
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={optionId(chosen)}
            onChange={(event) => {
              setSought(event.target.value);
              setAt(null);
            }}
            onKeyDown={press}
          />
        </div>
        {languages.length > 1 && (
          <select
            className="input md"
            aria-label={t("canned.language")}
            value={language}
            onChange={(event) => setLanguage(event.target.value)}
          >
            <option value="">{t("canned.anyLanguage")}</option>
            {languages.map((one) => (
              <option key={one} value={one}>
                {languageName(one)}
              </option>
            ))}
          </select>
        )}
        <button
          type="button"
          className="btn icon quiet"
          title={t("canned.close")}
          aria-label={t("canned.close")}
          onClick={onClose}
        >
          <IconX size={18} stroke={1.6} aria-hidden="true" />
        </button>
      </header>
      <div className="canned-panel-body">
        <ul className="canned-folders" aria-label={t("canned.folders")}>
          {shelfButton({ kind: "all" }, t("canned.allFolders"), null, 0, usable.length)}
          {usable.some(({ shared }) => !shared) &&
            shelfButton({ kind: "own" }, t("canned.ownFolder"), IconUser)}
          {foldersOf(usable).map(({ path, name, depth, count }) =>
            shelfButton({ kind: "folder", path }, name, IconFolder, depth, count),
          )}
        </ul>
        <div className="canned-choice">
          <div
            className="canned-options"
            role="listbox"
            id={`${id}-list`}
            tabIndex={-1}
            aria-label={t("canned.panel")}
          >
            {found.map((response) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: its keys are the search's
              // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the search
              <div
                key={response.responseId}
                id={optionId(response)}
                role="option"
                className="canned-option"
                aria-selected={response === chosen}
                onMouseMove={() => setAt(response.responseId)}
                onClick={() => onPick(response)}
              >
                <CannedRow response={response} text={fill(response.text).text} />
              </div>
            ))}
          </div>
          {found.length === 0 && (
            <p className="hint canned-none" role="status">
              {failed !== null
                ? t(`errors.${failed}`)
                : t(usable.length === 0 ? "canned.none" : "canned.notFound")}
            </p>
          )}
          {chosen !== undefined && (
            <div className="canned-preview" title={t("canned.preview")}>
              <p>
                <Preview parts={fill(chosen.text).parts} />
              </p>
              <button type="button" className="btn primary sm" onClick={() => onPick(chosen)}>
                {t("canned.insert")}
              </button>
            </div>
          )}
        </div>
      </div>
    </section>
  );
}

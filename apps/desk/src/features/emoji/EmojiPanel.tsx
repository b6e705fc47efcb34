import {
  IconBallFootball,
  IconBulb,
  IconCar,
  IconClock,
  IconFlag,
  IconHash,
  IconLeaf,
  IconMoodSmile,
  IconSearch,
  IconSoup,
  IconUsers,
  IconX,
} from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { type Emoji, searchEmoji, useEmojiList } from "./emoji.js";
import { type EmojiGroup, emojiGroups } from "./groups.js";
import { recentEmoji } from "./recents.js";
import "../canned/canned.css";
import "./emoji.css";

type Kind = EmojiGroup | "recent";
const icons: Readonly<Record<Kind, typeof IconClock>> = {
  recent: IconClock,
  smileys: IconMoodSmile,
  people: IconUsers,
  nature: IconLeaf,
  food: IconSoup,
  travel: IconCar,
  activities: IconBallFootball,
  objects: IconBulb,
  symbols: IconHash,
  flags: IconFlag,
};
/** As wide as the style sheet makes the grid. */
const COLUMNS = 9;
const FOUND_MAX = 108;

/** Emoji by kind and by English words, above the composer. By keyboard: type, arrow down into the grid, Enter. */
export function EmojiPanel({
  onPick,
  onClose,
}: {
  readonly onPick: (text: string) => void;
  readonly onClose: () => void;
}) {
  const t = useWords();
  const agentId = useDesk(({ data }) => data?.user.agentId ?? "");
  const [recent] = useState(() => recentEmoji(agentId));
  const [kind, setKind] = useState<Kind>(recent.length > 0 ? "recent" : "smileys");
  const [sought, setSought] = useState("");
  const [at, setAt] = useState(0);
  const all = useEmojiList(true);
  const search = useRef<HTMLInputElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  useEffect(() => search.current?.focus(), []);

  const shown =
    sought.trim() === "" ? ofKind(all ?? [], kind, recent) : searchEmoji(all ?? [], sought, FOUND_MAX);
  const active = Math.min(at, Math.max(0, shown.length - 1));
  const goTo = (index: number): void => {
    const next = Math.min(shown.length - 1, Math.max(0, index));
    setAt(next);
    grid.current?.querySelectorAll<HTMLElement>("button")[next]?.focus();
  };
  const pressInGrid = (event: KeyboardEvent): void => {
    const steps: Record<string, number> = {
      ArrowRight: 1,
      ArrowLeft: -1,
      ArrowDown: COLUMNS,
      PageDown: COLUMNS * 5,
      PageUp: -COLUMNS * 5,
    };
    const step = steps[event.key];
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowUp") {
      if (active < COLUMNS) search.current?.focus();
      else goTo(active - COLUMNS);
    } else if (step !== undefined) goTo(active + step);
    else if (event.key === "Home") goTo(0);
    else if (event.key === "End") goTo(shown.length - 1);
    else return;
    event.preventDefault();
  };
  const pressInSearch = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || shown.length === 0) return;
    const first = shown[0];
    if (event.key === "ArrowDown") goTo(active);
    else if (event.key === "Enter" && sought.trim() !== "" && first !== undefined) onPick(first.text);
    else return;
    event.preventDefault();
  };
  const rows = Array.from({ length: Math.ceil(shown.length / COLUMNS) }, (_, row) =>
    shown.slice(row * COLUMNS, (row + 1) * COLUMNS),
  );
  const isSought = sought.trim() !== "";
  return (
    <section
      className="emoji-panel"
      aria-label={t("emoji.panel")}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        event.preventDefault();
        onClose();
      }}
    >
      <header className="row">
        <div className="input md canned-search">
          <IconSearch size={16} stroke={1.7} aria-hidden="true" />
          <input
            ref={search}
            value={sought}
            maxLength={60}
            autoComplete="off"
            spellCheck={false}
            aria-label={t("emoji.search")}
            placeholder={t("emoji.search")}
            onChange={(event) => {
              setSought(event.target.value);
              setAt(0);
            }}
            onKeyDown={pressInSearch}
          />
        </div>
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
      {/* biome-ignore lint/a11y/useSemanticElements: buttons of one choice, no form */}
      <div className="emoji-kinds" role="group" aria-label={t("emoji.groups")}>
        {(["recent", ...emojiGroups] as const).map((one) => {
          const Icon = icons[one];
          const name = t(one === "recent" ? "emoji.recent" : `emoji.group.${one}`);
          return (
            <button
              key={one}
              type="button"
              className="btn icon quiet sm"
              title={name}
              aria-label={name}
              aria-pressed={!isSought && kind === one}
              onClick={() => {
                setKind(one);
                setSought("");
                setAt(0);
              }}
            >
              <Icon size={18} stroke={1.6} aria-hidden="true" />
            </button>
          );
        })}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a grid to move about in, no table */}
      <div
        ref={grid}
        className="emoji-grid"
        role="grid"
        tabIndex={-1}
        aria-label={
          isSought ? t("emoji.search") : t(kind === "recent" ? "emoji.recent" : `emoji.group.${kind}`)
        }
        onKeyDown={pressInGrid}
      >
        {rows.map((row, at) => (
          // biome-ignore lint/a11y/useSemanticElements: as above
          // biome-ignore lint/a11y/useFocusableInteractive: its cells are
          <div key={row[0]?.id ?? at} role="row" className="emoji-row">
            {row.map((one, column) => {
              const index = at * COLUMNS + column;
              return (
                // biome-ignore lint/a11y/useSemanticElements: as above
                <button
                  key={one.id}
                  type="button"
                  role="gridcell"
                  className="emoji-cell"
                  tabIndex={index === active ? 0 : -1}
                  title={one.label}
                  aria-label={one.label}
                  onClick={() => onPick(one.text)}
                >
                  {one.text}
                </button>
              );
            })}
          </div>
        ))}
      </div>
      <p className="hint emoji-said" role="status">
        {all === null
          ? t("emoji.failed")
          : all.length === 0
            ? t("emoji.loading")
            : shown.length > 0
              ? (shown[active]?.label ?? "")
              : t(isSought ? "emoji.notFound" : "emoji.noRecent")}
      </p>
    </section>
  );
}

function ofKind(all: readonly Emoji[], kind: Kind, recent: readonly string[]): readonly Emoji[] {
  if (kind !== "recent") return all.filter(({ group }) => group === kind);
  const byText = new Map(all.map((one) => [one.text, one]));
  return recent.flatMap((text) => byText.get(text) ?? []);
}

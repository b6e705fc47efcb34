import { type CSSProperties, type KeyboardEvent, type PointerEvent, useCallback, useState } from "react";
import { useWords } from "../words/words.js";
import { rootSize } from "./rem.js";

const LIMITS = { list: [240, 420], context: [300, 560] } as const;
/** What is left of a folded list: faces, whose turn it is, and the state. */
const FOLDED_LIST = 72;
type Side = keyof typeof LIMITS;

/** Widths in px at letters of 16 px, and which columns are folded away. */
interface Kept {
  readonly list?: number;
  readonly context?: number;
  readonly folded?: readonly Side[];
}

export interface Columns {
  readonly style: CSSProperties;
  readonly widths: Record<Side, number>;
  readonly folded: Record<Side, boolean>;
  readonly set: (side: Side, width: number) => void;
  readonly toggle: (side: Side) => void;
}

/**
 * Widths of the side columns: by the window's size until the agent drags them, then as dragged; folded when the agent
 * folds them. Kept in this browser for each agent.
 * @param windowRem how wide the window is, in letters' terms
 * @param unfoldList shows a folded list for now: what rings must be seen
 */
export function useColumns(agentId: string, windowRem: number, unfoldList: boolean): Columns {
  const key = `patchbay.columns.${agentId}`;
  const [kept, setKept] = useState<Kept>(() => stored(key));
  const fitting =
    windowRem >= 106.25
      ? { list: 336, context: 440 }
      : windowRem <= 81.25
        ? { list: 292, context: 336 }
        : { list: 304, context: 376 };
  const keep = useCallback(
    (change: (before: Kept) => Kept) =>
      setKept((before) => {
        const next = change(before);
        try {
          localStorage.setItem(key, JSON.stringify(next));
        } catch {
          // It lasts as long as the page then.
        }
        return next;
      }),
    [key],
  );
  const set = useCallback(
    (side: Side, width: number) => {
      const [low, high] = LIMITS[side];
      keep(({ folded = [], ...before }) => ({
        ...before,
        [side]: Math.round(Math.min(high, Math.max(low, width))),
        folded: folded.filter((other) => other !== side),
      }));
    },
    [keep],
  );
  const toggle = useCallback(
    (side: Side) =>
      keep(({ folded = [], ...before }) => ({
        ...before,
        folded: folded.includes(side) ? folded.filter((other) => other !== side) : [...folded, side],
      })),
    [keep],
  );
  const folded = {
    list: (kept.folded ?? []).includes("list") && !unfoldList,
    context: (kept.folded ?? []).includes("context"),
  };
  const widths = { list: kept.list ?? fitting.list, context: kept.context ?? fitting.context };
  return {
    style: {
      "--list-w": rem(folded.list ? FOLDED_LIST : widths.list),
      "--context-w": rem(widths.context),
    } as CSSProperties,
    widths,
    folded,
    set,
    toggle,
  };
}

/** Somebody else's words may stand there, or an older shape of ours: what does not fit counts as nothing. */
function stored(key: string): Kept {
  try {
    const { list, context, folded } = JSON.parse(localStorage.getItem(key) ?? "{}") as Record<
      string,
      unknown
    >;
    return {
      ...(typeof list === "number" ? { list } : {}),
      ...(typeof context === "number" ? { context } : {}),
      folded: (["list", "context"] as const).filter((side) => Array.isArray(folded) && folded.includes(side)),
    };
  } catch {
    return {};
  }
}

const STEP = 16;

/** Widths are told in px at letters of 16 px; larger letters make wider columns. */
const rem = (px: number): string => `${px / 16}rem`;

/** The line between two columns: drag it, or move it with the arrow keys; Enter or a double click folds the column. */
export function Splitter({ side, columns }: { readonly side: Side; readonly columns: Columns }) {
  const t = useWords();
  const width = columns.widths[side];
  const folded = columns.folded[side];
  const shown = folded ? (side === "list" ? FOLDED_LIST : 0) : width;
  const grows = side === "list" ? 1 : -1;
  const [low, high] = LIMITS[side];
  const drag = (down: PointerEvent<HTMLDivElement>): void => {
    const from = down.clientX;
    const handle = down.currentTarget;
    handle.setPointerCapture(down.pointerId);
    const move = (event: globalThis.PointerEvent): void =>
      columns.set(side, shown + ((event.clientX - from) * grows * 16) / rootSize());
    const done = (): void => handle.removeEventListener("pointermove", move);
    handle.addEventListener("pointermove", move);
    handle.addEventListener("pointerup", done, { once: true });
    handle.addEventListener("pointercancel", done, { once: true });
  };
  const keys = (event: KeyboardEvent): void => {
    // Alt with an arrow goes from chat to chat.
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const act: Partial<Record<string, () => void>> = {
      ArrowRight: () => columns.set(side, width + STEP * grows),
      ArrowLeft: () => columns.set(side, width - STEP * grows),
      Home: () => columns.set(side, low),
      End: () => columns.set(side, high),
      Enter: () => columns.toggle(side),
    };
    const acts = act[event.key];
    if (acts === undefined) return;
    event.preventDefault();
    acts();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: an hr takes neither focus nor a value; the role is the pattern for window splitters
    <div
      className="splitter"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t(side === "list" ? "columns.list" : "columns.context")}
      aria-valuenow={shown}
      aria-valuemin={folded ? shown : low}
      aria-valuemax={high}
      aria-valuetext={folded ? t("columns.folded") : undefined}
      title={t("columns.hint")}
      style={
        side === "list" ? { left: `calc(3.5rem + ${rem(shown)})` } : { right: `calc(${rem(shown)} - 4px)` }
      }
      onPointerDown={drag}
      onDoubleClick={() => columns.toggle(side)}
      onKeyDown={keys}
    />
  );
}

import { columnLimits } from "@patchbay/protocol";
import { type CSSProperties, type KeyboardEvent, type PointerEvent, useCallback } from "react";
import { changePreferences, usePreferences } from "../state/preferences.js";
import { useWords } from "../words/words.js";
import { rootSize } from "./rem.js";

/** What is left of a folded list: faces, whose turn it is, and the state. */
const FOLDED_LIST = 72;
type Side = keyof typeof columnLimits;

export interface Columns {
  readonly style: CSSProperties;
  readonly widths: Record<Side, number>;
  readonly folded: Record<Side, boolean>;
  /** The context stands between the list and the work. */
  readonly contextLeft: boolean;
  readonly set: (side: Side, width: number) => void;
  readonly toggle: (side: Side) => void;
}

/**
 * Widths of the side columns: by the window's size until the agent drags them, then as dragged; folded when the agent
 * folds them. They go with the agent to another browser.
 * @param windowRem how wide the window is, in letters' terms
 * @param unfoldList shows a folded list for now: what rings must be seen
 */
export function useColumns(windowRem: number, unfoldList: boolean): Columns {
  const kept = usePreferences(({ preferences }) => preferences.columns);
  const contextLeft = usePreferences(({ preferences }) => preferences.contextSide === "left");
  const fitting =
    windowRem >= 106.25
      ? { list: 336, context: 440 }
      : windowRem <= 81.25
        ? { list: 292, context: 336 }
        : { list: 304, context: 376 };
  const set = useCallback((side: Side, width: number) => {
    const [low, high] = columnLimits[side];
    const { columns } = usePreferences.getState().preferences;
    changePreferences({
      columns: {
        ...columns,
        [side]: Math.round(Math.min(high, Math.max(low, width))),
        folded: columns.folded.filter((other) => other !== side),
      },
    });
  }, []);
  const toggle = useCallback((side: Side) => {
    const { columns } = usePreferences.getState().preferences;
    const { folded } = columns;
    changePreferences({
      columns: {
        ...columns,
        folded: folded.includes(side) ? folded.filter((other) => other !== side) : [...folded, side],
      },
    });
  }, []);
  const folded = {
    list: kept.folded.includes("list") && !unfoldList,
    context: kept.folded.includes("context"),
  };
  const widths = { list: kept.list ?? fitting.list, context: kept.context ?? fitting.context };
  return {
    style: {
      "--list-w": rem(folded.list ? FOLDED_LIST : widths.list),
      "--context-w": rem(widths.context),
    } as CSSProperties,
    widths,
    folded,
    contextLeft,
    set,
    toggle,
  };
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
  const grows = side === "list" || columns.contextLeft ? 1 : -1;
  const [low, high] = columnLimits[side];
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
        side === "list"
          ? { left: `calc(3.5rem + ${rem(shown)})` }
          : columns.contextLeft
            ? { left: `calc(3.5rem + var(--list-w) + ${rem(shown)})` }
            : { right: `calc(${rem(shown)} - 4px)` }
      }
      onPointerDown={drag}
      onDoubleClick={() => columns.toggle(side)}
      onKeyDown={keys}
    />
  );
}

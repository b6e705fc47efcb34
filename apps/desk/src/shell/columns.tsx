import { type CSSProperties, type KeyboardEvent, type PointerEvent, useCallback, useState } from "react";
import { useWords } from "../words/words.js";

const LIMITS = { list: [240, 420], context: [300, 560] } as const;
const KEY = "patchbay.columns";
type Side = keyof typeof LIMITS;
type Widths = Partial<Record<Side, number>>;

export interface Columns {
  readonly style: CSSProperties;
  readonly widths: Record<Side, number>;
  readonly set: (side: Side, width: number) => void;
}

/** Widths of the side columns: by the window's size until the agent drags them, then as dragged. */
export function useColumns(): Columns {
  const [widths, setWidths] = useState<Widths>(stored);
  const fitting =
    window.innerWidth >= 1700
      ? { list: 336, context: 440 }
      : window.innerWidth <= 1300
        ? { list: 292, context: 336 }
        : { list: 304, context: 376 };
  const all = { ...fitting, ...widths };
  const set = useCallback((side: Side, width: number) => {
    const [low, high] = LIMITS[side];
    setWidths((before) => {
      const next = { ...before, [side]: Math.round(Math.min(high, Math.max(low, width))) };
      try {
        localStorage.setItem(KEY, JSON.stringify(next));
      } catch {
        // The widths last as long as the page then.
      }
      return next;
    });
  }, []);
  return {
    style: { "--list-w": rem(all.list), "--context-w": rem(all.context) } as CSSProperties,
    widths: all,
    set,
  };
}

function stored(): Widths {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "{}") as Widths;
  } catch {
    return {};
  }
}

const STEP = 16;

/** Widths are told in px at letters of 16 px; larger letters make wider columns. */
const rem = (px: number): string => `${px / 16}rem`;
const rootSize = (): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;

/** The line between two columns: drag it, or move it with the arrow keys. */
export function Splitter({ side, columns }: { readonly side: Side; readonly columns: Columns }) {
  const t = useWords();
  const width = columns.widths[side];
  const grows = side === "list" ? 1 : -1;
  const drag = (down: PointerEvent<HTMLDivElement>): void => {
    const from = down.clientX;
    const handle = down.currentTarget;
    handle.setPointerCapture(down.pointerId);
    const move = (event: globalThis.PointerEvent): void =>
      columns.set(side, width + ((event.clientX - from) * grows * 16) / rootSize());
    handle.addEventListener("pointermove", move);
    handle.addEventListener("pointerup", () => handle.removeEventListener("pointermove", move), {
      once: true,
    });
  };
  const keys = (event: KeyboardEvent): void => {
    const step = event.key === "ArrowRight" ? STEP : event.key === "ArrowLeft" ? -STEP : 0;
    if (step === 0) return;
    event.preventDefault();
    columns.set(side, width + step * grows);
  };
  const [low, high] = LIMITS[side];
  return (
    // biome-ignore lint/a11y/useSemanticElements: an hr takes neither focus nor a value; the role is the pattern for window splitters
    <div
      className="splitter"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t(side === "list" ? "columns.list" : "columns.context")}
      aria-valuenow={width}
      aria-valuemin={low}
      aria-valuemax={high}
      style={
        side === "list" ? { left: `calc(3.5rem + ${rem(width)})` } : { right: `calc(${rem(width)} - 4px)` }
      }
      onPointerDown={drag}
      onKeyDown={keys}
    />
  );
}

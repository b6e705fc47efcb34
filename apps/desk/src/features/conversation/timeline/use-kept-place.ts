import type { Virtualizer } from "@tanstack/react-virtual";
import { type RefObject, useCallback, useLayoutEffect, useRef } from "react";
import type { Row } from "./lines.js";

interface Place {
  readonly key: string;
  /** From the top of the view to the top of the row, px. */
  readonly below: number;
}

/**
 * Earlier lines come above what is being read, and that stays where it is. The list's own anchor is the first row in
 * view, which may be a day's line that goes up with the earlier ones; a message stays what it is.
 * @returns to be called just before the lines come
 */
export function useKeptPlace(
  rows: readonly Row[],
  virtual: Virtualizer<HTMLDivElement, Element>,
  scroller: RefObject<HTMLDivElement | null>,
): () => void {
  const place = useRef<Place | null>(null);
  const keep = useCallback((): void => {
    const top = scroller.current?.scrollTop ?? 0;
    for (const { index, start } of virtual.getVirtualItems()) {
      const row = rows[index];
      if (row === undefined || start < top || row.kind === "day" || row.kind === "happening") continue;
      place.current = { key: row.key, below: start - top };
      return;
    }
  }, [rows, virtual, scroller]);
  useLayoutEffect(() => {
    const kept = place.current;
    if (kept === null) return;
    const index = rows.findIndex(({ key }) => key === kept.key);
    const start = virtual.measurementsCache[index]?.start;
    place.current = null;
    if (start !== undefined) virtual.scrollToOffset(Math.max(0, start - kept.below));
  }, [rows, virtual]);
  return keep;
}

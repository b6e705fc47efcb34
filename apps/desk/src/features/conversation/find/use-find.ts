import type { Virtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { Row } from "../timeline/lines.js";
import { mark, unmark } from "./marks.js";
import { type Match, matchesIn, nearest, placeAmong, stepFrom } from "./matches.js";

export interface Finding {
  readonly query: string;
  readonly count: number;
  /** Which one is shown, from 1; 0: none. */
  readonly at: number;
  readonly field: RefObject<HTMLInputElement | null>;
  readonly search: (query: string) => void;
  readonly step: (by: 1 | -1) => void;
  readonly close: () => void;
}

/** Searching in the chat that is in front. `null`: nobody does. */
export function useFind(
  rows: readonly Row[],
  virtual: Virtualizer<HTMLDivElement, Element>,
  scroller: RefObject<HTMLDivElement | null>,
): Finding | null {
  const [query, setQuery] = useState<string | null>(null);
  const [current, setCurrent] = useState<Match | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const opener = useRef<Element | null>(null);
  const matches = useMemo(() => (query === null ? [] : matchesIn(rows, query)), [rows, query]);

  useEffect(() => {
    const open = (event: Event): void => {
      // Pressed once more where one already searches, the key is the browser's: it finds in the whole page.
      if (document.activeElement === field.current && field.current !== null) return;
      event.preventDefault();
      if (field.current === null) opener.current = document.activeElement;
      setQuery((before) => before ?? "");
      field.current?.select();
      field.current?.focus();
    };
    window.addEventListener("patchbay:find", open);
    return () => window.removeEventListener("patchbay:find", open);
  }, []);

  const show = (match: Match | null): void => {
    setCurrent(match);
    if (match !== null) virtual.scrollToIndex(match.rowIndex, { align: "center" });
  };
  const topRow = (): number => {
    const top = scroller.current?.scrollTop ?? 0;
    return virtual.getVirtualItems().find(({ end }) => end > top)?.index ?? 0;
  };

  // Earlier lines that arrive may bring the first match; where one stands already, it stays.
  const at = placeAmong(matches, current);
  const searched = query?.trim() ?? "";
  // biome-ignore lint/correctness/useExhaustiveDependencies: only lines that come or go ask for another place
  useEffect(() => {
    if (searched !== "" && at < 0 && matches.length > 0) show(nearest(matches, topRow()));
  }, [matches]);

  // After each drawing: rows come and go while one scrolls.
  useLayoutEffect(() => {
    if (searched === "") return;
    mark(scroller.current?.querySelectorAll<HTMLElement>(".conv-line") ?? [], searched, current);
    return unmark;
  });

  if (query === null) return null;
  return {
    query,
    count: matches.length,
    at: at + 1,
    field,
    search: (next) => {
      setQuery(next);
      const found = matchesIn(rows, next);
      // More letters of the same word stay where they are, as long as it goes on so.
      show(nearest(found, current === null ? topRow() : current.rowIndex));
    },
    step: (by) => show(stepFrom(matches, current, by)),
    close: () => {
      setQuery(null);
      setCurrent(null);
      const back = opener.current;
      if (back instanceof HTMLElement && back.isConnected && back !== document.body) back.focus();
      else scroller.current?.focus();
    },
  };
}

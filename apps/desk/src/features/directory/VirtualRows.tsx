import { useVirtualizer } from "@tanstack/react-virtual";
import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useImperativeHandle,
  useRef,
} from "react";

const ROW_PX = 56;

export interface RowsHandle {
  /** Puts the focus on the first row that can be acted upon. */
  readonly enter: () => void;
  /** What Enter on the first row does. */
  readonly actOnFirst: () => void;
}

/**
 * A list of any length, of which only what is in view is on the page. Arrows go from row to row, on the button in the same
 * place; from the first one up leads back to what is above.
 */
export function VirtualRows<Row extends { readonly key: string }>({
  rows,
  label,
  handle,
  isRow,
  render,
  onLeave,
  onEnd,
}: {
  readonly rows: readonly Row[];
  readonly label: string;
  readonly handle: RefObject<RowsHandle | null>;
  /** Whether it has buttons: headings are passed over. */
  readonly isRow: (row: Row) => boolean;
  readonly render: (row: Row) => ReactNode;
  readonly onLeave: () => void;
  /** The end of the list is in view. */
  readonly onEnd?: () => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 10,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - 1) onEnd?.();
  }, [last, rows.length, onEnd]);

  const focusRow = (index: number, column: number): void => {
    virtual.scrollToIndex(index);
    const focus = (): boolean => {
      const buttons = buttonsOf(scroller.current?.querySelector(`[data-index="${index}"]`) ?? null);
      (buttons[column] ?? buttons.at(-1))?.focus({ preventScroll: true });
      return buttons.length > 0;
    };
    // What was out of view is on the page in the next frame.
    if (!focus()) requestAnimationFrame(focus);
  };
  const next = (from: number, by: 1 | -1, count = 1): number | null => {
    let found: number | null = null;
    for (let index = from + by; index >= 0 && index < rows.length && count > 0; index += by) {
      const row = rows[index];
      if (row === undefined || !isRow(row)) continue;
      found = index;
      count -= 1;
    }
    return found;
  };
  useImperativeHandle(handle, () => ({
    enter: () => {
      const first = next(-1, 1);
      if (first !== null) focusRow(first, 0);
    },
    actOnFirst: () => {
      const first = next(-1, 1);
      if (first === null) return;
      buttonsOf(scroller.current?.querySelector(`[data-index="${first}"]`) ?? null)[0]?.click();
    },
  }));

  const press = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey || !(event.target instanceof HTMLElement)) return;
    const item = event.target.closest<HTMLElement>("[data-index]");
    if (item === null) return;
    const at = Number(item.dataset["index"]);
    const column = buttonsOf(item).indexOf(event.target);
    const goals: Record<string, number | null> = {
      ArrowDown: next(at, 1),
      ArrowUp: next(at, -1),
      PageDown: next(at, 1, 8),
      PageUp: next(at, -1, 8),
      Home: next(-1, 1),
      End: next(rows.length, -1),
    };
    if (!(event.key in goals)) return;
    event.preventDefault();
    const goal = goals[event.key];
    if (goal !== null && goal !== undefined) focusRow(goal, column);
    else if (event.key === "ArrowUp") onLeave();
  };
  return (
    <div className="dir-scroll" ref={scroller}>
      <ul aria-label={label} style={{ height: virtual.getTotalSize() }} onKeyDown={press}>
        {items.map((item) => {
          const row = rows[item.index];
          return (
            row !== undefined && (
              <li
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                aria-setsize={rows.length}
                aria-posinset={item.index + 1}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {render(row)}
              </li>
            )
          );
        })}
      </ul>
    </div>
  );
}

const buttonsOf = (row: Element | null): HTMLElement[] => [
  ...(row?.querySelectorAll<HTMLElement>("button") ?? []),
];

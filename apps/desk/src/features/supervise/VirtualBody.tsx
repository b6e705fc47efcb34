import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useRef } from "react";

const ROW_PX = 44;

/** The body of a table of any length in a part of the page that scrolls (`LiveTable`): only what is in view is there. */
export function VirtualBody<Row>({
  rows,
  columns,
  keyOf,
  render,
}: {
  readonly rows: readonly Row[];
  /** How many the table has. */
  readonly columns: number;
  readonly keyOf: (row: Row) => string;
  /** The cells of a row. */
  readonly render: (row: Row) => ReactNode;
}) {
  const body = useRef<HTMLTableSectionElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => body.current?.closest<HTMLElement>(".scroll") ?? null,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : keyOf(row);
    },
    // Of a short list everything is there at once, also before it was measured.
    initialRect: { width: 0, height: 20 * ROW_PX },
    overscan: 6,
  });
  const items = virtual.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <tbody ref={body}>
      {before > 0 && <Gap columns={columns} height={before} />}
      {items.map((item) => {
        const row = rows[item.index];
        return (
          row !== undefined && (
            <tr
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              aria-rowindex={item.index + 2}
              data-row={keyOf(row)}
            >
              {render(row)}
            </tr>
          )
        );
      })}
      {after > 0 && <Gap columns={columns} height={after} />}
    </tbody>
  );
}

/** The room of the rows that are out of view. */
export const Gap = ({ columns, height }: { readonly columns: number; readonly height: number }) => (
  <tr className="gap">
    <td colSpan={columns} style={{ height }} />
  </tr>
);

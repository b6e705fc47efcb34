import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useRef } from "react";
import { Gap } from "./VirtualBody.js";

const ROW_PX = 44;

/**
 * The same as `VirtualBody` for a table in which some rows belong together, as the agents of one call do: each group is a body of
 * its own, and is there as a whole or not at all.
 */
export function VirtualGroups<Row>({
  groups,
  columns,
  keyOf,
  render,
}: {
  readonly groups: readonly (readonly Row[])[];
  /** How many the table has. */
  readonly columns: number;
  readonly keyOf: (first: Row) => string;
  /** A whole row. @param at its place in the table, for who hears it */
  readonly render: (row: Row, at: number) => ReactNode;
}) {
  const above = useRef<HTMLTableSectionElement>(null);
  const virtual = useVirtualizer({
    count: groups.length,
    getScrollElement: () => above.current?.closest<HTMLElement>(".scroll") ?? null,
    estimateSize: (index) => ROW_PX * (groups[index]?.length ?? 1),
    getItemKey: (index) => {
      const first = groups[index]?.[0];
      return first === undefined ? index : keyOf(first);
    },
    // Of a short list everything is there at once, also before it was measured.
    initialRect: { width: 0, height: 20 * ROW_PX },
    overscan: 6,
  });
  const items = virtual.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  const [first] = items;
  let place = 2 + groups.slice(0, first?.index ?? 0).reduce((sum, group) => sum + group.length, 0);
  return (
    <>
      <tbody ref={above}>{before > 0 && <Gap columns={columns} height={before} />}</tbody>
      {items.map((item) => {
        const group = groups[item.index] ?? [];
        const begins = place;
        place += group.length;
        return (
          <tbody key={item.key} ref={virtual.measureElement} data-index={item.index}>
            {group.map((row, at) => render(row, begins + at))}
          </tbody>
        );
      })}
      {after > 0 && (
        <tbody>
          <Gap columns={columns} height={after} />
        </tbody>
      )}
    </>
  );
}

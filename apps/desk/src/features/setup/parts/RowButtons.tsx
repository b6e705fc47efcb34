import { IconArrowDown, IconArrowUp, IconTrash } from "@tabler/icons-react";
import { useWords } from "../../../words/words.js";

/** Up, down and away, for one row of a list in a form. */
export function RowButtons({
  name,
  at,
  count,
  onMove,
  onRemove,
}: {
  /** What the row is called, for who hears the buttons. */
  readonly name: string;
  readonly at: number;
  readonly count: number;
  /** Absent: the order means nothing. */
  readonly onMove?: (to: number) => void;
  readonly onRemove: () => void;
}) {
  const t = useWords();
  return (
    <span className="setup-row-buttons">
      {onMove !== undefined && (
        <>
          <button
            type="button"
            className="btn icon"
            aria-label={t("setupForm.up", { name })}
            title={t("setupForm.up", { name })}
            aria-disabled={at === 0}
            onClick={() => at > 0 && onMove(at - 1)}
          >
            <IconArrowUp size={16} stroke={1.7} aria-hidden="true" />
          </button>
          <button
            type="button"
            className="btn icon"
            aria-label={t("setupForm.down", { name })}
            title={t("setupForm.down", { name })}
            aria-disabled={at === count - 1}
            onClick={() => at < count - 1 && onMove(at + 1)}
          >
            <IconArrowDown size={16} stroke={1.7} aria-hidden="true" />
          </button>
        </>
      )}
      <button
        type="button"
        className="btn icon"
        aria-label={t("setupForm.away", { name })}
        title={t("setupForm.away", { name })}
        onClick={onRemove}
      >
        <IconTrash size={16} stroke={1.7} aria-hidden="true" />
      </button>
    </span>
  );
}

/** The same list with one row at another place. */
export function moved<Row>(rows: readonly Row[], from: number, to: number): Row[] {
  const others = rows.filter((_, at) => at !== from);
  const row = rows[from];
  return row === undefined ? others : [...others.slice(0, to), row, ...others.slice(to)];
}

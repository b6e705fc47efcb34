import { IconArrowDown, IconArrowUp, IconX } from "@tabler/icons-react";
import { useWords } from "../../../../words/words.js";
import { keepFocus } from "../../parts/keep-focus.js";

/** Earlier, later, away: the order says which of several holds. */
export function RowButtons({
  name,
  at,
  count,
  onMove,
  onRemove,
}: {
  readonly name: string;
  readonly at: number;
  readonly count: number;
  readonly onMove: (by: -1 | 1) => void;
  readonly onRemove: () => void;
}) {
  const t = useWords();
  const button = (
    label: string,
    Icon: typeof IconX,
    run: () => void,
    disabled: boolean,
    takesAway: boolean,
  ) => (
    <button
      type="button"
      className="btn icon quiet sm"
      aria-label={label}
      title={label}
      aria-disabled={disabled}
      onClick={(event) => {
        if (disabled) return;
        if (takesAway) keepFocus(event.currentTarget);
        run();
      }}
    >
      <Icon size={16} stroke={1.7} aria-hidden="true" />
    </button>
  );
  return (
    <span className="network-row-acts">
      {button(t("network.row.earlier", { name }), IconArrowUp, () => onMove(-1), at === 0, false)}
      {button(t("network.row.later", { name }), IconArrowDown, () => onMove(1), at === count - 1, false)}
      {button(t("network.row.remove", { name }), IconX, onRemove, false, true)}
    </span>
  );
}

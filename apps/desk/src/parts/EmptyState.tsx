import type { IconStar } from "@tabler/icons-react";
import "./empty-state.css";

/** A list without a line says what will stand in it, and what to do first. */
export function EmptyState({
  Icon,
  title,
  more,
}: {
  readonly Icon: typeof IconStar;
  readonly title: string;
  readonly more: string;
}) {
  return (
    <div className="empty-state">
      <span className="empty-state-mark" aria-hidden="true">
        <Icon size={24} stroke={1.6} />
      </span>
      <b>{title}</b>
      <p>{more}</p>
    </div>
  );
}

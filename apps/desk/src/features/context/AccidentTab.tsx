import { useMemo } from "react";
import type { Subject } from "./accident.js";
import { DataPanel } from "./data/DataPanel.js";
import { listedPairs, withoutRepeats } from "./data/pairs.js";
import { MapCard } from "./map/MapCard.js";
import { positionsOf } from "./map/position.js";

export function AccidentTab({
  subject,
  at,
}: {
  readonly subject: Subject;
  /** When the data came, ms. */
  readonly at: number;
}) {
  const { interactionId, contact, locations, data } = subject;
  const positions = useMemo(() => positionsOf(locations, data, at), [locations, data, at]);
  const position = positions.at(-1);
  return (
    <div className="ctx-stack">
      {position !== undefined && <MapCard key={interactionId} positions={positions} />}
      <DataPanel pairs={withoutRepeats(listedPairs(data, position ?? null), contact)} />
    </div>
  );
}

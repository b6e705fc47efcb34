import "./level-bars.css";

const BARS = 18;

/** How loud it is right now. @param level 0 (still) to 1 (too loud) */
export function LevelBars({ level, label }: { readonly level: number; readonly label: string }) {
  const lit = Math.round(level * BARS);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a meter element draws itself, and not like this
    <div
      className="level-bars"
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(level * 100)}
    >
      {Array.from({ length: BARS }, (_, bar) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bars have no other name than their place
        <i key={bar} className={bar < lit ? "lit" : ""} />
      ))}
    </div>
  );
}

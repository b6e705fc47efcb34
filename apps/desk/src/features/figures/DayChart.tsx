import type { ContactFigures } from "@patchbay/protocol";
import { useState } from "react";
import { dateLocale } from "../../parts/language-name.js";
import { useWords } from "../../words/words.js";
import { lengthOf } from "./lengths.js";

type Interval = ContactFigures & { readonly from: number };

const WIDTH = 1_200;
const HEIGHT = 220;
const LEFT = 36;
const BELOW = 24;
const ABOVE = 8;
/** Hours before the first and after the last contact are left out but for one. */
const AROUND_MS = 3_600_000;

/** Round numbers for the side: 1, 2, 5, 10, 20, 50 … */
function stepFor(max: number): number {
  for (let step = 1; ; step *= 10)
    for (const each of [step, step * 2, step * 5]) if (max / each <= 4) return each;
}

/**
 * What came in over the day: answered, waiting or gone elsewhere, and abandoned on top of each other. Who cannot see it reads the same
 * as a table; each bar says its numbers to the pointer and, below, to the keyboard.
 */
export function DayChart({
  intervals,
  minutes,
  until,
}: {
  readonly intervals: readonly Interval[];
  readonly minutes: number;
  /** What is later has not been yet. */
  readonly until: number;
}) {
  const t = useWords();
  const [shown, setShown] = useState<number | null>(null);
  const some = intervals.filter(({ offered }) => offered > 0);
  const first = (some[0]?.from ?? until) - AROUND_MS;
  const last = (some.at(-1)?.from ?? until) + AROUND_MS;
  const bars = intervals.filter(({ from }) => from >= first && from <= last);
  const max = bars.reduce((most, { offered }) => Math.max(most, offered), 1);
  const step = stepFor(max);
  const top = Math.ceil(max / step) * step;
  const across = (WIDTH - LEFT) / Math.max(1, bars.length);
  const up = (count: number): number => (count / top) * (HEIGHT - BELOW - ABOVE);
  const base = HEIGHT - BELOW;
  const timeOf = (at: number): string =>
    new Date(at).toLocaleTimeString(dateLocale(), { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const sayOf = (one: Interval): string =>
    t("figures.bar", {
      from: timeOf(one.from),
      until: timeOf(one.from + minutes * 60_000),
      offered: one.offered,
      answered: one.answered,
      abandoned: one.abandoned,
      wait: lengthOf(one.waitMs),
    });
  const every = Math.max(1, Math.ceil(bars.length / 14));
  const one = shown === null ? undefined : bars[shown];
  return (
    <figure className="figures-chart">
      <figcaption className="row">
        <span className="figures-key answered">{t("figures.key.answered")}</span>
        <span className="figures-key other">{t("figures.key.other")}</span>
        <span className="figures-key abandoned">{t("figures.key.abandoned")}</span>
        <span className="grow small num" aria-live="polite">
          {one === undefined ? "" : sayOf(one)}
        </span>
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={t("figures.chartSays", { count: some.length })}
        onPointerLeave={() => setShown(null)}
      >
        {Array.from({ length: top / step + 1 }, (_, at) => at * step).map((count) => (
          <g key={count}>
            <line className="grid" x1={LEFT} x2={WIDTH} y1={base - up(count)} y2={base - up(count)} />
            <text className="axis" x={LEFT - 6} y={base - up(count) + 4} textAnchor="end">
              {count}
            </text>
          </g>
        ))}
        {bars.map((bar, at) => {
          const { from, offered, answered, abandoned } = bar;
          const other = offered - answered - abandoned;
          const x = LEFT + at * across + across * 0.15;
          const width = across * 0.7;
          const parts = [
            ["answered", answered],
            ["other", other],
            ["abandoned", abandoned],
          ] as const;
          let below = 0;
          return (
            <g key={from} onPointerEnter={() => setShown(at)}>
              {/* The whole column takes the pointer, however low its bar is. */}
              <rect
                className={`column${shown === at ? " on" : ""}`}
                x={LEFT + at * across}
                y={ABOVE}
                width={across}
                height={base - ABOVE}
              />
              {parts.map(([part, count]) => {
                const y = base - up(below + count);
                below += count;
                return (
                  count > 0 && (
                    <rect key={part} className={part} x={x} y={y} width={width} height={up(count)} />
                  )
                );
              })}
              {at % every === 0 && (
                <text className="axis" x={x} y={HEIGHT - 6}>
                  {timeOf(from)}
                </text>
              )}
            </g>
          );
        })}
      </svg>
    </figure>
  );
}

import { pathToFileURL } from "node:url";
import { type Day, type DayOptions, simulateDay } from "./simulate-day.js";

export interface LongRunOptions extends Omit<DayOptions, "seed"> {
  readonly seeds: number;
  /** The first seed; drawn when absent. */
  readonly from?: number;
  readonly say: (line: string) => void;
}

/**
 * Day after day with fresh seeds. Each seed is said before its day begins, so that it is known whatever happens.
 *
 * @returns the days on which a rule was broken.
 */
export async function longRun({ seeds, from, say, ...options }: LongRunOptions): Promise<Day[]> {
  const first = from ?? Math.floor(Math.random() * 1_000_000_000);
  const bad: Day[] = [];
  for (let seed = first; seed < first + seeds; seed += 1) {
    say(`seed ${seed}`);
    const startedAt = performance.now();
    const day = await simulateDay({ ...options, seed });
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
    say(
      `  ${day.events} events, ${day.breaches.length === 0 ? "good" : "BAD"}, ${seconds} s, state ${day.hash}`,
    );
    for (const { rule, minute, what } of day.breaches) say(`  minute ${minute}: ${rule}: ${what}`);
    if (day.breaches.length > 0) bad.push(day);
  }
  return bad;
}

/** `npx tsx apps/server/test/simulation/long-run.ts [--seeds 1000] [--from 1] [--minutes 16]` */
async function main(args: readonly string[]): Promise<void> {
  const numberAfter = (flag: string): number | undefined => {
    const place = args.indexOf(flag);
    const value = place < 0 ? undefined : Number(args[place + 1]);
    if (value !== undefined && !Number.isSafeInteger(value)) throw new Error(`${flag} takes a whole number`);
    return value;
  };
  const from = numberAfter("--from");
  const minutes = numberAfter("--minutes");
  const bad = await longRun({
    seeds: numberAfter("--seeds") ?? 100,
    say: (line) => process.stdout.write(`${line}\n`),
    ...(from === undefined ? {} : { from }),
    ...(minutes === undefined ? {} : { minutes }),
  });
  if (bad.length === 0) return;
  process.stdout.write(`${bad.length} bad days: seeds ${bad.map(({ seed }) => seed).join(", ")}\n`);
  process.exitCode = 1;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(process.argv.slice(2));
}

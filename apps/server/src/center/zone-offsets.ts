import type { TimeZone } from "@patchbay/core";

const HOUR_MS = 3_600_000;
/** Fewer than any zone has between two changes of its clocks. */
const STRIDE_MS = 7 * 24 * HOUR_MS;
/** How far ahead offsets are looked up; after that the last one holds. */
const YEARS_AHEAD = 12;
const YEAR_MS = 365.25 * 24 * HOUR_MS;

export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return name !== "";
  } catch {
    return false;
  }
}

/**
 * A zone's offsets as this machine knows them, from a year ago on (decision 0111). Rules that are made later need the
 * scenario to be saved again.
 *
 * @throws {RangeError} for what is no zone.
 */
export function zoneOf(name: string, now: number): TimeZone {
  const minutesAt = offsetReader(name);
  const from = Math.floor((now - YEAR_MS) / HOUR_MS) * HOUR_MS;
  const until = now + YEARS_AHEAD * YEAR_MS;
  const offsets = [{ from: 0, minutes: minutesAt(from) }];
  for (let at = from; at < until; at += STRIDE_MS) {
    const minutes = minutesAt(at + STRIDE_MS);
    if (minutes !== offsets.at(-1)?.minutes)
      offsets.push({ from: changeBetween(at, at + STRIDE_MS, minutesAt), minutes });
  }
  return { name, offsets };
}

/** The minute in which the clocks are changed. */
function changeBetween(before: number, after: number, minutesAt: (at: number) => number): number {
  const former = minutesAt(before);
  let [low, high] = [before, after];
  while (high - low > 60_000) {
    const middle = Math.floor((low + high) / 2 / 60_000) * 60_000;
    if (minutesAt(middle) === former) low = middle;
    else high = middle;
  }
  return high;
}

function offsetReader(timeZone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  return (at) => {
    const parts = Object.fromEntries(
      format.formatToParts(at).map(({ type, value }) => [type, Number(value)]),
    ) as Record<"year" | "month" | "day" | "hour" | "minute" | "second", number>;
    const local = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second);
    return Math.round((local - at) / 60_000);
  };
}

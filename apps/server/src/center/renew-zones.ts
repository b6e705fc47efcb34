import type { Schedule } from "@patchbay/core";
import type { Center } from "./center.js";
import type { Clock } from "./clock.js";
import { isZone, zoneOf } from "./zone-offsets.js";

/** So far ahead a schedule has to know the clocks of its place; beyond, rules may still be made. */
const KNOWN_AHEAD_MS = 3 * 365 * 24 * 3_600_000;

/**
 * Gives schedules the clocks of their places anew, where this machine knows better than when they were saved: a country has
 * changed its summer time, or the years that were looked up are nearly over. To be called now and then.
 */
export async function renewZones(center: Center, clock: Clock): Promise<number> {
  const now = clock.now();
  const stale = [...center.state.configuration.schedules.values()].filter((one) => isStale(one, now));
  for (const schedule of stale)
    await center.submit({
      command: {
        type: "ConfigureSchedule",
        schedule: { ...schedule, zone: zoneOf(schedule.zone.name, now) },
      },
    });
  return stale.length;
}

function isStale({ zone }: Schedule, now: number): boolean {
  // A name that this machine does not know any more keeps the clocks that it had.
  if (!isZone(zone.name)) return false;
  const ahead = ({ offsets }: Schedule["zone"]): string => {
    const before = offsets.findLast(({ from }) => from <= now)?.minutes;
    return JSON.stringify([before, offsets.filter(({ from }) => from > now && from < now + KNOWN_AHEAD_MS)]);
  };
  return ahead(zone) !== ahead(zoneOf(zone.name, now));
}

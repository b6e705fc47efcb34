import { type TickLateness, TickSchedule } from "./ticker.js";

export interface RunningTicker {
  /** Figures since the last call. */
  takeLateness(): TickLateness;
  stop(): void;
}

/** A time in ms that never jumps, and that is near to wall-clock time. */
export function steadyNow(): number {
  return performance.timeOrigin + performance.now();
}

/**
 * Calls `onTick` for each 20 ms, with the moment that the tick was due. Node's timers wake up to 1 ms late and only at
 * whole ms; the grid does not move by that.
 *
 * @param onFailure gets what `onTick` throws; the ticks go on, for other calls are on the same ticker.
 */
export function runTicker(
  onTick: (dueMs: number) => void,
  onFailure: (cause: unknown) => void,
  now: () => number = steadyNow,
): RunningTicker {
  const schedule = new TickSchedule(now());
  let timer: NodeJS.Timeout;
  const wake = (): void => {
    for (const dueMs of schedule.due(now())) {
      try {
        onTick(dueMs);
      } catch (cause) {
        onFailure(cause);
      }
    }
    timer = setTimeout(wake, Math.max(0, Math.ceil(schedule.waitMs(now()))));
  };
  timer = setTimeout(wake, schedule.waitMs(now()));
  return {
    takeLateness: () => schedule.takeLateness(),
    stop: () => clearTimeout(timer),
  };
}

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
  let stopped = false;
  const tick = (): void => {
    if (stopped) return;
    for (const dueMs of schedule.due(now())) {
      try {
        onTick(dueMs);
      } catch (cause) {
        onFailure(cause);
      }
    }
    sleep();
  };
  // Packets that wait in the sockets are read between the timer and the tick: after a stall they would else be taken
  // for lost, one tick after the other.
  const sleep = (): void => {
    timer = setTimeout(() => setImmediate(tick), Math.ceil(schedule.waitMs(now())));
  };
  sleep();
  return {
    takeLateness: () => schedule.takeLateness(),
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

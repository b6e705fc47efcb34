import { randomBytes } from "node:crypto";
import type { Clock, Ids } from "../center/clock.js";
import { uncorrelated } from "../center/correlation.js";

/** Node's timers run at most about 24.8 days; a longer wait is taken in steps. */
const TIMER_MS_MAX = 2_000_000_000;

/** The machine's clock. Its timers keep no process alive. */
export const realClock: Clock = {
  now: () => Date.now(),
  after(delayMs, run) {
    const dueAt = Date.now() + delayMs;
    let timer: NodeJS.Timeout;
    const arm = (): void => {
      const left = Math.max(0, dueAt - Date.now());
      timer = setTimeout(
        () => (Date.now() < dueAt ? arm() : uncorrelated(run)),
        Math.min(left, TIMER_MS_MAX),
      );
      timer.unref();
    };
    arm();
    return () => clearTimeout(timer);
  },
};

/** 128 random bits as 22 characters of base64url. */
export const realIds: Ids = { next: () => randomBytes(16).toString("base64url") };

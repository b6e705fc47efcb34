import type { SubmitResult } from "./center.js";
import type { Clock } from "./clock.js";
import { type Pending, tryAgain } from "./pending.js";

/** Nobody waits longer than this for an answer, whatever the disk does. */
const ANSWER_WITHIN_MS = 1_900;
const LOOK_EVERY_MS = ANSWER_WITHIN_MS / 4;
const GIVE_UP_AFTER_MS = (ANSWER_WITHIN_MS * 3) / 4;

/** Tells who has waited too long for a slow disk to ask again. What becomes of the request goes on. */
export class Patience {
  #callOff: (() => void) | null = null;

  constructor(
    private readonly clock: Clock,
    /** Everything that is under way. */
    private readonly underWay: () => readonly Pending[],
    /** Whoever asks again under this key is to hear of this. */
    private readonly isLate: (key: string, fate: Promise<SubmitResult>) => void,
  ) {}

  /** Something is under way: looks until nobody waits any more. */
  watch(): void {
    if (this.#callOff) return;
    this.#callOff = this.clock.after(LOOK_EVERY_MS, () => {
      this.#callOff = null;
      const now = this.clock.now();
      let waiting = false;
      for (const pending of this.underWay()) {
        if (pending.settled || pending.gaveUp) continue;
        if (now - pending.askedAt >= GIVE_UP_AFTER_MS) this.#giveUpOn(pending);
        else waiting = true;
      }
      if (waiting) this.watch();
    });
  }

  stop(): void {
    this.#callOff?.();
  }

  #giveUpOn(pending: Pending): void {
    pending.gaveUp = true;
    const { key } = pending.submission;
    const fate = new Promise<SubmitResult>((resolve) => {
      pending.tellLate = resolve;
    });
    if (key !== undefined) this.isLate(key, fate);
    pending.resolve({ ...tryAgain, late: fate });
  }
}

/** What is under way, or "try again" when that takes too long. */
export function answeredInTime(clock: Clock, fate: Promise<SubmitResult>): Promise<SubmitResult> {
  return new Promise((resolve) => {
    const callOff = clock.after(GIVE_UP_AFTER_MS, () => resolve(tryAgain));
    void fate.then((result) => {
      callOff();
      resolve(result);
    });
  });
}

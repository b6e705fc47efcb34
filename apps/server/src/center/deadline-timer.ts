import type { Clock } from "./clock.js";

/** One timer for the earliest deadline of what is decided. It only hints: the core looks at the time by itself. */
export class DeadlineTimer {
  #at: number | null = null;
  #callOff: (() => void) | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly due: () => void,
  ) {}

  /** @param at `undefined`: there is none. */
  set(at: number | undefined): void {
    if (at === undefined) {
      this.callOff();
      return;
    }
    if (this.#at === at) return;
    this.#callOff?.();
    this.#at = at;
    this.#callOff = this.clock.after(Math.max(0, at - this.clock.now()), () => {
      this.#at = null;
      this.due();
    });
  }

  callOff(): void {
    this.#callOff?.();
    this.#callOff = null;
    this.#at = null;
  }
}

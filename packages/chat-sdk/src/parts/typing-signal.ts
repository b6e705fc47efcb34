import type { LoopClock } from "./clock.js";

/** "Still typing" is repeated this often while keys are pressed, ms. */
export const TYPING_REPEAT_MS = 6_000;
/** Silence after the last key that means "stopped", ms. */
export const TYPING_STOP_MS = 4_000;

/** How long the agent's typing sign stays without being renewed, ms. */
const TYPING_SIGN_MS_MAX = 30_000;

/** A "stopped typing" that got lost must not leave the sign on for ever. */
export class TypingFade {
  private cancel: (() => void) | undefined;

  constructor(
    private readonly clock: LoopClock,
    private readonly fade: () => void,
  ) {}

  begin(): void {
    this.cancel?.();
    this.cancel = this.clock.after(TYPING_SIGN_MS_MAX, this.fade);
  }
}

/** Turns key presses into few typing signals: one at the start, one every six seconds, one at the end. */
export class TypingSignal {
  private toldAt: number | null = null;
  private cancel: (() => void) | undefined;

  constructor(
    private readonly tell: (typing: boolean) => void,
    private readonly clock: LoopClock,
  ) {}

  /** @param empty nothing is left in the box */
  pressed(empty: boolean): void {
    if (empty) {
      this.stop();
      return;
    }
    const now = this.clock.now();
    if (this.toldAt === null || now - this.toldAt >= TYPING_REPEAT_MS) {
      this.toldAt = now;
      this.tell(true);
    }
    this.cancel?.();
    this.cancel = this.clock.after(TYPING_STOP_MS, () => this.stop());
  }

  /** The message that was sent ends the typing by itself, so nothing is told then. */
  sent(): void {
    this.cancel?.();
    this.toldAt = null;
  }

  stop(): void {
    this.cancel?.();
    if (this.toldAt === null) return;
    this.toldAt = null;
    this.tell(false);
  }
}

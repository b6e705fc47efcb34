import { type Journal, JournalError } from "./journal.js";
import { describeCause, type RuntimeOptions } from "./runtime-options.js";

const EVERY_MS = 1_000;
/** No work of ours holds the process up for so long; a stopped process and a paused machine are. */
const STANDSTILL_MS = 3_000;

/**
 * Stores each second that the center lives, and hears there that somebody has taken it over. Notices too that the
 * process itself stood still: until the journal has been asked, nobody knows who owns the center now.
 */
export class Pulse {
  #beatAt = 0;
  /** Counts recoveries: what was asked before one says nothing about the time after it. */
  #life = 0;
  #callOff: (() => void) | null = null;

  constructor(
    private readonly options: Pick<RuntimeOptions, "clock" | "log" | "realNow" | "onPulse"> & {
      readonly journal: Journal;
    },
    private readonly center: {
      isRunning(): boolean;
      /** The center is no longer ours. */
      lost(error: JournalError): void;
    },
  ) {}

  start(): void {
    this.#beatAt = this.#now();
    this.#callOff = this.options.clock.after(EVERY_MS, () => {
      // Asking is what notices a standstill; so before this beat counts as one.
      const isRunning = this.center.isRunning();
      this.start();
      if (isRunning) void this.#beat();
    });
  }

  stop(): void {
    this.#callOff?.();
    this.#callOff = null;
  }

  /** The center has just recovered: from here on it is ours again. */
  recovered(): void {
    this.#life += 1;
    this.#beatAt = this.#now();
  }

  /** For how many milliseconds the process did nothing at all; `null` when it was at work. */
  standstill(): number | null {
    const silentMs = this.#now() - this.#beatAt;
    return silentMs > STANDSTILL_MS ? silentMs : null;
  }

  async #beat(): Promise<void> {
    const { journal, clock, log, onPulse } = this.options;
    const life = this.#life;
    try {
      await journal.seen(clock.now());
      onPulse?.(true);
    } catch (cause) {
      onPulse?.(false);
      log.warn({ cause: describeCause(cause) }, "the center's pulse could not be stored");
      // Somebody else owns the center: whoever reads here would be told what was true when we were replaced.
      const isReplaced = cause instanceof JournalError && cause.code === "fenced";
      if (isReplaced && life === this.#life && this.center.isRunning()) this.center.lost(cause);
    }
  }

  #now(): number {
    return this.options.realNow?.() ?? 0;
  }
}

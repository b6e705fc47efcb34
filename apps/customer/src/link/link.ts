import type { LoopClock } from "@patchbay/chat-sdk/parts";
import { backoffMs } from "@patchbay/chat-sdk/parts";
import type { ServerEvent } from "../wire/index.js";
import { WireFailure } from "../wire/index.js";

/** `up` = the last call was answered; `down` = it was not, and we are trying. */
export type LinkState = "connecting" | "up" | "down";

export interface LinkPorts {
  /** Finds the chat again and reads its history. Throws a WireFailure; one with `chatGone` ends the loop. */
  resume(signal: AbortSignal): Promise<void>;
  poll(signal: AbortSignal): Promise<readonly ServerEvent[]>;
  deliver(events: readonly ServerEvent[]): void;
  tell(state: LinkState): void;
  /** The chat is over: the server said so on a poll or on resuming. */
  over(): void;
}

/** A poll is answered after 10 s, by contract never later than 13: silence for 15 s is a dead line. */
export const POLL_TIMEOUT_MS = 15_000;
/** An idle answer that comes sooner than this is followed by a pause, or a broken proxy would make us spin. */
export const POLL_GAP_MS_MIN = 400;

/**
 * Keeps one chat alive: resume, then poll for ever. A poll that failed may have swallowed events (the answer
 * was lost on its way), so every failure leads back to `resume`, which reads the history.
 */
export class Link {
  private stopped = false;
  private running = new AbortController();
  private failures = 0;
  private cutPause: (() => void) | undefined;

  constructor(
    private readonly ports: LinkPorts,
    private readonly clock: LoopClock,
  ) {}

  async run(): Promise<void> {
    let resumed = false;
    this.ports.tell("connecting");
    while (!this.stopped) {
      this.running = new AbortController();
      try {
        if (!resumed) {
          await this.within(this.ports.resume(this.running.signal));
          resumed = true;
          if (this.stopped) return;
          this.answered();
        }
        const askedAt = this.clock.now();
        const events = await this.within(this.ports.poll(this.running.signal));
        if (this.stopped) return;
        this.answered();
        if (events.length > 0) this.ports.deliver(events);
        else if (this.clock.now() - askedAt < POLL_GAP_MS_MIN) await this.pause(POLL_GAP_MS_MIN);
      } catch (error) {
        if (this.stopped) return;
        const failure = WireFailure.from(error);
        if (failure.chatGone) {
          this.stopped = true;
          this.ports.over();
          return;
        }
        resumed = false;
        this.failures += 1;
        this.ports.tell("down");
        await this.pause(backoffMs(this.failures, this.clock.chance()));
      }
    }
  }

  /** The network is back, or the customer looks again: try now, not when the pause is over. */
  wake(): void {
    this.failures = Math.min(this.failures, 1);
    this.cutPause?.();
  }

  /** The device says that the network went: do not wait for a poll to notice. */
  drop(): void {
    this.running.abort();
  }

  stop(): void {
    this.stopped = true;
    this.running.abort();
    this.cutPause?.();
  }

  private answered(): void {
    this.failures = 0;
    this.ports.tell("up");
  }

  private within<T>(work: Promise<T>): Promise<T> {
    const { signal } = this.running;
    return new Promise((resolve, reject) => {
      const cancel = this.clock.after(POLL_TIMEOUT_MS, () => {
        this.running.abort();
        reject(WireFailure.network());
      });
      signal.addEventListener("abort", () => {
        cancel();
        reject(WireFailure.network());
      });
      work.then(resolve, reject).finally(cancel);
    });
  }

  private pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.clock.after(delayMs, resolve);
      this.cutPause = () => {
        cancel();
        this.cutPause = undefined;
        resolve();
      };
    });
  }
}

import { backoffMs, type LoopClock, WireFailure } from "../parts/index.js";
import type { LinkState } from "./types.js";

export interface StreamPorts {
  /** Reads until the stream ends (resolves) or breaks (throws a WireFailure); `opened` once the server has answered. */
  read(signal: AbortSignal, opened: () => void): Promise<void>;
  tell(state: LinkState): void;
  /** All has been told: nothing more will come. */
  isOver(): boolean;
  /** The server knows no such chat, or it was over long ago. */
  gone(): void;
}

/** Keeps one chat's stream open: reads, backs off, reads on from where it was. */
export class StreamLink {
  private stopped = false;
  private running = new AbortController();
  private failures = 0;
  private cutPause: (() => void) | undefined;

  constructor(
    private readonly ports: StreamPorts,
    private readonly clock: LoopClock,
  ) {}

  async run(): Promise<void> {
    this.ports.tell("connecting");
    while (!this.stopped) {
      this.running = new AbortController();
      try {
        await this.ports.read(this.running.signal, () => {
          this.failures = 0;
          this.ports.tell("up");
        });
        if (this.stopped || this.ports.isOver()) return;
      } catch (cause) {
        if (this.stopped) return;
        if (WireFailure.from(cause).chatGone) {
          this.stopped = true;
          this.ports.gone();
          return;
        }
      }
      this.ports.tell("down");
      // A server that closes streams at once must not be asked without a pause either.
      this.failures += 1;
      await this.pause(backoffMs(this.failures, this.clock.chance()));
    }
  }

  /** Tries now, not when the pause is over. */
  wake(): void {
    this.failures = Math.min(this.failures, 1);
    this.cutPause?.();
  }

  /** The device says that the network went: do not wait for silence to tell. */
  drop(): void {
    this.running.abort();
  }

  stop(): void {
    this.stopped = true;
    this.running.abort();
    this.cutPause?.();
  }

  private pause(delayMs: number): Promise<void> {
    if (this.stopped) return Promise.resolve();
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

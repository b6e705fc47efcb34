import { DESK_PING_MS } from "@patchbay/protocol";

/** How often a page that is looked at asks for a sign of life; one in the background does so every DESK_PING_MS. */
export const LOOKED_AT_PING_MS = 2_000;
/** A ping without an answer for this long is said: the agent must not believe in a connection that is not there. */
export const DOUBT_MS = 2_500;
/** After this long without one the connection is given up, and a new one is tried. */
export const DEAD_MS = 5_000;
const BEAT_MS = 500;
/**
 * A beat this late means that the page stood still (asleep, or throttled in the background): what has arrived meanwhile has
 * not been read yet, so nothing is concluded from the silence, and it is asked again.
 */
const STOOD_STILL_MS = 3 * BEAT_MS;

export interface HeartbeatOptions {
  readonly ping: () => void;
  readonly isLookedAt: () => boolean;
  readonly onDoubt: () => void;
  readonly onDead: () => void;
}

/**
 * Finds out whether somebody is still at the other end of one connection. A network that goes silently closes nothing:
 * only an answer that does not come tells.
 */
export class Heartbeat {
  private timer: number | undefined;
  private beatAt = 0;
  private pingedAt = 0;
  /** The oldest ping after which nothing has been heard. */
  private unansweredSince: number | null = null;
  private doubted = false;

  constructor(private readonly options: HeartbeatOptions) {}

  start(): void {
    this.stop();
    this.beatAt = Date.now();
    this.pingedAt = Date.now();
    this.unansweredSince = null;
    this.doubted = false;
    this.timer = window.setInterval(() => this.beat(), BEAT_MS);
  }

  stop(): void {
    window.clearInterval(this.timer);
  }

  /** @returns whether this ends a doubt */
  heard(): boolean {
    const { doubted } = this;
    this.unansweredSince = null;
    this.doubted = false;
    return doubted;
  }

  /** There is a reason to ask at once: the browser says that the network is gone, or the page is looked at again. */
  ask(): void {
    const now = Date.now();
    this.pingedAt = now;
    this.unansweredSince ??= now;
    this.options.ping();
  }

  private beat(): void {
    const now = Date.now();
    const stoodStill = now - this.beatAt > STOOD_STILL_MS;
    this.beatAt = now;
    if (stoodStill && this.unansweredSince !== null) {
      this.unansweredSince = now;
      this.ask();
      return;
    }
    const silent = this.unansweredSince === null ? 0 : now - this.unansweredSince;
    if (silent >= DEAD_MS) {
      this.options.onDead();
      return;
    }
    if (silent >= DOUBT_MS && !this.doubted) {
      this.doubted = true;
      this.options.onDoubt();
    }
    if (now - this.pingedAt >= (this.options.isLookedAt() ? LOOKED_AT_PING_MS : DESK_PING_MS)) this.ask();
  }
}

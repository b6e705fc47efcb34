import type { ServerFrame } from "@patchbay/protocol";
import type { CloseReason, DeskTransport } from "./ports.js";

/** Frames a desk may send: at most this many in a row, then this many a second. */
export const FRAMES_IN_A_ROW_MAX = 60;
export const FRAMES_PER_SECOND_MAX = 30;
/** A desk that goes on although it was told is cut off after this many frames too many. */
const FRAMES_TOO_MANY_MAX = 600;

/** One tab's connection, as the hub sees it. */
export class Connection {
  /** The journal's place of the last frame with views; `null` until the first one: nothing else goes out before. */
  position: number | null = null;
  visible = false;
  /** What the desk was told last; `null`: nothing yet. */
  leader: boolean | null = null;
  ended = false;
  /** This tab has nothing more to say: the session moves to another desk. */
  lastWordsSaid = false;
  /** Counts openings: one that was overtaken (by a recovery) gives up. */
  opening = 0;
  private tokens = FRAMES_IN_A_ROW_MAX;
  private tokensAt: number;
  private tooMany = 0;

  constructor(
    readonly tab: string,
    /** Where this desk says it is; used for the first opening only. */
    public after: number | null,
    private readonly transport: DeskTransport,
    public heardAt: number,
  ) {
    this.tokensAt = heardAt;
  }

  send(frame: ServerFrame): void {
    if (!this.ended) this.transport.send(frame);
  }

  close(reason: CloseReason): void {
    if (this.ended) return;
    this.ended = true;
    this.transport.close(reason);
  }

  /** Takes one frame's place. `cut`: this desk does not stop by itself. */
  admit(now: number): "yes" | "no" | "cut" {
    // A clock that was set back takes nothing away.
    const refill = (Math.max(0, now - this.tokensAt) * FRAMES_PER_SECOND_MAX) / 1_000;
    this.tokens = Math.min(FRAMES_IN_A_ROW_MAX, this.tokens + refill);
    this.tokensAt = now;
    if (this.tokens >= 1) {
      this.tokens -= 1;
      this.tooMany = 0;
      return "yes";
    }
    this.tooMany += 1;
    return this.tooMany > FRAMES_TOO_MANY_MAX ? "cut" : "no";
  }
}

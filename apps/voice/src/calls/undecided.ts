/** So many may wait for longer than `PATIENCE_MS`: one whose contact cannot be read closes the door for nobody. */
const WAITING_MAX = 8;
/** A server that keeps up says within some tens of milliseconds what becomes of a call. */
const PATIENCE_MS = 2_000;
/** So many may wait at all: all that come at once after a cut of the network. */
const AT_ONCE_MAX = 200;

/**
 * Calls that knock, and of which the server has not said a word yet: how far it is behind. Whoever comes then is told at
 * once to try elsewhere or later (503 with Retry-After, RFC 3261 21.5.4), and does not hear ringing that nobody will answer.
 */
export class Undecided {
  /** Since when each waits, ms of a clock that only goes on; the oldest first. */
  private readonly since = new Map<string, number>();

  begin(interactionId: string, now: number): void {
    this.since.set(interactionId, now);
  }

  /** The server has said what becomes of it, or its caller has left. */
  end(interactionId: string): void {
    this.since.delete(interactionId);
  }

  /** Whether one more would have to wait for longer than a caller should. */
  isBehind(now: number): boolean {
    if (this.since.size >= AT_ONCE_MAX) return true;
    let waiting = 0;
    for (const since of this.since.values()) {
      if (now - since <= PATIENCE_MS) return false;
      waiting += 1;
      if (waiting >= WAITING_MAX) return true;
    }
    return false;
  }
}

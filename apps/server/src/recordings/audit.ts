import type { Clock } from "../center/clock.js";
import type { RecordingAccess, RecordingRows } from "./recording-rows.js";

/** A player asks for one stretch after the other: what comes within this after the last one is the same listening. */
const SAME_LISTENING_MS = 30 * 60_000;
const REMEMBERED_MAX = 10_000;

/** Who heard what. Nothing is given out before it is written down. */
export class Audit {
  private readonly lastAt = new Map<string, number>();

  constructor(
    private readonly rows: RecordingRows,
    private readonly clock: Clock,
  ) {}

  /** One listening or one download, however many requests it takes. */
  async heard(sessionId: string, access: Omit<RecordingAccess, "at">): Promise<void> {
    const at = this.clock.now();
    const key = `${sessionId} ${access.recordingId} ${access.what} ${access.address}`;
    const last = this.lastAt.get(key);
    if (last === undefined || at - last > SAME_LISTENING_MS) await this.rows.addAccess({ at, ...access });
    this.lastAt.delete(key);
    this.lastAt.set(key, at);
    const [oldest] = this.lastAt.keys();
    if (this.lastAt.size > REMEMBERED_MAX && oldest !== undefined) this.lastAt.delete(oldest);
  }

  done(access: Omit<RecordingAccess, "at">): Promise<void> {
    return this.rows.addAccess({ at: this.clock.now(), ...access });
  }
}

import type { Event } from "@patchbay/core";
import type { Center } from "../center/center.js";
import type { Clock } from "../center/clock.js";
import { CommitFollower } from "../center/commit-follower.js";
import type { RuntimeLog } from "../center/runtime-options.js";
import type { SignatureBegun, SignatureEnded, SignatureRows } from "./signature-rows.js";

/** Events that are read at once while it catches up. */
const PAGE = 500;
/** Of the journal, entries that are looked through at once: a long one without recordings keeps no query busy for long. */
const STRETCH = 50_000;

const isOfSignature = (event: Event): event is SignatureBegun | SignatureEnded =>
  (event.type === "RecordingStarted" || event.type === "RecordingStopped") && event.kind === "signature";

/** Keeps the rows of voice signatures, after each commit that begins or ends one. */
export class SignatureKeeper {
  private readonly follower: CommitFollower;

  constructor(
    center: Pick<Center, "onCommitted" | "state">,
    private readonly rows: SignatureRows,
    private readonly software: string,
    clock: Clock,
    log: Pick<RuntimeLog, "warn">,
  ) {
    this.follower = new CommitFollower(center, clock, log, {
      name: "voice signatures",
      bearsUpon: isOfSignature,
      position: () => rows.position(),
      step: (from, goal) => this.step(from, goal),
    });
  }

  /** Resolves when everything that is committed now is in the rows, or when the database does not answer. */
  caughtUp(): Promise<void> {
    return this.follower.caughtUp();
  }

  /** Waits for what is under way. */
  stop(): Promise<void> {
    return this.follower.stop();
  }

  private async step(from: number, wanted: number): Promise<number> {
    const goal = Math.min(wanted, from + STRETCH);
    const events = await this.rows.recordingEvents(from, goal, PAGE);
    const position = events.length < PAGE ? goal : (events.at(-1)?.seq ?? goal);
    await this.rows.follow(events.filter(isOfSignature), position, this.software);
    return position;
  }
}

import { hashState, serializeState } from "@patchbay/core";
import type { StoredSnapshot } from "../center/journal.js";
import { newestReadable } from "../center/restore-center.js";
import { readEvents } from "../journal-postgres/read-events.js";
import { snapshotBelow, snapshotRung, storeSnapshot } from "../journal-postgres/snapshots.js";
import type { Database } from "../tables-postgres/index.js";
import { type Replay, ReplaySteps } from "./replay-steps.js";

export interface ReplayLimits {
  /** Steps of one interaction that are told. */
  readonly stepsMax: number;
  /** From the first event folded in to the last, ms. */
  readonly withinMs: number;
}

export const REPLAY_LIMITS: ReplayLimits = { stepsMax: 5_000, withinMs: 30_000 };

/** The journal has nothing of such an interaction. */
export class NothingToReplayError extends Error {
  override readonly name = "NothingToReplayError";
}

/**
 * One interaction's story by the core itself: from the snapshot before it through every event of the center up to its
 * last one. Where the way from the snapshot is long, snapshots are left on it, so that it is long only once.
 *
 * @param onProgress events folded in so far, and how many it will be
 * @throws {NothingToReplayError}
 */
export async function replayInteraction(
  database: Database,
  centerId: string,
  interactionId: string,
  options: {
    readonly limits?: ReplayLimits;
    readonly now?: () => number;
    readonly onProgress?: (done: number, total: number) => void;
  } = {},
): Promise<Replay> {
  const { limits = REPLAY_LIMITS, now = () => performance.now(), onProgress } = options;
  const { first, last } = await spanOf(database, centerId, interactionId);
  const snapshotBefore = async (seq: number): Promise<StoredSnapshot | null> =>
    (await database.withCenter(centerId, (tx) => snapshotBelow(tx, centerId, seq))).snapshot;
  const core = await newestReadable({ snapshotBefore }, await snapshotBefore(first));
  const from = core.state.seq;
  const until = now() + limits.withinMs;
  const steps = new ReplaySteps(core, interactionId, limits.stepsMax);
  let cut: Replay["cut"] = null;
  for await (const page of readEvents(database, centerId, from)) {
    for (const event of page) {
      if (event.seq > last) break;
      if (event.seq < first) core.evolve(event);
      else steps.take(event);
      if (steps.isFull && event.seq < last) {
        cut = "steps";
        break;
      }
    }
    const { seq } = core.state;
    onProgress?.(seq - from, last - from);
    if (cut !== null || seq >= last) break;
    if (seq < first && snapshotRung(seq) > snapshotRung(Math.max(from, seq - page.length)))
      await storeSnapshot(database, centerId, {
        seq,
        state: serializeState(core.state),
        hash: hashState(core.state),
      });
    if (now() > until) {
      cut = "time";
      break;
    }
  }
  return {
    interactionId,
    steps: steps.steps,
    standings: steps.standings,
    cut,
    events: core.state.seq - from,
  };
}

async function spanOf(
  database: Database,
  centerId: string,
  interactionId: string,
): Promise<{ readonly first: number; readonly last: number }> {
  const [span] = await database.withCenter(centerId, (tx) =>
    tx.rows<{ first: number | null; last: number | null; goes_on: boolean | null }>(
      `select min(j.seq) as first, max(j.seq) as last,
              (select i.status = 'open' from interaction i
                where i.center_id = $1 and i.interaction_id = $2) as goes_on
         from journal j where j.center_id = $1 and j.interaction_id = $2`,
      [centerId, interactionId],
    ),
  );
  if (span?.first == null || span.last === null) throw new NothingToReplayError("no such interaction");
  if (span.goes_on !== true) return { first: span.first, last: span.last };
  // It is not over: what others do now moves its place.
  const [end] = await database.withCenter(centerId, (tx) =>
    tx.rows<{ seq: number }>("select seq from journal where center_id = $1 order by seq desc limit 1", [
      centerId,
    ]),
  );
  return { first: span.first, last: Math.max(span.last, end?.seq ?? 0) };
}

import { type CoreCenter, createCenter, readState } from "@patchbay/core";
import type { Journal, StoredSnapshot } from "./journal.js";

export interface RestoreOptions {
  /** A snapshot that this core cannot read was passed over for the one before it. */
  readonly onUnreadable?: (seq: number, cause: unknown) => void;
  /** After each page: events replayed so far, and how many there are when that is known. */
  readonly onReplay?: (replayed: number, total: number) => void;
}

/**
 * The core as the journal tells it: from the newest snapshot that can be read, else from the beginning, and on
 * through every event after it.
 *
 * @param lastSeq where the journal ends, for the progress shown; events beyond it are replayed too.
 */
export async function restoreCenter(
  journal: Pick<Journal, "read" | "snapshotBefore">,
  start: { readonly snapshot: StoredSnapshot | null; readonly lastSeq: number },
  options: RestoreOptions = {},
): Promise<CoreCenter> {
  const core = await newestReadable(journal, start.snapshot, options);
  const from = core.state.seq;
  for await (const page of journal.read(from)) {
    for (const event of page) core.evolve(event);
    options.onReplay?.(core.state.seq - from, Math.max(start.lastSeq, core.state.seq) - from);
  }
  return core;
}

/** The core at the newest snapshot that it can read, or at the beginning. */
export async function newestReadable(
  journal: Pick<Journal, "snapshotBefore">,
  newest: StoredSnapshot | null,
  options: Pick<RestoreOptions, "onUnreadable"> = {},
): Promise<CoreCenter> {
  for (let snapshot = newest; snapshot !== null; snapshot = await journal.snapshotBefore(snapshot.seq)) {
    try {
      return createCenter(readState(snapshot.state));
    } catch (cause) {
      options.onUnreadable?.(snapshot.seq, cause);
    }
  }
  return createCenter();
}

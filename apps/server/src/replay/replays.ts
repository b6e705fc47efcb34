import type { RunReplay } from "./replay-thread.js";

export type ReplayState =
  | { readonly state: "working"; readonly done: number; readonly total: number }
  | { readonly state: "done"; readonly replay: string }
  | { readonly state: "nothing" }
  /** So many replays are under way that this one was not begun. */
  | { readonly state: "busy" }
  | { readonly state: "failed" };

interface Entry {
  readonly far: { readonly done: number; readonly total: number };
  end: Exclude<ReplayState, { readonly state: "working" | "busy" }> | null;
  endedAt: number;
  readonly settled: Promise<void>;
}

/** How long a finished replay answers for what happened meanwhile, ms: of what goes on, the next look is fresh. */
const FRESH_MS = 5_000;
/** Finished ones that are kept: each may be some megabytes. */
const KEPT_MAX = 8;
const UNDER_WAY_MAX = 6;
/** How long the first answer waits for a short replay, ms. */
const PATIENCE_MS = 400;

/** The replays of one center that are under way or were just made. Who may see one is the caller's business. */
export class Replays {
  readonly #entries = new Map<string, Entry>();

  constructor(
    private readonly run: RunReplay,
    private readonly now: () => number,
    private readonly onFailure: (cause: unknown) => void,
  ) {}

  /** Begins it when nobody has; asked again, tells how far it is. */
  async ask(interactionId: string): Promise<ReplayState> {
    const known = this.#entries.get(interactionId);
    let entry = known;
    if (known !== undefined && known.end !== null && this.now() - known.endedAt > FRESH_MS) entry = undefined;
    if (entry === undefined) {
      const underWay = [...this.#entries.values()].filter(({ end }) => end === null).length;
      if (underWay >= UNDER_WAY_MAX) return { state: "busy" };
      entry = this.#begin(interactionId);
    }
    if (entry.end === null) await Promise.race([entry.settled, wait(PATIENCE_MS)]);
    const { end, far } = entry;
    if (end?.state === "failed") this.#entries.delete(interactionId);
    return end ?? { state: "working", ...far };
  }

  #begin(interactionId: string): Entry {
    for (const [id, { end }] of this.#entries) {
      if (this.#entries.size < KEPT_MAX) break;
      if (end !== null) this.#entries.delete(id);
    }
    const far = { done: 0, total: 0 };
    const run = this.run(interactionId, (done, total) => Object.assign(far, { done, total }));
    const settled = run.then(
      (replay) => this.#end(entry, replay === null ? { state: "nothing" } : { state: "done", replay }),
      (cause: unknown) => {
        this.onFailure(cause);
        this.#end(entry, { state: "failed" });
      },
    );
    const entry: Entry = { far, end: null, endedAt: 0, settled };
    this.#entries.delete(interactionId);
    this.#entries.set(interactionId, entry);
    return entry;
  }

  #end(entry: Entry, end: NonNullable<Entry["end"]>): void {
    entry.end = end;
    entry.endedAt = this.now();
  }
}

const wait = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });

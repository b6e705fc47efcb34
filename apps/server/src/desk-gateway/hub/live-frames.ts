import { type Watch, watchOf } from "@patchbay/core";
import type { DeskChange } from "@patchbay/protocol";
import type { CenterHandle } from "../../center/edge.js";
import type { LiveContent } from "../content/live-content.js";
import type { ViewSources } from "../views/interaction-view.js";
import { supervises } from "../views/supervises.js";
import type { DeskSession } from "./desk-session.js";
import { changesFor, wholeFor } from "./live-audience.js";
import { type LiveSnapshot, LiveViews, snapshotOf } from "./live-views.js";
import type { DeskProblem } from "./ports.js";

/** Changes of all calls are collected for this long. */
export const LIVE_CHANGES_MS = 250;
/** When content could not be read, it is tried again after this. */
const AGAIN_MS = 500;

export interface LiveFramesDeps {
  readonly handle: CenterHandle;
  readonly content: LiveContent;
  readonly sources: () => ViewSources;
  readonly sessions: () => readonly DeskSession[];
  readonly flush: (session: DeskSession) => void;
  readonly report: (problem: DeskProblem) => void;
}

/**
 * Calls, chats and queues for those who supervise, and for nobody else: whether somebody does, and which teams, is asked of the
 * configuration each time.
 */
export class LiveFrames {
  private readonly views: LiveViews;
  private sharedAt = Number.NEGATIVE_INFINITY;
  private timer: (() => void) | null = null;

  constructor(private readonly deps: LiveFramesDeps) {
    this.views = new LiveViews(deps.handle.center, deps.sources);
  }

  mark(interactionIds: Iterable<string>): void {
    this.views.mark(interactionIds);
  }

  markAlerts(): void {
    this.views.markAlerts();
  }

  markAll(): void {
    this.views.markAll();
  }

  /** Things are called otherwise. Every desk gets everything anew, so nobody is told what is different. */
  wordsChanged(): void {
    this.views.markAll();
    if (this.watching().length > 0) this.read(this.views.refresh());
  }

  /** Sends what has changed, at once when the last was long enough ago, else a little later. */
  share(): void {
    if (this.timer !== null || !this.views.isDirty) return;
    const watching = this.watching();
    if (watching.length === 0) {
      this.views.rest();
      return;
    }
    const { clock } = this.deps.handle;
    const wait = this.sharedAt + LIVE_CHANGES_MS - clock.now();
    if (wait > 0) {
      this.timer = clock.after(wait, () => {
        this.timer = null;
        this.share();
      });
      return;
    }
    this.send(watching);
  }

  /** For the first frame of a connection. Call when what the session was told is up to date. */
  snapshotFor(session: DeskSession): LiveSnapshot {
    const watch = this.enter(session);
    const { views } = this;
    if (watch === null) {
      session.told = "nothing";
      return snapshotOf([]);
    }
    if (watch.agents !== "all") return wholeFor(session, watch, views, this.deps.handle.center.state);
    session.told = "all";
    return views.snapshot();
  }

  /** For a connection that comes back; `undefined`: what it may see is not remembered by when it was told. */
  changesFor(session: DeskSession, after: number): DeskChange[] | undefined {
    const watch = this.enter(session);
    if (watch !== null && watch.agents !== "all") return undefined;
    session.told = watch === null ? "nothing" : "all";
    return watch === null ? [] : this.views.changedSince(after);
  }

  clear(): void {
    this.views.clear();
  }

  stop(): void {
    this.timer?.();
  }

  private enter(session: DeskSession): Watch | null {
    const watch = this.watchOf(session);
    // Nobody looked until now: what is remembered is old.
    if (watch !== null && this.watching().length === 0) this.read(this.views.refresh());
    // The session's other tabs are told by the same memory of what it was told.
    if (session.open.length > 0) this.tell(session, watch, []);
    return watch;
  }

  private send(watching: readonly DeskSession[]): void {
    this.sharedAt = this.deps.handle.clock.now();
    const { changes, missing } = this.views.refresh();
    this.read({ missing });
    for (const session of watching) this.tell(session, this.watchOf(session), changes);
  }

  private tell(session: DeskSession, watch: Watch | null, changes: readonly DeskChange[]): void {
    const { state } = this.deps.handle.center;
    const isAll = watch?.agents === "all";
    if (!isAll) session.sharedChanges.push(...changesFor(session, watch, this.views, state, changes));
    else session.sharedChanges.push(...(session.told === "all" ? changes : this.views.changedSince(0)));
    if (isAll) session.told = "all";
    if (session.sharedChanges.length > 0) this.deps.flush(session);
  }

  /** Open sessions that may see it, or that have seen it and may no longer. */
  private watching(): DeskSession[] {
    return this.deps
      .sessions()
      .filter((one) => one.open.length > 0 && (one.told !== "nothing" || this.maySee(one)));
  }

  private maySee({ identity }: DeskSession): boolean {
    return supervises(this.deps.handle.center.state, identity.agentId);
  }

  /** `null`: nothing. */
  private watchOf(session: DeskSession): Watch | null {
    if (!this.maySee(session)) return null;
    const { configuration } = this.deps.handle.center.state;
    return watchOf(configuration.users.get(session.identity.agentId), configuration);
  }

  private read({ missing }: { readonly missing: readonly string[] }): void {
    if (missing.length === 0) return;
    const again = (): void => {
      this.mark(missing);
      this.share();
    };
    this.deps.content.need(missing).then(again, (cause: unknown) => {
      this.deps.report({ what: "content_unreadable", cause });
      this.deps.handle.clock.after(AGAIN_MS, again);
    });
  }
}

import type { User } from "@patchbay/core";
import type { CenterHandle } from "../center/edge.js";
import type { RuntimeLog } from "../center/runtime-options.js";
import { servicesOf } from "../desk-gateway/views/agent-views.js";
import { isInMailboxOf, type RecordingRow, type Recordings } from "../recordings/index.js";
import type { Boxes, MessageQuestion, MessageRow, MessageRows } from "./message-rows.js";

/** So long what was thrown away can be taken back. */
export const TRASH_MS = 10 * 60_000;
const SWEEP_EVERY_MS = 60_000;
const PAGE = 100;

export interface VoicemailDeps {
  readonly handle: CenterHandle;
  readonly rows: MessageRows;
  readonly recordings: Recordings;
  readonly log: RuntimeLog;
}

/** Whose mailbox has changed. */
export type ChangedBox = Pick<RecordingRow, "agentId" | "serviceId">;

/** Messages in mailboxes: who may hear which, what is new, what was thrown away. The sound is a recording. */
export class Voicemail {
  private readonly listeners = new Set<(box: ChangedBox) => void>();
  private readonly stops: (() => void)[] = [];
  private sweeping: Promise<void> = Promise.resolve();

  constructor(private readonly deps: VoicemailDeps) {}

  start(): void {
    this.stops.push(this.deps.recordings.onMessage((row) => this.tell(row)));
    const timer = setInterval(() => {
      this.sweeping = this.sweeping
        .then(() => this.sweep())
        .catch((cause: unknown) =>
          this.deps.log.warn({ cause: String(cause) }, "messages that were thrown away are still there"),
        );
    }, SWEEP_EVERY_MS);
    timer.unref();
    this.stops.push(() => clearInterval(timer));
  }

  async stop(): Promise<void> {
    for (const stop of this.stops.splice(0)) stop();
    await this.sweeping;
  }

  /** The listener must not throw. @returns ends it */
  onChanged(listener: (box: ChangedBox) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  list(user: User, question: MessageQuestion): Promise<MessageRow[]> {
    return this.deps.rows.list(this.boxesOf(user), question);
  }

  newCount(user: User): Promise<number> {
    return this.deps.rows.newCount(this.boxesOf(user));
  }

  /** @returns `false`: there is no such message in a mailbox of this user */
  mark(user: User, recordingId: string, heard: boolean): Promise<boolean> {
    return this.change(user, recordingId, (at) =>
      this.deps.rows.mark(recordingId, heard ? { at, by: user.id } : null),
    );
  }

  /** Out of the list; its file goes after some minutes. @param trashed `false`: it is taken back */
  trash(user: User, recordingId: string, trashed: boolean): Promise<boolean> {
    return this.change(user, recordingId, (at) =>
      this.deps.rows.trash(recordingId, trashed ? { at, by: user.id } : null),
    );
  }

  /** Deletes the files of what was thrown away long enough ago. @param now ms since 1970 */
  async sweep(now = this.deps.handle.clock.now()): Promise<void> {
    const { rows, recordings } = this.deps;
    for (;;) {
      const page = await rows.trashedUntil(now - TRASH_MS, PAGE);
      for (const { recordingId, by } of page) {
        const row = await recordings.rows.byId(recordingId);
        if (row !== undefined) await recordings.delete(row, by);
      }
      if (page.length < PAGE) return;
    }
  }

  private boxesOf(user: User): Boxes {
    return { agentId: user.id, serviceIds: servicesOf(user, this.deps.handle.center.state.configuration) };
  }

  private async change(
    user: User,
    recordingId: string,
    run: (at: number) => Promise<void>,
  ): Promise<boolean> {
    const { recordings, handle } = this.deps;
    const row = await recordings.rows.byId(recordingId);
    const { services } = handle.center.state.configuration;
    if (row?.kind !== "voicemail" || row.state !== "kept" || !isInMailboxOf(row, user, services))
      return false;
    await run(handle.clock.now());
    this.tell(row);
    return true;
  }

  private tell({ agentId, serviceId }: ChangedBox): void {
    for (const listener of this.listeners) listener({ agentId, serviceId });
  }
}

/** A center whose mailboxes stay empty. */
export const noVoicemail: Pick<Voicemail, "list" | "newCount" | "mark" | "trash" | "onChanged"> = {
  list: () => Promise.resolve([]),
  newCount: () => Promise.resolve(0),
  mark: () => Promise.resolve(false),
  trash: () => Promise.resolve(false),
  onChanged: () => () => {},
};

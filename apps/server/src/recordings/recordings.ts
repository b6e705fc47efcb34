import { asId } from "@patchbay/core";
import { RecordingDamagedError } from "@patchbay/media/recording";
import type { VoiceEvent } from "@patchbay/protocol";
import type { CenterHandle } from "../center/edge.js";
import type { RuntimeLog } from "../center/runtime-options.js";
import { mailboxOf } from "./mailbox-of.js";
import type { RecordingFiles } from "./recording-files.js";
import type { NewRecording, RecordingEnd, RecordingRow, RecordingRows } from "./recording-rows.js";

export type RecordingEvent = Extract<VoiceEvent, { readonly type: "recording.started" | "recording.ended" }>;

/** A file that was written to within this is somebody's who is still at work. */
const QUIET_MS = 15_000;
const TIDY_EVERY_MS = 60_000;
const SWEEP_EVERY_MS = 3_600_000;
/** Rows taken at a time. */
const PAGE = 200;
/** Where files that nobody told of are looked for. */
const MONTHS_SEARCHED = 2;

export interface RecordingsDeps {
  readonly handle: CenterHandle;
  readonly rows: RecordingRows;
  readonly files: RecordingFiles;
  readonly log: RuntimeLog;
  /** Whether this center's voice process writes into that folder: then files without a row are its own. */
  readonly ownsFolder: boolean;
  /** A recording is a message; `callerAgentId`: the colleague who left it. Safe to repeat. */
  readonly addMessage?: (recordingId: string, callerAgentId: string | null) => Promise<void>;
}

/**
 * What is known of recordings follows what the voice process tells, and, where it cannot tell any more, what its files
 * say. Rules delete what is too old.
 */
export class Recordings {
  private readonly stops: (() => void)[] = [];
  private tidying: Promise<void> = Promise.resolve();
  private readonly messageListeners = new Set<(row: RecordingRow) => void>();

  constructor(private readonly deps: RecordingsDeps) {}

  get rows(): RecordingRows {
    return this.deps.rows;
  }

  get files(): RecordingFiles {
    return this.deps.files;
  }

  /** Looks after what an earlier process left behind, and from then on by itself. */
  start(): void {
    const every = (ms: number, run: () => Promise<void>): void => {
      const timer = setInterval(() => void this.quietly(run), ms);
      timer.unref();
      this.stops.push(() => clearInterval(timer));
    };
    every(TIDY_EVERY_MS, () => this.finishForgotten());
    every(SWEEP_EVERY_MS, () => this.sweep());
    void this.quietly(async () => {
      await this.adopt();
      await this.finishForgotten();
      await this.sweep();
    });
  }

  /** Resolves when nothing is under way any more. */
  async stop(): Promise<void> {
    for (const stop of this.stops.splice(0)) stop();
    await this.tidying;
  }

  /** A message has come into a mailbox, or left one. The listener must not throw. @returns ends it */
  onMessage(listener: (row: RecordingRow) => void): () => void {
    this.messageListeners.add(listener);
    return () => this.messageListeners.delete(listener);
  }

  /** A fact of the voice process, which keeps it until this has resolved. Safe to repeat. */
  async note(event: RecordingEvent): Promise<void> {
    const { recordingId, interactionId } = event;
    if (event.type === "recording.started") {
      const { legId, agentId, kind, file, startedAt } = event;
      await this.add({ recordingId, interactionId, legId, agentId, kind, file, startedAt });
      return;
    }
    const { cause, durationMs, bytes, sha256 } = event;
    if (cause !== "stopped")
      this.deps.log.error({ recordingId, cause }, "a recording could not be gone on with");
    const state = durationMs > 0 ? "kept" : "nothing";
    await this.rows.end(recordingId, { state, cause, durationMs, bytes, sha256 });
    const row = await this.rows.byId(recordingId);
    if (row !== undefined) this.tellOfMessage(row);
  }

  /**
   * Ends the rows of recordings that nobody writes any more and whose end was never told: the voice process or one of its
   * workers has died, and their files say what there is.
   */
  async finishForgotten(): Promise<void> {
    for (let after = ""; ; ) {
      const page = await this.rows.inState("recording", { after, limit: PAGE });
      for (const row of page) {
        after = row.recordingId;
        if (await this.isAtWork(row)) continue;
        await this.rows.end(row.recordingId, await this.endByFile(row));
        this.tellOfMessage(row);
      }
      if (page.length < PAGE) return;
    }
  }

  /** Deletes what its service keeps no longer: first the file, then the row says so. */
  async sweep(): Promise<void> {
    for (;;) {
      const page = await this.rows.due(this.deps.handle.clock.now(), PAGE);
      for (const row of page) await this.delete(row);
      if (page.length < PAGE) return;
    }
  }

  /** Files whose beginning was never told get a row: their voice process died before a server heard of them. */
  async adopt(): Promise<void> {
    if (!this.deps.ownsFolder) return;
    for await (const { file, facts } of this.files.newest(MONTHS_SEARCHED)) {
      if (facts === null || file.split("/").at(-1) !== facts.recordingId) continue;
      if ((await this.rows.known([facts.recordingId])).size > 0) continue;
      const { recordingId, interactionId, legId, agentId, kind, startedAt } = facts;
      await this.add({ recordingId, interactionId, legId, agentId, kind, file, startedAt });
      this.deps.log.warn({ recordingId }, "a recording was found that nobody had told of");
    }
  }

  /** First the file, then the row says so. @param agentId who wants it; `null`: the rule of its service. */
  async delete(row: RecordingRow, agentId: string | null = null): Promise<void> {
    const { recordingId, interactionId, file } = row;
    const at = this.deps.handle.clock.now();
    await this.files.delete(file, recordingId);
    await this.rows.markDeleted(recordingId, at);
    await this.rows.addAccess({
      at,
      what: "deleted",
      recordingId,
      interactionId,
      agentId,
      address: null,
    });
    this.tellOfMessage(row);
  }

  private async add(recording: Omit<NewRecording, "serviceId">): Promise<void> {
    const { recordingId, interactionId, kind } = recording;
    const box = kind === "voicemail" ? await mailboxOf(this.deps.handle, recording) : undefined;
    if (box === undefined) {
      await this.rows.add({ ...recording, serviceId: await this.serviceOf(interactionId) });
      return;
    }
    const { agentId, serviceId, callerAgentId } = box;
    await this.rows.add({ ...recording, agentId, serviceId });
    await this.deps.addMessage?.(recordingId, callerAgentId);
  }

  private tellOfMessage(row: RecordingRow): void {
    if (row.kind !== "voicemail") return;
    for (const listener of this.messageListeners) listener(row);
  }

  private async isAtWork({ interactionId, file }: RecordingRow): Promise<boolean> {
    const { interactions } = this.deps.handle.center.state;
    const writtenAt = await this.files.writtenAt(file);
    if (writtenAt !== undefined && Date.now() - writtenAt < QUIET_MS) return true;
    // A disk that stands still writes nothing for a while, and the voice process will tell.
    return writtenAt !== undefined && (interactions.get(asId(interactionId))?.call?.legs.length ?? 0) > 0;
  }

  private async endByFile({ recordingId, file }: RecordingRow): Promise<RecordingEnd> {
    const facts = await this.files.digest(file);
    if (facts === undefined)
      return { state: "missing", cause: "cut_off", durationMs: 0, bytes: 0, sha256: "" };
    try {
      const opened = await this.files.open(file, recordingId);
      await opened?.file.close();
      const durationMs = opened?.reader.durationMs ?? 0;
      const cause = opened?.reader.end?.cause ?? "cut_off";
      return { state: durationMs > 0 ? "kept" : "nothing", cause, durationMs, ...facts };
    } catch (cause) {
      if (!(cause instanceof RecordingDamagedError)) throw cause;
      this.deps.log.error({ recordingId, code: cause.code }, "a recording cannot be read");
      return { state: "nothing", cause: "cut_off", durationMs: 0, ...facts };
    }
  }

  private async serviceOf(interactionId: string): Promise<string | null> {
    const live = this.deps.handle.center.state.interactions.get(asId(interactionId));
    if (live) return live.serviceId;
    return (await this.deps.handle.records.interaction(interactionId))?.serviceId ?? null;
  }

  /** One after the other; what fails is told, and tried again at its next turn. */
  private quietly(run: () => Promise<void>): Promise<void> {
    this.tidying = this.tidying.then(run).catch((cause: unknown) => {
      this.deps.log.warn({ cause: String(cause) }, "recordings could not be looked after");
    });
    return this.tidying;
  }
}

import type { RecordingTap, Room } from "@patchbay/media";
import { type RecordingEndCause, RecordingWriter } from "@patchbay/media/recording";
import type { VoiceEvent } from "@patchbay/protocol";
import type { RecordingShown } from "./messages.js";
import type { RecordingStore } from "./recording-store.js";

export interface CallRecordingsDeps {
  readonly interactionId: string;
  readonly room: Pick<Room, "addRecording" | "removeRecording">;
  readonly store: RecordingStore;
  readonly tell: (event: VoiceEvent) => void;
  readonly trouble: (detail: string) => void;
  /** ms since 1970. */
  readonly clock: () => number;
}

interface Running {
  readonly shown: RecordingShown;
  /** `null`: the key is still being read. */
  writer: RecordingWriter | null;
}

/** The recordings of one call: begun, paused and ended as the picture says. A disk that fails ends them, never the call. */
export class CallRecordings {
  private readonly running = new Map<string, Running>();
  /** Begun once, and over: what a picture still says about them is late. */
  private readonly over = new Set<string>();
  private readonly closing = new Set<Promise<void>>();

  constructor(private readonly deps: CallRecordingsDeps) {}

  /** @param agentOf whose leg it is. */
  show(shown: readonly RecordingShown[], agentOf: (legId: string) => string | null): void {
    const wanted = new Set(shown.map(({ recordingId }) => recordingId));
    for (const recordingId of [...this.running.keys()])
      if (!wanted.has(recordingId)) this.end(recordingId, "stopped");
    for (const each of shown) {
      if (this.over.has(each.recordingId)) continue;
      const known = this.running.get(each.recordingId);
      if (known === undefined) this.begin(each, agentOf(each.legId));
      else {
        this.running.set(each.recordingId, { ...known, shown: each });
        known.writer?.setPaused(each.paused);
      }
    }
  }

  /** Where they listen, for the picture of who hears whom. */
  get taps(): readonly RecordingTap[] {
    return [...this.running.values()].map(({ shown: { recordingId, legId, paused } }) => ({
      agent: legId,
      ...tapOf(recordingId),
      paused,
    }));
  }

  /** Each tick: a disk that fills up ends them before it is full. */
  watch(): void {
    if (this.running.size === 0 || this.deps.store.hasRoom()) return;
    for (const recordingId of [...this.running.keys()]) this.end(recordingId, "disk_full");
  }

  /** The call is over. Resolves when everything that can be kept is on the disk. */
  async close(): Promise<void> {
    for (const recordingId of [...this.running.keys()]) this.end(recordingId, "stopped");
    await Promise.all([...this.closing]);
  }

  private begin(shown: RecordingShown, agentId: string | null): void {
    const { recordingId, legId, kind } = shown;
    const { interactionId, store } = this.deps;
    const startedAt = this.deps.clock();
    const file = store.fileOf(recordingId, startedAt);
    if (file === undefined) {
      this.over.add(recordingId);
      this.deps.trouble(`the id of a recording cannot be the name of a file: ${recordingId}`);
      return;
    }
    this.deps.tell({
      type: "recording.started",
      interactionId,
      recordingId,
      legId,
      agentId,
      kind,
      file,
      startedAt,
    });
    const running: Running = { shown, writer: null };
    this.running.set(recordingId, running);
    void store.readKey().then(
      (key) => {
        const now = this.running.get(recordingId);
        // Ended before it had begun: there is nothing to keep.
        if (now === undefined) return;
        const facts = { recordingId, interactionId, legId, agentId, kind, startedAt };
        const writer = new RecordingWriter(
          () => store.create(file),
          facts,
          key,
          (cause, detail) => {
            this.deps.trouble(`recording ${recordingId}: ${detail}`);
            this.end(recordingId, cause);
          },
        );
        writer.setPaused(now.shown.paused);
        this.running.set(recordingId, { ...now, writer });
        this.deps.room.addRecording(recordingId, { ...tapOf(recordingId), sink: writer });
      },
      (cause: unknown) => {
        this.deps.trouble(`recording ${recordingId}: ${String(cause)}`);
        this.end(recordingId, "failed");
      },
    );
  }

  private end(recordingId: string, cause: RecordingEndCause): void {
    const running = this.running.get(recordingId);
    if (running === undefined) return;
    this.running.delete(recordingId);
    this.over.add(recordingId);
    this.deps.room.removeRecording(recordingId);
    const { interactionId } = this.deps;
    const nothing = { cause, durationMs: 0, bytes: 0, sha256: "" };
    const closed = (running.writer?.close(cause) ?? Promise.resolve(nothing)).then((outcome) => {
      this.closing.delete(closed);
      this.deps.tell({ type: "recording.ended", interactionId, recordingId, ...outcome });
    });
    this.closing.add(closed);
  }
}

const tapOf = (recordingId: string) => ({ spoken: `${recordingId}.spoken`, heard: `${recordingId}.heard` });

import type { RecordingTap, Room } from "@patchbay/media";
import { type RecordingEndCause, type RecordingFileKind, RecordingWriter } from "@patchbay/media/recording";
import type { VoiceEvent } from "@patchbay/protocol";
import type { MailboxListener } from "./mailbox-listener.js";
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

/** A message that is being left. */
export interface MailboxRecording {
  /** The words so far, from the tone on. */
  readonly listener: MailboxListener;
  /** It cannot be gone on with: the disk, or no key. */
  readonly failed: () => void;
}

interface Running {
  readonly shown: Omit<RecordingShown, "kind"> & { readonly kind: RecordingFileKind };
  readonly file: string;
  /** `null`: the key is still being read. */
  writer: RecordingWriter | null;
  /** Of a mailbox; then no picture lists it. */
  readonly mailbox: MailboxRecording | null;
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
    for (const [recordingId, { mailbox }] of [...this.running])
      if (mailbox === null && !wanted.has(recordingId)) this.end(recordingId, "stopped");
    for (const each of shown) {
      if (this.over.has(each.recordingId)) continue;
      const known = this.running.get(each.recordingId);
      if (known === undefined) this.begin(each, agentOf(each.legId), null);
      else {
        this.running.set(each.recordingId, { ...known, shown: each });
        known.writer?.setPaused(each.paused);
      }
    }
  }

  /** From now on, what this leg says is a message; `endMailbox`, or the end of the call, is its end. */
  beginMailbox(recordingId: string, legId: string, mailbox: MailboxRecording): void {
    if (this.over.has(recordingId) || this.running.has(recordingId)) return;
    this.begin({ recordingId, legId, kind: "voicemail", paused: false }, null, mailbox);
    if (!this.running.has(recordingId)) mailbox.failed();
  }

  endMailbox(recordingId: string): void {
    this.end(recordingId, "stopped");
  }

  /** Where they listen, for the picture of who hears whom. */
  get taps(): readonly RecordingTap[] {
    return [...this.running.values()].map(({ shown: { recordingId, legId, paused }, mailbox }) => ({
      agent: legId,
      ...tapOf(recordingId),
      paused,
      ...(mailbox !== null && { alone: true }),
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

  private begin(shown: Running["shown"], agentId: string | null, mailbox: MailboxRecording | null): void {
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
    const running: Running = { shown, file, writer: null, mailbox };
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
        const sink = mailbox === null ? writer : mailbox.listener.before(writer);
        this.deps.room.addRecording(recordingId, { ...tapOf(recordingId), sink });
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
    if (running.mailbox !== null && cause !== "stopped") running.mailbox.failed();
    const { interactionId } = this.deps;
    const nothing = { cause, durationMs: 0, bytes: 0, sha256: "" };
    const written = running.writer?.close(cause) ?? Promise.resolve(nothing);
    const closed = written
      .then((outcome) =>
        running.mailbox?.listener.worthKeeping === false ? this.discard(running, nothing) : outcome,
      )
      .then((outcome) => {
        this.closing.delete(closed);
        this.deps.tell({ type: "recording.ended", interactionId, recordingId, ...outcome });
      });
    this.closing.add(closed);
  }

  /** Nobody is to listen to a caller who said nothing. */
  private async discard<Outcome>({ file, shown }: Running, nothing: Outcome): Promise<Outcome> {
    await this.deps.store
      .delete(file)
      .catch((cause: unknown) => this.deps.trouble(`recording ${shown.recordingId}: ${String(cause)}`));
    return nothing;
  }
}

const tapOf = (recordingId: string) => ({ spoken: `${recordingId}.spoken`, heard: `${recordingId}.heard` });

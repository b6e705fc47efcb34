import type { RecordingEndCause, RecordingFileKind } from "@patchbay/media/recording";

/**
 *  recording ──▶ kept ──▶ deleted
 *      ├──▶ nothing    it has no sound: the disk refused it, or it was over at once
 *      └──▶ missing    there is no file any more, and nobody deleted it
 */
export type RecordingState = "recording" | "kept" | "nothing" | "missing" | "deleted";

/** `cut_off`: whoever wrote it has ended in the middle. */
export type RecordingCause = RecordingEndCause | "cut_off";

/** What is known of one recording; the sound is in its file. */
export interface RecordingRow {
  readonly recordingId: string;
  readonly interactionId: string;
  readonly legId: string;
  /** Whose part of the call it is; of a message in a mailbox, whose mailbox, `null`: the service's. */
  readonly agentId: string | null;
  /** When it began; `null`: its interaction was not known any more. Of a message, the mailbox's. */
  readonly serviceId: string | null;
  readonly kind: RecordingFileKind;
  /** Below the folder of recordings. */
  readonly file: string;
  readonly state: RecordingState;
  readonly cause: RecordingCause | null;
  readonly startedAt: number;
  readonly durationMs: number;
  readonly bytes: number;
  readonly sha256: string;
  /** Somebody needs it: no rule deletes it. */
  readonly held: boolean;
  readonly deletedAt: number | null;
}

export type NewRecording = Pick<
  RecordingRow,
  "recordingId" | "interactionId" | "legId" | "agentId" | "serviceId" | "kind" | "file" | "startedAt"
>;
export type RecordingEnd = Pick<RecordingRow, "cause" | "durationMs" | "bytes" | "sha256"> & {
  readonly state: Exclude<RecordingState, "recording" | "deleted">;
};

/** How long a service keeps its recordings, and who may hear them. */
export interface RecordingRule {
  /** `null`: for ever. */
  readonly retentionDays: number | null;
  /** The same of voice signatures, accepted or not. */
  readonly signatureDays: number | null;
  /** Whether agents may listen to their own. */
  readonly agentsListen: boolean;
  /** Who may take a copy away: nobody but administrators, supervisors as well, or everybody who may listen. */
  readonly download: "nobody" | "supervisors" | "listeners";
}

export const recordingRuleDefault: RecordingRule = {
  retentionDays: 90,
  signatureDays: 3_650,
  agentsListen: true,
  download: "supervisors",
};

export type AccessKind =
  | "listened"
  | "downloaded"
  | "held"
  | "released"
  | "deleted"
  // Of voice signatures: what became of it, and who took its evidence package away.
  | "accepted"
  | "redone"
  | "evidence";

/** Who did what to a recording, and from where. */
export interface RecordingAccess {
  readonly at: number;
  readonly what: AccessKind;
  readonly recordingId: string;
  readonly interactionId: string;
  /** `null`: the rule of its service. */
  readonly agentId: string | null;
  readonly address: string | null;
}

/** Rows of one center. Every method is one transaction. */
export interface RecordingRows {
  /** Told twice, it is added once. */
  add(recording: NewRecording): Promise<void>;
  /** Only of one that is still being written: the first end counts. */
  end(recordingId: string, end: RecordingEnd): Promise<void>;
  byId(recordingId: string): Promise<RecordingRow | undefined>;
  /** Oldest first. */
  ofInteraction(interactionId: string): Promise<RecordingRow[]>;
  /** In this state, by id, after `after`. */
  inState(
    state: RecordingState,
    options: { readonly after: string; readonly limit: number },
  ): Promise<RecordingRow[]>;
  /** Those of these that have a row. */
  known(recordingIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Kept ones whose service's time for them is over at this moment, oldest first, none that is held. */
  due(now: number, limit: number): Promise<RecordingRow[]>;
  /** Its file is gone; the row stays. */
  markDeleted(recordingId: string, at: number): Promise<void>;
  hold(recordingId: string, held: boolean): Promise<void>;
  rules(): Promise<ReadonlyMap<string, RecordingRule>>;
  putRule(serviceId: string, rule: RecordingRule): Promise<void>;
  addAccess(access: RecordingAccess): Promise<void>;
  /** Newest first. */
  accessesOf(recordingId: string, limit: number): Promise<RecordingAccess[]>;
  waveform(recordingId: string): Promise<Buffer | undefined>;
  saveWaveform(recordingId: string, waveform: Buffer): Promise<void>;
}

const DAY_MS = 86_400_000;

/** When a rule deletes what began then; `null`: never. */
export function deletedAfter(
  { startedAt, kind }: Pick<RecordingRow, "startedAt" | "kind">,
  rule: RecordingRule,
): number | null {
  const days = kind === "signature" ? rule.signatureDays : rule.retentionDays;
  return days === null ? null : startedAt + days * DAY_MS;
}

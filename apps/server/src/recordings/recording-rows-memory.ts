import {
  deletedAfter,
  type NewRecording,
  type RecordingAccess,
  type RecordingEnd,
  type RecordingRow,
  type RecordingRows,
  type RecordingRule,
  type RecordingState,
  recordingRuleDefault,
} from "./recording-rows.js";

/** For tests: the same as in PostgreSQL, without one. */
export class MemoryRecordingRows implements RecordingRows {
  private readonly recordings = new Map<string, RecordingRow>();
  private readonly waveforms = new Map<string, Buffer>();
  private readonly ruleOf = new Map<string, RecordingRule>();
  private readonly accesses: RecordingAccess[] = [];

  async add(recording: NewRecording): Promise<void> {
    if (this.recordings.has(recording.recordingId)) return;
    this.recordings.set(recording.recordingId, {
      ...recording,
      state: "recording",
      cause: null,
      durationMs: 0,
      bytes: 0,
      sha256: "",
      held: false,
      deletedAt: null,
    });
  }

  async end(recordingId: string, end: RecordingEnd): Promise<void> {
    this.change(recordingId, (row) => (row.state === "recording" ? { ...row, ...end } : row));
  }

  async byId(recordingId: string): Promise<RecordingRow | undefined> {
    return this.recordings.get(recordingId);
  }

  async ofInteraction(interactionId: string): Promise<RecordingRow[]> {
    return this.byAge().filter((row) => row.interactionId === interactionId);
  }

  async inState(
    state: RecordingState,
    { after, limit }: { readonly after: string; readonly limit: number },
  ): Promise<RecordingRow[]> {
    return [...this.recordings.values()]
      .filter((row) => row.state === state && row.recordingId > after)
      .sort((a, b) => (a.recordingId < b.recordingId ? -1 : 1))
      .slice(0, limit);
  }

  async known(recordingIds: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set(recordingIds.filter((id) => this.recordings.has(id)));
  }

  async due(now: number, limit: number): Promise<RecordingRow[]> {
    return this.byAge()
      .filter((row) => {
        const end = deletedAfter(row, this.ruleOf.get(row.serviceId ?? "") ?? recordingRuleDefault);
        return row.state === "kept" && !row.held && end !== null && end <= now;
      })
      .slice(0, limit);
  }

  async markDeleted(recordingId: string, at: number): Promise<void> {
    this.waveforms.delete(recordingId);
    this.change(recordingId, (row) => ({ ...row, state: "deleted", deletedAt: at }));
  }

  async hold(recordingId: string, held: boolean): Promise<void> {
    this.change(recordingId, (row) => ({ ...row, held }));
  }

  async rules(): Promise<ReadonlyMap<string, RecordingRule>> {
    return new Map(this.ruleOf);
  }

  async putRule(serviceId: string, rule: RecordingRule): Promise<void> {
    this.ruleOf.set(serviceId, rule);
  }

  async addAccess(access: RecordingAccess): Promise<void> {
    this.accesses.push(access);
  }

  async accessesOf(recordingId: string, limit: number): Promise<RecordingAccess[]> {
    return this.accesses
      .filter((access) => access.recordingId === recordingId)
      .reverse()
      .slice(0, limit);
  }

  async waveform(recordingId: string): Promise<Buffer | undefined> {
    return this.waveforms.get(recordingId);
  }

  async saveWaveform(recordingId: string, waveform: Buffer): Promise<void> {
    if (this.recordings.get(recordingId)?.state === "kept") this.waveforms.set(recordingId, waveform);
  }

  private byAge(): RecordingRow[] {
    return [...this.recordings.values()].sort(
      (a, b) => a.startedAt - b.startedAt || (a.recordingId < b.recordingId ? -1 : 1),
    );
  }

  private change(recordingId: string, to: (row: RecordingRow) => RecordingRow): void {
    const row = this.recordings.get(recordingId);
    if (row) this.recordings.set(recordingId, to(row));
  }
}

import type { TranscriptRecords } from "../center/transcript-records.js";
import type { MemoryStore } from "./memory-store.js";

/** Which links to transcripts are void, in memory. */
export class MemoryTranscripts implements TranscriptRecords {
  constructor(private readonly store: MemoryStore) {}

  async voidUntil(interactionId: string): Promise<number> {
    return this.store.voidTranscripts.get(interactionId) ?? 0;
  }

  async makeVoid(interactionId: string, at: number): Promise<void> {
    this.store.voidTranscripts.set(interactionId, Math.max(at, await this.voidUntil(interactionId)));
  }
}

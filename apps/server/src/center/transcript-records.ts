/** Links to transcripts are stored nowhere; when those of a chat were made void is (decision 0325). */
export interface TranscriptRecords {
  /** Links that were given up to this moment lead nowhere; 0: none were made void. Milliseconds since 1970. */
  voidUntil(interactionId: string): Promise<number>;
  makeVoid(interactionId: string, at: number, by: string): Promise<void>;
}

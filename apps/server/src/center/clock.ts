/** Time and chance as the edges know them. The process uses the real ones, the simulated day its own. */
export interface Clock {
  /** Milliseconds since 1970 UTC. */
  now(): number;
  /** Calls back once, never earlier than `delayMs` from now. Returns how to call it off. */
  after(delayMs: number, run: () => void): () => void;
}

export interface Ids {
  /** A new unguessable id: 128 random bits as 22 characters of base64url. */
  next(): string;
}

/** A moment, in whole milliseconds since 1970 UTC. It arrives with a command; the core never reads a clock. */
export type Instant = number;

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;

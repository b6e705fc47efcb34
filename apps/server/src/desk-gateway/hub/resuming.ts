/** A desk that missed more events than this gets a snapshot: it is not larger by then. */
export const EVENTS_TO_RESUME_MAX = 5_000;

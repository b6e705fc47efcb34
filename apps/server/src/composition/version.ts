/** Told by GET version of the messaging API; the same as in package.json, which a test compares. */
export const VERSION = "0.1.0";

/** What is being typed at the cursor and asks for a list: a canned response behind a slash, an emoji behind a colon. */
export interface Trigger {
  readonly kind: "canned" | "emoji";
  /** Where its sign stands. */
  readonly start: number;
  /** The cursor: where what is typed ends. */
  readonly end: number;
  readonly query: string;
}

const AT_CURSOR = /(?:^|\s)([/:])([\p{L}\p{N}_+-]*)$/u;
/** ":)" and "10:30" are no search: a colon asks for emoji only with letters behind it. */
const EMOJI_LETTERS_MIN = 2;

/** Only at the start of a word: "and/or" and an address mean what they say. */
export function triggerAt(text: string, cursor: number): Trigger | null {
  const match = AT_CURSOR.exec(text.slice(0, cursor));
  if (match === null) return null;
  const [, sign, query = ""] = match;
  const kind = sign === "/" ? "canned" : "emoji";
  if (kind === "emoji" && (query.length < EMOJI_LETTERS_MIN || !/^\p{L}/u.test(query))) return null;
  return { kind, start: cursor - query.length - 1, end: cursor, query };
}

/**
 * What people and programs send as text, made fit to be kept: a database refuses NUL and half characters (UTF-16
 * surrogates without their other half), and one refused text would hold up everything that is stored with it.
 */

/** Without what no text of people holds: control characters and half characters. */
export const cleanText = (text: string): string =>
  text
    .replace(/\p{Surrogate}/gu, "\ufffd")
    .replace(/\r\n?/g, "\n")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is being removed.
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "");

/** Without what no database takes, and otherwise as it is, also its ends of lines: what every text of a request goes through. */
export const storableText = (text: string): string =>
  text.replace(/\p{Surrogate}/gu, "\ufffd").replaceAll("\0", "");

/** The same for every text of an input, the names of its fields included. @returns the very input when nothing was to do */
export function storable(input: unknown): unknown {
  if (typeof input === "string") return storableText(input);
  if (Array.isArray(input)) {
    const rows = input.map(storable);
    return rows.every((row, at) => row === input[at]) ? input : rows;
  }
  if (typeof input !== "object" || input === null) return input;
  const fields = Object.entries(input).map(
    ([key, value]) => [key, storableText(key), storable(value)] as const,
  );
  const isSame = fields.every(([key, name, value]) => key === name && value === (input as never)[key]);
  return isSame ? input : Object.fromEntries(fields.map(([, name, value]) => [name, value]));
}

/** At most `max` UTF-16 units of a clean text. A character that would be cut in half is left out. */
export function cutText(text: string, max: number): string {
  const cut = text.slice(0, max);
  return /[\ud800-\udbff]$/.test(cut) && cut.length < text.length ? cut.slice(0, -1) : cut;
}

/**
 * Whether a text from outside can be the id of anything. Ours are base64url; a little more is let through for ids of
 * a configuration. What fails names nothing, so whoever looks it up need not ask the store, which would refuse it.
 */
export const isPossibleId = (id: string): boolean => /^[\x21-\x7e]{1,200}$/.test(id);

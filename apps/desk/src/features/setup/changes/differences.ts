/** One field of a form that is another afterwards. */
export interface Difference {
  /** Names and numbers from the form inwards: `["steps", "2", "name"]`. */
  readonly path: readonly string[];
  /** A text, number or yes and no; `undefined`: there is no such field. */
  readonly before: unknown;
  readonly after: unknown;
}

/** How many are shown; a scenario may differ in hundreds. */
export const DIFFERENCES_MAX = 60;

/**
 * What differs between two forms, field by field, in the order of the form. A whole form that came or went differs in all
 * that it has.
 */
export function differencesOf(before: unknown, after: unknown): readonly Difference[] {
  const found: Difference[] = [];
  compare([], before ?? undefined, after ?? undefined, found);
  return found;
}

function compare(path: readonly string[], before: unknown, after: unknown, found: Difference[]): void {
  const keys = [...new Set([...keysOf(after), ...keysOf(before)])];
  if (keys.length === 0) {
    if (printOf(before) !== printOf(after)) found.push({ path, before: leaf(before), after: leaf(after) });
    return;
  }
  for (const key of keys) compare([...path, key], inside(before, key), inside(after, key), found);
}

/** Lists of plain words are shown as one: "en, de". */
const isWords = (value: unknown): value is readonly (string | number)[] =>
  Array.isArray(value) && value.every((one) => typeof one === "string" || typeof one === "number");

const keysOf = (value: unknown): readonly string[] =>
  typeof value === "object" && value !== null && !isWords(value) ? Object.keys(value) : [];

const inside = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;

/** Nothing and an empty list are the same to whoever reads it. */
const leaf = (value: unknown): unknown =>
  value === null || (typeof value === "object" && keysOf(value).length === 0 && !isWords(value))
    ? undefined
    : value;

const printOf = (value: unknown): string => JSON.stringify(leaf(value) ?? null);

/** `answerTimeoutMs` as people say it: "Answer timeout". */
export function fieldInWords(name: string): string {
  const words = name
    .replace(/(Ms|Id|Ids)$/, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

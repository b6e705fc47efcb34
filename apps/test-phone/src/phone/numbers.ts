/** What the demo's network does with a number by its last digits, so that failures can be had when they are wanted. */
export type Line = "answers" | "busy" | "no_answer" | "unknown";

export function lineOf(number: string): Line {
  if (number.endsWith("486")) return "busy";
  if (number.endsWith("480")) return "no_answer";
  if (number.endsWith("404")) return "unknown";
  return "answers";
}

/** @returns what is dialled, or `undefined` when it is no number. */
export function dialled(text: string): string | undefined {
  const bare = text.replace(/[\s()./-]/g, "");
  return /^\+?[0-9*#]{1,30}$/.test(bare) ? bare : undefined;
}

/** The same line, however it is written: by its last digits, as people leave country codes away. */
export function isSameNumber(one: string, other: string): boolean {
  const [a, b] = [one, other].map((number) => number.replace(/\D/g, ""));
  if (a === undefined || b === undefined || a === "" || b === "") return false;
  const [shorter, longer] = a.length < b.length ? [a, b] : [b, a];
  return shorter.length >= 7 ? longer.endsWith(shorter) : shorter === longer;
}

/** What is missing in fields that nobody has come to yet is not told. */
export function touched(
  problems: Readonly<Record<string, string>>,
  was: object,
  draft: object,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(problems).filter(([path]) => {
      const before = fieldAt(was, path);
      const now = fieldAt(draft, path);
      // A row that was added a moment ago is empty, and so far nobody's mistake.
      return JSON.stringify(before) !== JSON.stringify(now) && !(before === undefined && now === "");
    }),
  );
}

/** What a form has where its schema has a problem: a text where the schema has a list of what is in it. */
function fieldAt(draft: object, path: string): unknown {
  let at: unknown = draft;
  for (const part of path.split(".")) {
    if (typeof at !== "object" || at === null) return at;
    at = new Map(Object.entries(at)).get(part);
  }
  return at;
}

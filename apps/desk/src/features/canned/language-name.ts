const names = new Intl.DisplayNames(["en"], { type: "language", fallback: "code" });

/** "Spanish" for "es". */
export function languageName(tag: string): string {
  try {
    return names.of(tag) ?? tag;
  } catch {
    // No tag at all: as it was written.
    return tag;
  }
}

import type { WidgetLanguage } from "@patchbay/protocol";

/** The first of what the page, then the visitor wish for that is offered; else the first offered. */
export function languageFor(
  offered: readonly WidgetLanguage[],
  page: string,
  visitor: readonly string[],
): WidgetLanguage {
  for (const wish of [page, ...visitor]) {
    const base = wish.toLowerCase().split("-")[0];
    const found = offered.find((language) => language === base);
    if (found !== undefined) return found;
  }
  return offered[0] ?? "en";
}

/** In the language, or in the first that there is. */
export function textIn(
  texts: Readonly<Partial<Record<WidgetLanguage, string>>>,
  language: WidgetLanguage,
  offered: readonly WidgetLanguage[],
): string {
  const found = [language, ...offered].map((each) => texts[each]).find((text) => text !== undefined);
  return found ?? Object.values(texts)[0] ?? "";
}

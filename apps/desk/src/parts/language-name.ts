import i18next from "i18next";

/** The language of the desk's own words, by its code. */
export const deskLanguage = (): string => i18next.language ?? "en";

/** In whose way dates are written: English ones as in London, with the day before the month. */
export const dateLocale = (): string => (deskLanguage() === "en" ? "en-GB" : deskLanguage());

/**
 * Makes a format once for each language that the desk is shown in.
 * @param make from the language's code
 * @param locale which code that is
 * @returns the format of the language that is shown now
 */
export function perLanguage<Format>(
  make: (locale: string) => Format,
  locale: () => string = deskLanguage,
): () => Format {
  const made = new Map<string, Format>();
  return () => {
    const now = locale();
    const format = made.get(now) ?? make(now);
    made.set(now, format);
    return format;
  };
}

/** What a language is called in the desk's language. */
export const languageName = (code: string): string => names().of(code) ?? code;
const names = perLanguage((locale) => new Intl.DisplayNames([locale], { type: "language" }));

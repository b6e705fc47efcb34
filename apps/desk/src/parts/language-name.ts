/** The language of the desk's own words, by its code. */
export const deskLanguage = (): string => document.documentElement.lang || "en";

/** What a language is called in the desk's language. */
export const languageName = (code: string): string =>
  new Intl.DisplayNames([deskLanguage()], { type: "language" }).of(code) ?? code;

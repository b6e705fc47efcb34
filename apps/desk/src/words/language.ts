import { deskLanguages, type Preferences } from "@patchbay/protocol";
import i18next from "i18next";

export type Language = (typeof deskLanguages)[number];
export type LanguageChoice = Preferences["language"];

/** In this browser: the sign-in page comes before anybody's preferences are known. */
const KEPT = "patchbay.language";

/** Loaded when somebody reads them: English comes with the desk, and carries no other language's bytes. */
const catalogues = {
  de: async () => (await import("./de/index.js")).de,
} as const satisfies Record<Exclude<Language, "en">, () => Promise<unknown>>;

const isLanguage = (code: string | null | undefined): code is Language =>
  deskLanguages.some((language) => language === code);

/** @param preferred as `navigator.languages`. @returns the first of them that the desk has, else English */
export function languageOf(choice: LanguageChoice, preferred: readonly string[]): Language {
  if (choice !== null) return choice;
  return preferred.map((tag) => tag.split("-")[0]?.toLowerCase()).find(isLanguage) ?? "en";
}

/** As the browser is set; none where there is no browser, as in tests. */
const preferred = (): readonly string[] => (typeof navigator === "undefined" ? [] : navigator.languages);

let wanted: Language = "en";

/**
 * Shows the desk in a language from now on, without a reload: what is typed stays. A language that cannot be
 * loaded leaves the desk as it is.
 * @param choice `null`: as the browser
 */
export async function showLanguage(choice: LanguageChoice): Promise<void> {
  const language = languageOf(choice, preferred());
  wanted = language;
  keep(choice);
  if (language === i18next.language) return;
  try {
    if (language !== "en" && !i18next.hasResourceBundle(language, "translation")) {
      i18next.addResourceBundle(language, "translation", await catalogues[language]());
    }
  } catch {
    return;
  }
  // Somebody may have chosen another one while this was loading.
  if (wanted !== language) return;
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}

/** As it was chosen last in this browser; `null` when nothing was, or storage is off. */
export function keptLanguage(): LanguageChoice {
  try {
    const kept = localStorage.getItem(KEPT);
    return isLanguage(kept) ? kept : null;
  } catch {
    return null;
  }
}

function keep(choice: LanguageChoice): void {
  try {
    if (choice === null) localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, choice);
  } catch {
    // Storage is full or switched off: the sign-in page is in the browser's language then.
  }
}

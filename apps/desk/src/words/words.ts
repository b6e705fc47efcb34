import i18next from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";
import { en } from "./en/index.js";

/** One catalogue of words for the whole desk; a language is a file like `en`. */
void i18next.use(initReactI18next).init({
  lng: "en",
  fallbackLng: "en",
  resources: { en: { translation: en } },
  interpolation: { escapeValue: false },
  returnNull: false,
});

/** Looks a word up by its path, e.g. `t("offer.accept")`, with `{{name}}` filled in. */
export const useWords = () => useTranslation().t;
export const word = i18next.t.bind(i18next);

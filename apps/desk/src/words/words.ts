import i18next from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";
import { en } from "./en/index.js";
import { isolated } from "./isolated.js";

/** Keys that sentences name, until the user's own are known. */
const usualKeys = {
  keyAccept: "F2",
  keyReject: "F4",
  keyHelp: "?",
  keySupervise: "Alt+V",
  keyPhone: "Alt+P",
};

/** One catalogue of words for the whole desk; a language is a file like `en`. */
void i18next.use(initReactI18next).init({
  lng: "en",
  fallbackLng: "en",
  resources: { en: { translation: en } },
  // React escapes for HTML by itself; what is filled in is only kept from turning the sentence around it.
  interpolation: { escapeValue: true, escape: isolated, defaultVariables: { ...usualKeys } },
  returnNull: false,
});

/** Before a part of Set-up is shown. */
export async function loadSetupWords(): Promise<void> {
  const { setupParts } = await import("./en/setup-parts.js");
  i18next.addResourceBundle("en", "translation", setupParts, true);
}

/** Before anything of a request for help is shown. */
export async function loadAssistanceWords(): Promise<void> {
  const { assistance } = await import("./en/assistance.js");
  i18next.addResourceBundle("en", "translation", { assistance }, true);
}

/** Before the room of records is shown. */
export async function loadRecordsWords(): Promise<void> {
  const { recordsRoom } = await import("./en/records-room.js");
  i18next.addResourceBundle("en", "translation", { records: recordsRoom }, true);
}

/** Before the supervisors' room is shown. */
export async function loadSuperviseWords(): Promise<void> {
  const { superviseParts } = await import("./en/supervise-parts.js");
  i18next.addResourceBundle("en", "translation", superviseParts, true);
}

/** Looks a word up by its path, e.g. `t("offer.accept")`, with `{{name}}` filled in. */
export const useWords = () => useTranslation().t;
export const word = i18next.t.bind(i18next);

/** What sentences call the keys from now on. */
export function nameKeys(keys: typeof usualKeys): void {
  Object.assign(i18next.options.interpolation ?? {}, { defaultVariables: keys });
}

import type { WidgetLanguage } from "@patchbay/protocol";
import { de } from "./de.js";
import { en, type Words } from "./en.js";
import { es } from "./es.js";
import { fr } from "./fr.js";

/** All of them together are smaller than one picture of an agent. */
export const panelWords: Readonly<Record<WidgetLanguage, Words>> = { en, de, es, fr };

/** @returns the sentence with its values in */
export function filled(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

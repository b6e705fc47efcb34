import type { emoji as en } from "../en/emoji.js";
import type { Translation } from "../translation.js";

export const emoji = {
  open: "Emojis",
  openTitle: "Emojis, oder tippen Sie : und ein Wort",
  panel: "Emojis",
  search: "Suchen (englisch), etwa: smile, car, thanks",
  suggestions: "Emojis zu dem, was Sie tippen",
  found_one: "{{count}} Emoji. Enter fügt es ein, Escape schließt die Liste.",
  found_other: "{{count}} Emojis. Pfeiltasten wählen, Enter fügt ein, Escape schließt die Liste.",
  groups: "Arten von Emojis",
  recent: "Zuletzt benutzt",
  noRecent: "Was Sie benutzen, steht dann hier.",
  notFound: "Kein Emoji heißt so.",
  loading: "Wird geladen",
  failed: "Die Emojis konnten nicht geladen werden. Schließen Sie das, und öffnen Sie es noch einmal.",
  group: {
    smileys: "Gesichter und Gefühle",
    people: "Menschen und Hände",
    nature: "Tiere und Natur",
    food: "Essen und Trinken",
    travel: "Reisen und Orte",
    activities: "Aktivitäten",
    objects: "Gegenstände",
    symbols: "Symbole",
    flags: "Flaggen",
  },
} satisfies Translation<typeof en>;

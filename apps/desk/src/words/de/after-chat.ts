import type { afterChat as en } from "../en/after-chat.js";
import type { Translation } from "../translation.js";

export const afterChat = {
  survey: "Umfrage",
  asks: "Kunden fragen, wie der Chat war",
  asksHint:
    "Ein bis fünf Sterne, in der App, bis 24 Stunden nach dem Ende. Auf Chats, die niemand beantwortet hat, folgt sie nicht.",
  question: "Frage",
  language: "Sprache",
  languageHint: "Etwa en oder de-AT",
  firstHint: "Die erste sehen alle, deren Sprache nicht in der Liste steht.",
  add: "Sprache hinzufügen",
  remove: "Frage in {{language}} entfernen",
  unnamed: "dieser Sprache",
  comment: "Auch um Worte bitten",
  commentHint:
    "Kunden können sie weglassen. Was die Maskierung dieses Eingangs verbirgt, wird auch dort verborgen.",
  transcript: "Mitschrift",
  links: "Links zur Mitschrift geben",
  linksHint:
    "Dem Kunden nach dem Chat, und Agenten zum Senden. Ausgeschaltet führen schon gegebene Links nirgendwohin.",
  days: "Lesbar für",
  daysUnit: "Tage",
  stars: "Sterne und Worte",
  starsOnly: "Sterne",
  off: "Nicht gefragt",
  noLinks: "Keine Links",
  forDays_one: "Links für {{count}} Tag",
  forDays_other: "Links für {{count}} Tage",
  saved: "Was auf Chats von „{{name}}“ folgt, ist gesichert.",
  applies: "Gilt für Chats, die ab jetzt enden.",
  conflict: "{{who}} hat diesen Service inzwischen geändert ({{when}}).",
  problem: {
    question: "Schreiben Sie die Frage, höchstens 200 Zeichen.",
    language: "Schreiben Sie eine Sprache wie en oder de-AT.",
    twice: "Diese Sprache ist schon da.",
    days: "Von 1 bis 365 Tagen.",
  },
  insertLink: "Link zur Mitschrift einfügen",
  linkText: "Die Mitschrift dieses Chats: {{url}}",
  linkFailed: "Gerade gibt es keinen Link: {{why}}",
  gave_one: "{{customer}} gab {{count}} Stern",
  gave_other: "{{customer}} gab {{count}} Sterne",
} satisfies Translation<typeof en>;

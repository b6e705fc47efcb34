import type { masking as en } from "../en/masking.js";
import type { Translation } from "../translation.js";

export const masking = {
  mark: "Maskiert",
  markHint: "Vor dem Speichern wurde etwas verborgen, etwa eine Kartennummer. Niemand kann es zurückholen.",
  what: "Was verborgen wird",
  cards: "Nummern von Zahlungskarten",
  cardsHint: "13 bis 19 Ziffern, die die Prüfung für Kartennummern bestehen, mit oder ohne Leerzeichen.",
  lastFour: "Die letzten vier Ziffern stehen lassen",
  lastFourHint: "Damit man erkennt, welche Karte gemeint ist.",
  socialSecurity: "US-Sozialversicherungsnummern",
  socialSecurityHint: "Etwa 123-45-6789, und neun Ziffern hinter den Buchstaben SSN.",
  own: "Eigene Ausdrücke",
  ownHint: "Reguläre Ausdrücke nach RE2: ohne Umschau und Rückverweise.",
  expressionName: "Name",
  pattern: "Ausdruck",
  add: "Ausdruck hinzufügen",
  remove: "{{name}} entfernen",
  unnamed: "diesen Ausdruck",
  nameMissing: "Geben Sie ihm einen Namen.",
  problems: {
    empty: "Tippen Sie einen Ausdruck, oder entfernen Sie ihn.",
    too_long: "Er ist zu lang: höchstens 500 Zeichen.",
    too_large:
      "Er ist zu groß, um auf jede Nachricht angewandt zu werden. Verlangen Sie weniger Wiederholungen.",
    matches_nothing_written:
      "Er findet auch leeren Text und damit alles. Verlangen Sie mindestens ein Zeichen.",
    not_understood:
      "Das ist kein Ausdruck nach RE2. Suchen Sie eine Klammer ohne Gegenstück, Umschau oder Rückverweise.",
  },
  try: "Ausprobieren",
  tryLabel: "Ein Text, wie ein Kunde ihn schreiben könnte",
  tryHint: "Er wird nirgends aufbewahrt.",
  tryEmpty: "Was davon übrig bleibt, steht hier beim Tippen.",
  tryNothing: "Darin wird nichts verborgen.",
  left: "Was aufbewahrt wird",
  off: "Nichts wird verborgen",
  count_one: "{{count}} eigener",
  count_other: "{{count}} eigene",
  applies: "Gilt für die nächste Nachricht. Was schon gespeichert ist, bleibt.",
  saved: "Was „{{name}}“ verbirgt, ist gesichert.",
  conflict: "{{who}} hat diesen Eingang inzwischen geändert ({{when}}).",
} satisfies Translation<typeof en>;

import type { pop as en } from "../en/pop.js";
import type { Translation } from "../translation.js";

export const pop = {
  tab: "Seiten",
  pages: "Seiten",
  missing:
    "{{label}} wird nicht geöffnet: Niemand kennt {{values}}. Tragen Sie es beim Kontakt ein, und sehen Sie noch einmal nach.",
  notListed: "{{label}} wird nicht geöffnet: Die Adresse steht nicht auf der Liste dieses Service.",
  refused: "{{label}} lässt sich hier nicht zeigen.",
  late: "Diese Seite ist noch nicht geladen. Vielleicht lädt sie in einem eigenen Tab.",
  loading: "Wird geladen …",
  unknown:
    "Der Server konnte nicht fragen, ob diese Seite hier gezeigt werden darf. Bleibt sie leer, öffnen Sie sie in einem Tab.",
  again: "Noch einmal nachsehen",
  newTab: "In einem Tab öffnen",
  set: {
    pages: "Seiten",
    pagesHint:
      "Variablen wie customer.account stehen in doppelten geschweiften Klammern. Hinter einem | steht, was ohne Wert genommen wird; ohne das wartet die Seite auf den Wert.",
    label: "Name",
    labelMissing: "Geben Sie dieser Seite einen Namen.",
    url: "Adresse",
    when: "Öffnet sich",
    offered: "Wenn es klingelt",
    answered: "Wenn angenommen",
    stays: "Offen bleiben, während das Ergebnis geschrieben wird",
    add: "Seite hinzufügen",
    remove: "{{name}} entfernen",
    unnamed: "Seite",
    origins: "Ursprünge, die gezeigt werden dürfen, einer je Zeile",
    originsHint: "Etwa https://crm.example.com. Nur Seiten von dort stehen im Arbeitsplatz.",
    badOrigin: "{{origin}} ist kein Ursprung. Schreiben Sie https:// und den Host, ohne Pfad.",
    text: "Text neben dem Vorgang",
    textHint: "Für jeden Vorgang dieses Service; Variablen wie in Adressen.",
    badText: "{{variable}} ist keine Variable.",
    variables: "Variablen",
    try: "Ausprobieren",
    tryHint: "Mit Beispielwerten. Nichts wird geöffnet.",
    count_one: "{{count}} Seite",
    count_other: "{{count}} Seiten",
    textOnly: "Ein Text",
    off: "Nichts",
    what: "Was gezeigt wird",
    saved: "{{name}} ist gesichert. Es gilt für Vorgänge, die ab jetzt kommen.",
    conflict:
      "{{who}} hat das geändert. Nehmen Sie das Neueste, oder kopieren Sie zuerst, was Sie getippt haben.",
    applies: "Gilt für Vorgänge, die nach dem Sichern kommen.",
    problems: {
      empty: "Geben Sie eine Adresse ein.",
      not_an_address: "Das ist keine Adresse. Sie beginnt mit https://.",
      not_secure: "Nur https-Adressen, und http auf diesem Rechner.",
      variable_in_host: "Vor dem Pfad darf keine Variable stehen.",
      unknown_variable: "Eine Variable darin kennt niemand.",
      origin_not_listed: "Ihr Ursprung steht nicht auf der Liste unten.",
    },
  },
} satisfies Translation<typeof en>;

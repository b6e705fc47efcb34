import type { assistance as en } from "../en/assistance.js";
import type { Translation } from "../translation.js";

export const assistance = {
  reasons: {
    question: "Eine Frage",
    approval: "Eine Freigabe",
    upset_customer: "Der Kunde ist aufgebracht",
    technical: "Etwas funktioniert nicht",
    other: "Etwas anderes",
  },
  ask: {
    title: "Um Hilfe mit {{name}} bitten",
    what: "Supervisoren sehen es sofort, können mitlesen oder mithören und Ihnen zuflüstern. Der Kunde erfährt nichts davon.",
    reason: "Worum geht es?",
    text: "Was sollte man wissen? (freiwillig)",
    example: "Zum Beispiel: Mietwagen für 21 Tage, der Vertrag hat 14",
    yes: "Um Hilfe bitten",
    no: "Abbrechen",
  },
  bar: {
    asked: "Sie haben um Hilfe gebeten. Noch ist niemand da.",
    withYou: "{{name}} ist bei Ihnen.",
    asks: "{{name}} bittet um Hilfe.",
    lookedAfter: "{{name}} kümmert sich darum.",
    withdraw: "Zurücknehmen",
    takeOver: "Übernehmen",
  },
  resolve: {
    open: "Erledigt",
    whom: "Erledigt: die Bitte von {{name}}",
    text: "Ein Wort für den Agenten (freiwillig)",
    yes: "Erledigt",
  },
  list: {
    title: "Hilfe gewünscht",
    open_one: "{{count}} Agent bittet um Hilfe.",
    open_other: "{{count}} Agenten bitten um Hilfe.",
    of: "{{name}} bittet um Hilfe",
    chat: "Chat mit {{customer}}",
    call: "Anruf mit {{customer}}",
    yours: "Sie kümmern sich darum.",
    help: "Flüstern",
    open_: "Öffnen",
    helpWhom: "{{name}} helfen: mitlesen oder mithören und flüstern",
    more_one: "{{count}} weitere",
    more_other: "{{count}} weitere",
    fewer: "Weniger zeigen",
  },
} satisfies Translation<typeof en>;

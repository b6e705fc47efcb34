import type { recorder as en } from "../en/recorder.js";
import type { Translation } from "../translation.js";

export const recorder = {
  label: "Rekorder",
  record: "Aufnehmen",
  stop: "Stopp",
  listen: "Anhören",
  stopListening: "Anhören beenden",
  again: "Neu aufnehmen",
  keep: "Behalten",
  keeping: "Wird gesichert",
  level: "Aufnahmepegel",
  idle: "Bis {{max}}. Ihr Mikrofon ist nur während der Aufnahme offen.",
  asks: "Bis {{max}}. Ihr Browser fragt gleich nach dem Mikrofon.",
  opening: "Mikrofon wird geöffnet",
  recording: "Aufnahme läuft. Sprechen Sie jetzt.",
  recorded: "Aufgenommen: {{length}}",
  full: "Aufgenommen: {{length}}, länger geht es nicht",
  silent: "Es war nichts zu hören. Ist das Mikrofon am Headset ausgeschaltet?",
  empty: "Das war zu kurz. Nehmen Sie noch einmal auf.",
  inCall: "Nicht während eines Anrufs: Die andere Seite würde Sie hören.",
  denied:
    "Der Browser lässt Patchbay das Mikrofon nicht benutzen. Erlauben Sie es links in der Adresszeile, und nehmen Sie noch einmal auf.",
  unsupported: "Dieser Browser kann nicht aufnehmen. Laden Sie stattdessen eine Datei hoch.",
  cannotListen: "Die Aufnahme lässt sich hier nicht abspielen.",
} satisfies Translation<typeof en>;

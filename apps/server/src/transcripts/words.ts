import type { WidgetLanguage } from "@patchbay/protocol";

/** What the page of a transcript says itself, in the languages in which customers are spoken to. */
export interface TranscriptWords {
  /** For dates and times. */
  readonly locale: string;
  readonly title: (company: string) => string;
  readonly you: string;
  /** A stretch of time, both ends written already. */
  readonly fromTo: (from: string, to: string) => string;
  readonly readableUntil: (day: string) => string;
  readonly nothing: string;
  readonly removed: string;
  readonly file: string;
  readonly position: string;
  readonly form: string;
  readonly secureForm: string;
  readonly askedToBeCalled: (number: string) => string;
  readonly missing: { readonly title: string; readonly head: string; readonly body: string };
}

export const transcriptWords: Readonly<Record<WidgetLanguage, TranscriptWords>> = {
  en: {
    locale: "en-GB",
    title: (company) => `Your chat with ${company}`,
    you: "You",
    fromTo: (from, to) => `${from} to ${to}`,
    readableUntil: (day) =>
      `Whoever has this address can read this page until ${day}. Print it or save it to keep it.`,
    nothing: "Nothing was written.",
    removed: "Removed",
    file: "File",
    position: "Position",
    form: "Form",
    secureForm: "Secure form",
    askedToBeCalled: (number) => `Asked to be called at ${number}`,
    missing: {
      title: "No transcript",
      head: "There is no transcript here",
      body: "The address is not complete, its time is over, or it was made void. Whoever gave it to you can give you a new one.",
    },
  },
  de: {
    locale: "de-DE",
    title: (company) => `Ihr Chat mit ${company}`,
    you: "Sie",
    fromTo: (from, to) => `${from} bis ${to}`,
    readableUntil: (day) =>
      `Wer diese Adresse hat, kann diese Seite bis zum ${day} lesen. Drucken oder speichern Sie sie, um sie zu behalten.`,
    nothing: "Es wurde nichts geschrieben.",
    removed: "Entfernt",
    file: "Datei",
    position: "Position",
    form: "Formular",
    secureForm: "Sicheres Formular",
    askedToBeCalled: (number) => `Bat um einen Anruf unter ${number}`,
    missing: {
      title: "Keine Mitschrift",
      head: "Hier ist keine Mitschrift",
      body: "Die Adresse ist nicht vollständig, ihre Zeit ist abgelaufen, oder sie wurde ungültig gemacht. Wer sie Ihnen gegeben hat, kann Ihnen eine neue geben.",
    },
  },
  es: {
    locale: "es-ES",
    title: (company) => `Su chat con ${company}`,
    you: "Usted",
    fromTo: (from, to) => `${from} a ${to}`,
    readableUntil: (day) =>
      `Quien tenga esta dirección puede leer esta página hasta el ${day}. Imprímala o guárdela para conservarla.`,
    nothing: "No se escribió nada.",
    removed: "Eliminado",
    file: "Archivo",
    position: "Posición",
    form: "Formulario",
    secureForm: "Formulario seguro",
    askedToBeCalled: (number) => `Pidió que le llamaran al ${number}`,
    missing: {
      title: "No hay transcripción",
      head: "Aquí no hay ninguna transcripción",
      body: "La dirección no está completa, ha caducado o se ha anulado. Quien se la dio puede darle una nueva.",
    },
  },
  fr: {
    locale: "fr-FR",
    title: (company) => `Votre conversation avec ${company}`,
    you: "Vous",
    fromTo: (from, to) => `${from} à ${to}`,
    readableUntil: (day) =>
      `Toute personne qui a cette adresse peut lire cette page jusqu'au ${day}. Imprimez-la ou enregistrez-la pour la garder.`,
    nothing: "Rien n'a été écrit.",
    removed: "Supprimé",
    file: "Fichier",
    position: "Position",
    form: "Formulaire",
    secureForm: "Formulaire sécurisé",
    askedToBeCalled: (number) => `A demandé à être appelé au ${number}`,
    missing: {
      title: "Pas de transcription",
      head: "Il n'y a pas de transcription ici",
      body: "L'adresse n'est pas complète, elle a expiré ou elle a été annulée. La personne qui vous l'a donnée peut vous en donner une nouvelle.",
    },
  },
};

const isSpoken = (tag: string): tag is WidgetLanguage => Object.hasOwn(transcriptWords, tag);

/** The first of the reader's languages that there is, as browsers send them; else English. */
export function languageFor(acceptLanguage: string | undefined): WidgetLanguage {
  for (const one of (acceptLanguage ?? "").slice(0, 200).split(",")) {
    const base = /^\s*([a-z]{2,3})(?:[-;\s]|$)/i.exec(one)?.[1]?.toLowerCase();
    if (base !== undefined && isSpoken(base)) return base;
  }
  return "en";
}

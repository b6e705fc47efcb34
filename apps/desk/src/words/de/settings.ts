import type { settings as en } from "../en/settings.js";
import type { Translation } from "../translation.js";

export const settings = {
  title: "Meine Einstellungen",
  sections: {
    profile: { name: "Profil", what: "Wer Sie für Ihre Kollegen und für Kunden sind." },
    security: {
      name: "Sicherheit",
      what: "Ihr Passwort, die Anmeldung in zwei Schritten und wo Sie angemeldet sind.",
    },
    day: { name: "Mein Tag", what: "Was Sie heute getan haben, wie es der Server aufgezeichnet hat." },
    appearance: {
      name: "Darstellung",
      what: "Wie der Arbeitsplatz aussieht. Das gilt in jedem Browser, in dem Sie sich anmelden.",
    },
    responses: {
      name: "Meine Textbausteine",
      what: "Ihre eigenen Textbausteine, beim Schreiben hinter /. Niemand sonst sieht sie.",
    },
    keys: {
      name: "Tasten",
      what: "Welche Taste was tut. Was Sie hier ändern, gilt überall, wo eine Taste genannt ist.",
    },
    attention: {
      name: "Hinweise",
      what: "Worauf Sie hingewiesen werden, während Sie woanders hinsehen. Nur einer Ihrer Tabs klingt.",
    },
  },
  attention: {
    what: "Worauf",
    sound: "Ton",
    notification: "Benachrichtigung",
    listen: "Anhören",
    listenTo: "Anhören: {{what}}",
    volume: "Lautstärke",
    deviceName: "Töne spielen auf",
    device: "Nur für diesen Rechner. Auch Ihr Telefon klingelt dort.",
    noNames:
      "Browser nennen Lautsprecher nur einer Seite, die das Mikrofon benutzen darf: Telefon, unten links.",
    when: "Benachrichtigungen kommen nur, solange niemand auf den Arbeitsplatz sieht.",
    try: "Eine zeigen",
    sample: {
      title: "Das ist eine Benachrichtigung",
      body: "Ein Klick auf eine echte öffnet ihren Chat.",
    },
    kinds: {
      offer: "Ein Chat oder Anruf klingelt",
      message: "Ein Kunde schreibt",
      waiting: "Ein Kunde wartet lange",
      whisper: "Ein Kollege flüstert",
      followUp: "Eine Wiedervorlage ist fällig",
      assistance: "Ein Kollege bittet um Hilfe",
    },
    hints: {
      offer: "bis Sie annehmen oder es an jemand anderen geht",
      message: "in einem Chat, der nicht vor Ihnen ist",
      waiting: "wenn die Wartezeit gelb wird, und noch einmal, wenn sie rot wird",
      whisper: "in einem Chat, der nicht vor Ihnen ist",
      followUp: "einmal für jeden Zeitpunkt",
      assistance: "für Supervisoren: Ein Agent bittet in einem Chat oder Anruf um Hilfe",
    },
    permission: {
      granted: { title: "Ihr Browser zeigt Benachrichtigungen.", what: "Worauf, wählen Sie unten." },
      default: {
        title: "Ihr Browser wurde noch nicht gefragt.",
        what: "Benachrichtigungen zeigen über anderen Fenstern, wer klingelt oder schreibt. Der Browser fragt Sie gleich.",
      },
      denied: {
        title: "Ihr Browser blockiert Benachrichtigungen dieser Seite.",
        what: "Drücken Sie das Zeichen links neben der Adresse, erlauben Sie Benachrichtigungen, und laden Sie die Seite neu.",
      },
      missing: {
        title: "Dieser Browser hat hier keine Benachrichtigungen.",
        what: "Sie brauchen eine sichere Adresse: https oder localhost.",
      },
    },
  },
  keys: {
    change: "Ändern",
    changeOne: "Taste ändern: {{action}}",
    reset: "Wie üblich",
    resetOne: "Wieder die übliche Taste: {{action}}",
    resetAll: "Alle wie üblich",
    allUsual: "Alle Tasten sind wieder wie üblich.",
    oneUsual: "Wieder die übliche Taste.",
    none: "keine Taste",
    press: "Drücken Sie die neuen Tasten",
    hint: "Esc ändert nichts, die Rücktaste lässt es ohne Taste.",
    changed: "Die Taste ist geändert.",
    removed: "Es hat jetzt keine Taste.",
    taken: "Diese Tasten sind belegt: {{action}}",
    takeIt: "Hier verwenden",
    leaveIt: "So lassen",
    why: {
      typing:
        "{{keys}} allein würde getippt. Halten Sie Alt oder Strg dazu, oder nehmen Sie eine Taste wie F8.",
      browser: "{{keys}} gehört dem Browser oder Formularen. Wählen Sie eine andere.",
    },
  },
  appearance: {
    language: "Sprache",
    languageHint:
      "Der Worte des Arbeitsplatzes, der Daten und Zahlen. Was Menschen schreiben, bleibt, wie es ist.",
    asBrowser: "Wie der Browser",
    theme: "Farben",
    themeHint: "Wie das System: hell, dunkel oder hoher Kontrast, wie dieser Rechner eingestellt ist.",
    density: "Abstände",
    densityHint: "Kompakt zeigt mehr Zeilen auf einmal.",
    densities: { comfortable: "Bequem", compact: "Kompakt" },
    letterSize: "Schriftgröße",
    letterSizeHint: "Neben dem Zoom des Browsers, und nur an diesem Arbeitsplatz.",
    perCent: "{{value}} %",
    contextSide: "Kunde und Kontext",
    contextSideHint:
      "Auf welcher Seite des Gesprächs sie stehen. Die Breiten ändern Sie, indem Sie die Linien zwischen den Spalten ziehen.",
    sides: { left: "Links", right: "Rechts" },
    listOrder: "Was Sie in Arbeit haben",
    listOrderHint: "Nach Eingang: Eine Karte bleibt, wo sie ist, wer auch schreibt.",
    reset: "Darstellung und Spalten zurücksetzen",
    wasReset: "Alles sieht wieder aus wie am Anfang.",
  },
} satisfies Translation<typeof en>;

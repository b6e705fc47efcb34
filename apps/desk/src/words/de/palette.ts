import type { palette as en } from "../en/palette.js";
import type { Translation } from "../translation.js";

export const palette = {
  title: "Eine Aktion finden",
  placeholder: "Was möchten Sie tun?",
  none: "Nichts heißt hier so. Versuchen Sie ein anderes Wort, den Namen eines Kunden oder eine Nummer zum Anrufen.",
  count_one: "{{count}} Aktion. Enter führt sie aus.",
  count_other: "{{count}} Aktionen. Auf und Ab wählen, Enter führt aus.",
  open: "{{name}} öffnen",
  call: "{{name}} anrufen",
  callNumber: "{{number}} anrufen",
  theme: "Farben: {{theme}}",
  groups: {
    recent: "Zuletzt gewählt",
    now: "In Arbeit",
    actions: "Aktionen",
    state: "Ihr Status",
    colleagues: "Kollegen",
    places: "Gehe zu",
    looks: "Aussehen",
  },
  why: {
    notHere: "Der Arbeitsplatz ist noch nicht verbunden.",
    nothingRings: "Gerade klingelt nichts.",
    nobodyWaits: "Kein Kunde wartet auf Ihre Antwort.",
    nothingInHand: "Nichts ist in Arbeit.",
    nothingInFront: "Kein Chat oder Anruf ist vorn.",
    noChat: "Kein Chat ist vorn.",
    noCall: "Kein Anruf ist vorn.",
    notInThisCall: "Dieser Anruf hat das jetzt nicht.",
  },
} satisfies Translation<typeof en>;

import type { roleSetup as en } from "../en/role-setup.js";
import type { Translation } from "../translation.js";

export const roleSetup: Translation<typeof en> = {
  add: "Rolle hinzufügen",
  new: "Neue Rolle",
  role: "Rolle",
  base: "Beruht auf",
  baseHint: "Was diese Menschen sind: Agenten bekommen Arbeit, Supervisoren sehen nach ihr.",
  baseFixed: "Das bleibt, solange jemand diese Rolle hat.",
  includes: "Darf",
  users: "Wer sie hat",
  always: "Gibt es überall",
  builtIn: {
    agent: "Erledigt Arbeit, ruft an, gibt weiter und pflegt Kontakte.",
    supervisor: "Was Agenten dürfen, und alles zur Arbeit anderer. Nicht Einrichten.",
    administrator: "Alles. Der letzten Person mit dieser Rolle kann sie nicht genommen werden.",
  },
  some_one: "{{base}} mit {{count}} Recht",
  some_other: "{{base}} mit {{count}} Rechten",
  used: "Jemand hat sie: {{names}}. Geben Sie ihnen zuerst eine andere.",
  removeBody: "Niemand hat sie.",
  may: "Darf",
  mayHint: "Eine eigene Rolle gilt anstelle dessen, was diese Rollen sonst dürfen.",
  usual: "Was diese Rollen sonst dürfen",
  group: {
    calls: "Anrufe und Chats",
    contacts: "Kontakte",
    oneself: "Man selbst",
    watching: "Zusehen und eingreifen",
    past: "Zahlen und Vergangenes",
    shared: "Gemeinsames",
  },
  privilege: {
    call_out: {
      name: "Nummern draußen anrufen",
      what: "Auch um dort nachzufragen, einzuladen, weiterzugeben und umzuleiten. Im Haus geht es immer.",
    },
    transfer: {
      name: "Weitergeben",
      what: "Einen Chat oder Anruf jemand anderem geben, oder zwei Anrufe verbinden und gehen.",
    },
    record_calls: {
      name: "Aufzeichnungen beginnen und beenden",
      what: "Wo der Service es erlaubt. Anhalten geht immer.",
    },
    edit_contacts: { name: "Kontakte bearbeiten", what: "Die der eigenen Interaktionen." },
    merge_contacts: { name: "Kontakte zusammenführen", what: "Und wieder trennen." },
    edit_any_contact: {
      name: "Kontakte aller",
      what: "Was bearbeitet oder zusammengeführt werden darf, gilt auch für Kontakte anderer.",
    },
    edit_own_profile: {
      name: "Das eigene Profil bearbeiten",
      what: "Namen, Foto, Sprachen. Sonst sind sie, wie die Verwaltung sie setzt.",
    },
    see_live: {
      name: "Laufende Arbeit sehen",
      what: "Der Raum Supervision: Agenten, Warteschlangen, Anrufe und Chats, wie sie jetzt sind.",
    },
    monitor: {
      name: "Mithören und flüstern",
      what: "Neben Anrufen und Chats, und wenn jemand um Hilfe bittet.",
    },
    take_over: {
      name: "Übernehmen und neu zuweisen",
      what: "Einen Anruf oder Chat selbst nehmen oder anderswohin geben.",
    },
    force_states: { name: "Zustände anderer setzen", what: "Sie sehen, wer es war." },
    set_alerts: {
      name: "Alarme einstellen",
      what: "Wann Warten oder Last als Alarm erscheint, für alle Supervisoren.",
    },
    see_figures: { name: "Zahlen sehen", what: "Was hereinkam und was daraus wurde." },
    see_team_records: {
      name: "Interaktionen anderer nachschlagen",
      what: "Des eigenen Teams, ohne Team die aller; mit Wiederholung.",
    },
    hear_team_recordings: {
      name: "Aufzeichnungen anderer hören",
      what: "Wer sie gehört hat, wird festgehalten.",
    },
    download_recordings: {
      name: "Aufzeichnungen mitnehmen",
      what: "Herunterladen, was von anderen gehört werden darf, wo der Service es erlaubt.",
    },
    see_call_quality: {
      name: "Gesprächsqualität sehen",
      what: "Wie Anrufe klangen, nach Agent, Netz und Gerät.",
    },
    see_team_follow_ups: { name: "Wiedervorlagen anderer sehen", what: "Und ändern." },
    manage_shared_responses: {
      name: "Gemeinsame Antworten",
      what: "Hinzufügen, ändern und entfernen, womit alle antworten können.",
    },
  },
};

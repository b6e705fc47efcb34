import type { application as en } from "../en/application.js";
import type { Translation } from "../translation.js";

export const application = {
  control: "Anwendung",
  controlMore: "Anrufer an eine Sprachanwendung geben",
  choose: "Sprachanwendung",
  close: "Schließen",
  explain: "{{name}} hört solange niemanden, wird von niemandem gehört und kommt von selbst zurück.",
  kinds: { payment: "Zahlung", survey: "Umfrage", authentication: "Identitätsprüfung", other: "Sonstige" },
  returns: "{{kind}}. Fragt nach: {{names}}",
  noProcessor: "Es ist kein Zahlungsdienst eingerichtet.",
  amount: "Zu zahlender Betrag",
  amountWrong: "Tippen Sie einen Betrag wie 129.00.",
  start: "Starten",
  test: "Testdienst: Es fließt kein Geld.",
  testChip: "Test",
  running: "Sprachanwendung",
  with: "{{name}} ist dort und hört niemanden sonst.",
  back: "Anrufer zurücknehmen",
  payingWhy: "Die Zahlung läuft. Warten Sie, bis klar ist, was daraus wird.",
  next: "Einen Moment",
  entered: "{{entered}}/{{max}} eingegeben",
  enteredOf: "{{entered}} eingegeben, {{min}} bis {{max}} Ziffern",
  attempt: "Versuch {{now}} von {{most}}",
  secure: "Die Ziffern sind für alle verborgen.",
  recordingPaused: "Die Aufnahme pausiert, bis der Anrufer zurück ist.",
  doing: {
    listening: "Der Anrufer hört eine Ansage.",
    choosing: "Der Anrufer wählt.",
    paying: "Die Zahlung läuft.",
    entering: "Der Anrufer gibt Ziffern ein.",
  },
  result: {
    done: "ist fertig. Der Anrufer ist wieder bei Ihnen.",
    takenBack: "wurde angehalten. Der Anrufer ist wieder bei Ihnen.",
    customerLeft: "ist vorbei: Der Anrufer ging.",
    approved: "ist fertig: Die Zahlung wurde genehmigt. Der Anrufer ist wieder bei Ihnen.",
    declined: "ist fertig: Die Zahlung wurde abgelehnt. Der Anrufer ist wieder bei Ihnen.",
    failed:
      "ist fertig: Die Zahlung ließ sich nicht abschließen. Fragen Sie den Zahlungsdienst, was daraus wurde, bevor Sie es noch einmal versuchen.",
  },
} satisfies Translation<typeof en>;

import type { whole } from "../en/whole.js";
import type { Translation } from "../translation.js";

export const panelHelp = {
  open: "Hilfe",
  close: "Hilfe schließen",
  first: "Was zuerst zu tun ist",
  keys: "Tasten",
  allKeys: "Alle Tasten: {{key}}",
  errors: "Alle Meldungen und Fehler",
  panels: {
    state: {
      title: "Ihr Status",
      what: "Danach richtet sich, ob Sie Arbeit bekommen: Nur Bereit bekommt Chats und Anrufe. Die Zeit daneben sagt, wie lange Sie schon in diesem Status sind.",
      first:
        "Drücken Sie darauf, und wählen Sie Bereit. Wählen Sie einen Grund, wenn Sie den Arbeitsplatz verlassen; was in Arbeit ist, bleibt bei Ihnen.",
    },
    list: {
      title: "Aktiv",
      what: "Alle Chats und Anrufe in Ihren Händen; das Wort neben Aktiv ändert ihre Reihenfolge. Eine Zahl sagt, wie viele Nachrichten Sie nicht gelesen haben; die Uhr wird gelb, dann rot, während ein Kunde auf Ihre Antwort wartet.",
      first:
        "Drücken Sie eine Karte, um sie zu öffnen. Nichts öffnet sich von selbst, so tippen Sie nie in den falschen Chat.",
    },
    conversation: {
      title: "Gespräch",
      what: "Was der Kunde und Sie geschrieben haben, mit allem, was dazwischen geschah. Unter Ihren Nachrichten steht, ob sie zugestellt und gelesen sind.",
      first:
        "Lesen Sie ab der Linie Neu, und antworten Sie unten. Übergeben und Einladen holen Kollegen dazu; Chat beenden fragt nach einem Ergebnis. Die Lupe (Strg+F) sucht in allem, was geschrieben wurde.",
    },
    composer: {
      title: "Schreiben",
      what: "Was Sie hier tippen, geht an den Kunden oder, geflüstert, nur an Ihr Team: Dann hat das Feld eine andere Farbe und sagt es.",
      first:
        "Tippen Sie, und drücken Sie Enter; Umschalt+Enter beginnt eine neue Zeile. Ein Schrägstrich findet Textbausteine. Legen Sie Dateien hier ab, oder fügen Sie sie ein. Was Sie getippt haben, bleibt, wenn Sie den Chat verlassen.",
    },
    contact: {
      title: "Kunde",
      what: "Wer der Kunde ist, soweit bekannt, und wie er zu erreichen ist. Was in diesem Chat gesagt wurde, steht auch hier.",
      first: "Drücken Sie eine Nummer, um sie anzurufen, oder den Stift, um etwas zu berichtigen.",
    },
    context: {
      title: "Über diesen Kunden",
      what: "Die Reiter zeigen, was mit diesem Chat oder Anruf kam, was vorher war, und das Ergebnis, das Sie am Ende festhalten.",
      first: "Sehen Sie in den Verlauf, bevor Sie fragen, was schon gefragt wurde.",
    },
    call: {
      title: "Anruf",
      what: "Der Anruf mit allen, die darin sind, und was Sie damit tun können: halten, Ziffern, einen Kollegen fragen, weitergeben. Knöpfe, die gerade nicht gehen, sagen warum, wenn Sie darauf zeigen.",
      first:
        "Sprechen Sie. Brauchen Sie jemand anderen, drücken Sie Rückfrage: Der Kunde hört solange Musik.",
    },
    phone: {
      title: "Telefon",
      what: "Womit Sie sprechen, und ob es funktioniert: dieser Browser mit einem Headset, ein Tischtelefon oder eine externe Nummer.",
      first:
        "Drücken Sie Sich selbst hören: Was zurückkommt, hören auch Kunden. Stimmt etwas nicht, sagt die Zeile oben, was, und was hilft.",
    },
    calls: {
      title: "Anrufe",
      what: "Wen Sie anrufen können: Kollegen und Services, Ihre letzten Anrufe, Mailbox, Wiedervorlagen und Ihre Favoriten.",
      first: "Tippen Sie einen Namen oder eine Nummer in das Feld. Enter ruft an, was markiert ist.",
    },
    records: {
      title: "Archiv",
      what: "Chats und Anrufe, die waren, Ihre oder die Ihres Teams, mit Aufnahmen, wo sie gehört werden dürfen.",
      first:
        "Beginnen Sie mit Zeit und Service, dann suchen Sie einen Namen oder ein Wort. Eine Zeile öffnet die ganze Geschichte.",
    },
    supervise: {
      title: "Live",
      what: "Wer gerade was tut, und wie lange Kunden warten.",
      first:
        "Sehen Sie zuerst nach Rot: Das wartet am längsten. Neben einem Anruf stehen die Arten mitzuhören, neben einem Chat, ihn mitzulesen, zu übernehmen oder zu vergeben, neben einem Namen, einen Status zu setzen: Der Agent liest, wer es war und warum. Hat die Verwaltung Teams für Sie gewählt, stehen ihre Namen im Kopf, und hier geht es um deren Agenten.",
    },
    settings: {
      title: "Meine Einstellungen",
      what: "Was Ihnen allein gehört: wie der Arbeitsplatz aussieht, welche Tasten was tun und wer Sie sind. Es liegt auf dem Server und ist an jedem Rechner da.",
      first: "Wählen Sie links einen Teil. Eine Änderung gilt sofort.",
    },
    setup: {
      title: "Einrichtung",
      what: "Was hier geändert wird, gilt für alle ab dem nächsten Chat oder Anruf; laufende gehen weiter, wie sie waren.",
      first:
        "Wählen Sie eine Zeile, um sie zu ändern. Beim Verlassen wird gefragt, bevor etwas verloren geht.",
    },
  },
  setupFirst: {
    chatEntries:
      "Fügen Sie einen für Ihre Webseite hinzu, wählen Sie seinen Service, und kopieren Sie seine Zeile in die Seite.",
    afterChat: "Öffnen Sie einen Service, und fragen Sie seine Kunden, wie der Chat war.",
    screenPop:
      "Öffnen Sie einen Service, tragen Sie die Adresse Ihres Kundensystems ein, und führen Sie seinen Ursprung auf.",
    numbers:
      "Fügen Sie die Nummer hinzu, die Ihre Amtsleitung bringt, und wählen Sie, was Anrufer durchlaufen.",
    scenarios: "Beginnen Sie mit einem vorhandenen: Öffnen Sie es, und folgen Sie den Schritten von oben.",
    prompts:
      "Laden Sie eine Aufnahme hoch, oder tippen Sie einen Text, wo eine Stimme eingerichtet ist. Dann wählen Sie sie in einem Ablauf.",
    messages: "Nehmen Sie auf, was Agenten oft spielen, und sagen Sie, für welche Services.",
    recording: "Wählen Sie einen Service, dann, was aufgenommen wird und wie lange es bleibt.",
    signature: "Schreiben Sie den Text, dem Kunden zustimmen, und probieren Sie ihn mit einem Testanruf.",
    mailboxes: "Schalten Sie sie für alle ein, dann sperren Sie die, die niemand ändern soll.",
    forwarding: "Sehen Sie, wessen Anrufe nach außen gehen, und beenden Sie Vergessenes.",
    trunks: "Geben Sie Adresse und Passwort Ihres Anbieters ein, und warten Sie auf Registriert.",
    deskPhones: "Fügen Sie ein Konto hinzu, und tippen Sie Namen und Passwort in das Telefon.",
    dialPlan: "Probieren Sie rechts eine Nummer: Dort steht, was geschähe, und durch welche Regel.",
    doNotCall: "Fügen Sie eine Nummer hinzu, oder bringen Sie eine Liste als Datei herein.",
    networkAccess: "Sehen Sie, wer abgewiesen wurde, bevor Sie jemanden hereinlassen.",
    deskLogs:
      "Bitten Sie den Agenten, bald danach „Protokoll senden …“ zu drücken. Dann öffnen Sie das Protokoll und sehen nur Fehler an.",
    users: "Fügen Sie ein Konto hinzu, geben Sie ihm Rolle und Fähigkeiten, dann ein Passwort.",
    roles:
      "Fügen Sie eine Rolle hinzu, wählen Sie, was sie umfasst, und geben Sie sie im Formular der Menschen.",
    teams: "Fügen Sie ein Team hinzu und wählen Sie es bei seinen Mitgliedern.",
    services:
      "Fügen Sie einen Service hinzu, sagen Sie, wer seine Kontakte bekommt, und führen Sie einen Eingang oder eine Nummer dorthin.",
    skills:
      "Fügen Sie eine Fähigkeit hinzu, geben Sie sie Agenten und lassen Sie einen Service danach verlangen.",
    schedules:
      "Fügen Sie Ihre Zeiten mit den Feiertagen dieses Jahres hinzu und wählen Sie sie in einem Service.",
    firstSteps: "Gehen Sie den markierten Schritt; er hakt sich ab, wenn er getan ist.",
    reasons: "Fügen Sie hinzu, wofür Ihre Leute fort sind, und wie lange es gewöhnlich dauert.",
    apiKeys:
      "Fügen Sie einen je Programm hinzu, öffnen Sie nur, was es braucht, und kopieren Sie ihn dorthin, wo das Programm seine Geheimnisse hat.",
    changes:
      "Suchen Sie, was heute anders ist, klappen Sie es auf und machen Sie es rückgängig, wenn es wie vorher sein soll.",
    errorsSeen: "Drücken Sie „Was ist das?“ neben dem, was am häufigsten vorkommt.",
    canned:
      "Schreiben Sie, was täglich getippt wird, und geben Sie ihm ein kurzes Kürzel hinter dem Schrägstrich.",
    masking: "Schalten Sie Zahlungskarten für jeden Eingang ein, über den Kunden eine senden könnten.",
  },
} satisfies Translation<(typeof whole)["panelHelp"]>;

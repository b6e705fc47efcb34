/** Erste Schritte in den Einstellungen des Centers. */
export const firstSteps = {
  progress: "{{done}} von {{of}} Schritten sind getan. Jeder hakt sich selbst ab.",
  allDone: "Alles ist getan: Kunden erreichen Sie, und der erste hat eine Antwort.",
  done: "getan",
  testPage: "Testseite öffnen",
  steps: {
    service: {
      name: "Einen Service anlegen",
      what: "Weshalb Kunden kommen, zum Beispiel „Support“. Geben Sie ihm die Ergebnisse, die Agenten am Ende wählen, oder lassen Sie die Liste vorerst leer. Ohne Fähigkeit bekommt jeder Agent seine Chats.",
      go: "Service anlegen",
      again: "Services ansehen",
    },
    entry: {
      name: "Eine Tür für Chats öffnen",
      what: "Ein Chat-Eingang führt von Ihrer Webseite zum Service: seine Worte, Farben und Fragen, mit einer Vorschau daneben.",
      go: "Chat-Eingang anlegen",
      again: "Chat-Eingänge ansehen",
    },
    people: {
      name: "Sagen, wer antwortet",
      what: "Sie können selbst antworten: Sie haben die Rolle Agent. Für Kollegen legen Sie einen Benutzer mit dieser Rolle und einem Passwort an.",
      go: "Kollegen hinzufügen",
      again: "Benutzer ansehen",
    },
    page: {
      name: "Ausprobieren und auf die eigene Seite setzen",
      what: "Im Formular des Eingangs steht eine Zeile HTML zum Kopieren. Die Testseite zeigt den Chat, wie Ihre Besucher ihn sehen: Schreiben Sie dort etwas.",
      go: "Die Zeile ansehen",
      again: "Die Zeile ansehen",
    },
    chat: {
      name: "Den ersten Chat beantworten",
      what: "Wählen Sie oben links Bereit, nehmen Sie mit F2 an, was klingelt, schreiben Sie eine Antwort und beenden Sie den Chat.",
      go: "Services ansehen",
      again: "Services ansehen",
    },
  },
};

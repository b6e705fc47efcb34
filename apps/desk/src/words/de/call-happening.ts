import type { happening as en } from "../en/call-happening.js";
import type { Translation } from "../translation.js";

export const happening = {
  CallArrived: "{{customer}} hat angerufen",
  AppCallArrived: "{{customer}} hat in der App angerufen",
  AppCallPlaced: {
    you: "Sie haben {{customer}} in der App angerufen",
    other: "{{name}} hat {{customer}} in der App angerufen",
  },
  CallPlaced: { you: "Sie haben {{customer}} angerufen", other: "{{name}} hat {{customer}} angerufen" },
  InternalCallPlaced: { you: "Sie haben {{to}} angerufen", other: "{{name}} hat {{to}} angerufen" },
  youAsObject: "Sie",
  somebody: "jemand",
  anApplication: "eine Sprachanwendung",
  application: {
    connected: {
      you: "Sie haben {{customer}} an „{{application}}“ gegeben",
      other: "{{name}} hat {{customer}} an „{{application}}“ gegeben",
    },
    payment: {
      you: "Sie haben {{customer}} an „{{application}}“ gegeben, um {{amount}} zu zahlen",
      other: "{{name}} hat {{customer}} an „{{application}}“ gegeben, um {{amount}} zu zahlen",
    },
    done: "{{customer}} kam von der Sprachanwendung zurück",
    customerLeft: "{{customer}} ging, und damit war die Sprachanwendung vorbei",
    takenBack: {
      you: "Sie haben {{customer}} von der Sprachanwendung zurückgenommen",
      other: "{{name}} hat {{customer}} von der Sprachanwendung zurückgenommen",
    },
    approved: "Zahlung von {{amount}} genehmigt",
    declined: "Zahlung von {{amount}} abgelehnt",
    failed: "Zahlung von {{amount}}: Niemand weiß, was daraus wurde",
  },
  aNumber: "die Nummer",
  took: { you: "Sie haben den Anruf angenommen", other: "{{name}} hat den Anruf angenommen" },
  joined: {
    transfer: { you: "Sie haben den Anruf übernommen", other: "{{name}} hat den Anruf übernommen" },
    invite: { you: "Sie sind dem Anruf beigetreten", other: "{{name}} ist dem Anruf beigetreten" },
    consult: { you: "Sie haben angenommen, um gefragt zu werden", other: "{{name}} hat angenommen" },
    call: { you: "Sie haben angenommen", other: "{{name}} hat angenommen" },
  },
  voicemail: {
    started: "Die Mailbox hat den Anruf angenommen",
    left: "Hat eine Nachricht hinterlassen",
    nothing: "Hat keine Nachricht hinterlassen",
  },
  forwarded: {
    always: {
      you: "Der Anruf geht weiter an Ihre externe Nummer",
      other: "{{name}} leitet Anrufe um: Er geht weiter an eine externe Nummer",
    },
    busy: {
      you: "Sie waren besetzt: Der Anruf geht weiter an Ihre externe Nummer",
      other: "{{name}} war besetzt oder lehnte ab: Er geht weiter an eine externe Nummer",
    },
    no_answer: {
      you: "Sie haben nicht angenommen: Der Anruf geht weiter an Ihre externe Nummer",
      other: "{{name}} hat nicht angenommen: Er geht weiter an eine externe Nummer",
    },
    not_logged_in: {
      you: "Sie waren abgemeldet: Der Anruf geht weiter an Ihre externe Nummer",
      other: "{{name}} ist abgemeldet: Er geht weiter an eine externe Nummer",
    },
  },
  forwardedInside: {
    always: {
      you: "Der Anruf geht weiter an {{to}}",
      other: "{{name}} leitet Anrufe um: Er geht weiter an {{to}}",
    },
    busy: {
      you: "Sie waren besetzt: Der Anruf geht weiter an {{to}}",
      other: "{{name}} war besetzt oder lehnte ab: Er geht weiter an {{to}}",
    },
    no_answer: {
      you: "Sie haben nicht angenommen: Der Anruf geht weiter an {{to}}",
      other: "{{name}} hat nicht angenommen: Er geht weiter an {{to}}",
    },
    not_logged_in: {
      you: "Sie waren nicht da: Der Anruf geht weiter an {{to}}",
      other: "{{name}} ist nicht da: Er geht weiter an {{to}}",
    },
  },
  message: { you: "Sie haben eine Ansage gespielt", other: "{{name}} hat eine Ansage gespielt" },
  messageLast: {
    you: "Sie haben den Anruf einer Ansage überlassen",
    other: "{{name}} hat den Anruf einer Ansage überlassen",
  },
  messageStopped: { you: "Sie haben die Ansage angehalten", other: "{{name}} hat die Ansage angehalten" },
  left: {
    left: { you: "Sie haben den Anruf verlassen", other: "{{name}} hat den Anruf verlassen" },
    transferred: { you: "Sie haben den Anruf weitergegeben", other: "{{name}} hat den Anruf weitergegeben" },
    logged_out: { you: "Sie wurden abgemeldet", other: "{{name}} wurde abgemeldet" },
    phone_lost: { you: "Ihr Telefon war weg", other: "Das Telefon von {{name}} war weg" },
    removed: {
      you: "Der Gastgeber hat Sie aus dem Anruf genommen",
      other: "{{name}} wurde aus dem Anruf genommen",
    },
  },
  requested: {
    transfer: {
      you: "Sie geben den Anruf an {{to}} weiter",
      other: "{{name}} gibt den Anruf an {{to}} weiter",
    },
    transferService: {
      you: "Sie stellen den Anruf in die Warteschlange von {{to}}",
      other: "{{name}} stellt den Anruf in die Warteschlange von {{to}}",
    },
    invite: { you: "Sie haben {{to}} dazugebeten", other: "{{name}} hat {{to}} dazugebeten" },
    inviteService: {
      you: "Sie haben jemanden von {{to}} dazugebeten",
      other: "{{name}} hat jemanden von {{to}} dazugebeten",
    },
  },
  requestClosed: {
    transfer: {
      cancelled: "Die Weitergabe wurde zurückgenommen",
      failed: "Die Weitergabe wurde nicht angenommen",
    },
    invite: {
      cancelled: "Die Einladung wurde zurückgenommen",
      failed: "Die Einladung wurde nicht angenommen",
    },
  },
  ringing: "Es klingelt bei {{customer}}",
  connectedCustomer: "{{customer}} hat angenommen",
  connectedAgent: { you: "Ihr Telefon ist verbunden", other: "Das Telefon von {{name}} ist verbunden" },
  lostAgent: { you: "Ihr Ton ging verloren", other: "Der Ton von {{name}} ging verloren" },
  lostCustomer: "Kein Ton von {{customer}}",
  held: { you: "Sie halten den Anruf", other: "{{name}} hält den Anruf" },
  heldForOther: {
    you: "Gehalten, weil ein anderer Anruf nach vorn kam",
    other: "{{name}} hält den Anruf wegen eines anderen",
  },
  retrieved: { you: "Sie haben den Anruf zurückgeholt", other: "{{name}} hat den Anruf zurückgeholt" },
  parked: { you: "Sie haben {{party}} mit Musik geparkt", other: "{{name}} hat {{party}} mit Musik geparkt" },
  unparked: { you: "Sie haben {{party}} zurückgeholt", other: "{{name}} hat {{party}} zurückgeholt" },
  removed: {
    you: "Sie haben {{party}} aus dem Anruf genommen",
    other: "{{name}} hat {{party}} aus dem Anruf genommen",
  },
  muted: { you: "Sie haben sich stumm geschaltet", other: "{{name}} hat sich stumm geschaltet" },
  unmuted: { you: "Sie sind wieder hörbar", other: "{{name}} ist wieder hörbar" },
  partyMuted: {
    you: "Sie haben {{party}} stumm geschaltet",
    other: "{{name}} hat {{party}} stumm geschaltet",
  },
  partyUnmuted: {
    you: "Sie haben {{party}} wieder hörbar gemacht",
    other: "{{name}} hat {{party}} wieder hörbar gemacht",
  },
  numberCalled: { you: "Sie rufen {{number}} dazu", other: "{{name}} ruft {{number}} dazu" },
  consultationStarted: {
    you: "Sie fragen {{asked}}, und {{customer}} hört Musik",
    other: "{{name}} fragt {{asked}}, und {{customer}} hört Musik",
  },
  switched: {
    main: { you: "Sie sind wieder bei {{customer}}", other: "{{name}} ist wieder bei {{customer}}" },
    consult: { you: "Sie sind wieder bei {{asked}}", other: "{{name}} ist wieder bei {{asked}}" },
  },
  consultationEnded: {
    ended: {
      you: "Die Rückfrage bei {{asked}} ist beendet",
      other: "Die Rückfrage bei {{asked}} ist beendet",
    },
    failed: { you: "{{asked}} wurde nicht erreicht", other: "{{asked}} wurde nicht erreicht" },
    merged: { you: "Sie haben alle verbunden", other: "{{name}} hat alle verbunden" },
    transferred: {
      you: "Sie haben den Anruf an {{asked}} gegeben",
      other: "{{name}} hat den Anruf an {{asked}} gegeben",
    },
    left: {
      you: "Sie sind gegangen, und der Anruf geht weiter",
      other: "{{name}} ist gegangen, und der Anruf geht weiter",
    },
    customer_left: {
      you: "{{customer}} ist weg: Sie sprechen mit {{asked}}",
      other: "{{customer}} ist weg: {{name}} spricht mit {{asked}}",
    },
  },
  monitored: {
    listen: { you: "Sie hören bei {{to}} mit", other: "{{name}} hört bei {{to}} mit" },
    whisper: { you: "Sie flüstern mit {{to}}", other: "{{name}} flüstert mit {{to}}" },
    barge: { you: "Sie sprechen mit allen, neben {{to}}", other: "{{name}} spricht mit allen, neben {{to}}" },
  },
  monitorStopped: {
    you: "Sie begleiten den Anruf nicht mehr",
    other: "{{name}} begleitet den Anruf nicht mehr",
  },
  takenOver: {
    you: "Sie haben den Anruf von {{to}} übernommen",
    other: "{{name}} hat den Anruf von {{to}} übernommen",
  },
  recording: {
    automatic: "Die Aufnahme begann von selbst",
    started: { you: "Sie haben die Aufnahme gestartet", other: "{{name}} hat die Aufnahme gestartet" },
    signature: {
      you: "Sie haben die Sprachunterschrift gestartet",
      other: "{{name}} hat die Sprachunterschrift gestartet",
    },
    goesOn: { you: "Die Aufnahme läuft mit Ihnen weiter", other: "Die Aufnahme läuft mit {{name}} weiter" },
    endedWith: {
      you: "Die Aufnahme endete, als Sie den Anruf verließen",
      other: "Die Aufnahme endete, als {{name}} den Anruf verließ",
    },
    paused: { you: "Sie haben die Aufnahme pausiert", other: "{{name}} hat die Aufnahme pausiert" },
    resumed: "Die Aufnahme läuft von selbst weiter",
    resumedBy: { you: "Sie haben die Aufnahme fortgesetzt", other: "{{name}} hat die Aufnahme fortgesetzt" },
    stopped: { you: "Sie haben die Aufnahme beendet", other: "{{name}} hat die Aufnahme beendet" },
    signatureStopped: {
      you: "Sie haben die Sprachunterschrift beendet",
      other: "{{name}} hat die Sprachunterschrift beendet",
    },
    incomplete: "Die Sprachunterschrift ist unvollständig: {{customer}} ist weg",
    interrupted: "Die Sprachunterschrift ist unvollständig: Sie wurde unterbrochen",
    announced: "Allen wurde gesagt, dass der Anruf aufgenommen werden kann",
    refused: "Die Aufnahme endete: {{customer}} stimmt nicht zu",
    signatureRefused: "Die Sprachunterschrift ist unvollständig: {{customer}} stimmt der Aufnahme nicht zu",
    disk_full: "Die Aufnahme hielt an: Die Festplatte des Servers ist voll",
    failed: "Die Aufnahme hielt an: Sie ließ sich nicht schreiben",
  },
  consent: {
    given: {
      you: "Sie haben notiert: {{customer}} stimmt der Aufnahme zu",
      other: "{{name}} hat notiert: {{customer}} stimmt der Aufnahme zu",
    },
    refused: {
      you: "Sie haben notiert: {{customer}} stimmt der Aufnahme nicht zu",
      other: "{{name}} hat notiert: {{customer}} stimmt der Aufnahme nicht zu",
    },
  },
  callsJoined: {
    stays: {
      you: "Sie haben diesen Anruf mit einem anderen verbunden",
      other: "{{name}} hat diesen Anruf mit einem anderen verbunden",
    },
    leaves: {
      you: "Sie haben zwei Anrufe zusammengeschaltet und sind gegangen",
      other: "{{name}} hat zwei Anrufe zusammengeschaltet und ist gegangen",
    },
  },
  lineJoined: "{{customer}} ist jetzt in diesem Anruf",
  endedJoined: {
    you: "Sie haben ihn mit einem anderen Anruf zusammengelegt",
    other: "{{name}} hat ihn mit einem anderen Anruf zusammengelegt",
  },
  ended: { you: "Sie haben den Anruf beendet", other: "{{name}} hat den Anruf beendet" },
  keys_one: "{{count}} Ziffer in den Anruf gesendet",
  keys_other: "{{count}} Ziffern in den Anruf gesendet",
  data: "{{name}} auf {{value}} gesetzt",
  entered: "{{name}} eingegeben",
  queue_zero: "Dem Anrufer gesagt: als Nächster dran",
  queue: "Dem Anrufer gesagt: {{count}} vor ihm",
  gone: {
    hung_up: "{{customer}} hat aufgelegt",
    busy: "{{customer}} ist besetzt",
    no_answer: "{{customer}} hat nicht angenommen",
    declined: "{{customer}} hat den Anruf abgelehnt",
    number_unknown: "Die Nummer von {{customer}} gibt es nicht",
    media: "Es fand sich kein gemeinsamer Weg für den Ton",
    not_encrypted:
      "Der Ton mit {{customer}} wäre nicht verschlüsselt gewesen, wie es die Amtsleitung verlangt",
    network: "Das Netz hat den Anruf nicht vermittelt",
    lost: "Die Verbindung zu {{customer}} brach ab",
  },
} satisfies Translation<typeof en>;

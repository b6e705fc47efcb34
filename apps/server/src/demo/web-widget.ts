import type { WidgetSettings } from "@patchbay/protocol";

/** The chat on Larkfield's web page. */
export const demoWidget: WidgetSettings = {
  colour: "#0b6e75",
  textColour: null,
  theme: "auto",
  side: "right",
  languages: ["en", "de", "es", "fr"],
  title: {
    en: "Larkfield Insurance",
    de: "Larkfield Versicherung",
    es: "Larkfield Seguros",
    fr: "Larkfield Assurance",
  },
  greeting: {
    en: "Hello! A question about your policy or a claim? We are here.",
    de: "Guten Tag! Eine Frage zu Ihrer Police oder einem Schaden? Wir sind da.",
    es: "¡Hola! ¿Una pregunta sobre su póliza o un siniestro? Aquí estamos.",
    fr: "Bonjour ! Une question sur votre contrat ou un sinistre ? Nous sommes là.",
  },
  closed: {
    en: "We are closed at the moment. Claims can be reported in our app at any time.",
    de: "Wir haben gerade geschlossen. Schäden können Sie jederzeit in unserer App melden.",
    es: "En este momento estamos cerrados. Puede declarar un siniestro en nuestra app a cualquier hora.",
    fr: "Nous sommes fermés pour le moment. Un sinistre peut être déclaré à tout moment dans notre application.",
  },
  fields: [
    {
      name: "first_name",
      kind: "text",
      required: true,
      label: { en: "First name", de: "Vorname", es: "Nombre", fr: "Prénom" },
      choices: [],
    },
    {
      name: "last_name",
      kind: "text",
      required: false,
      label: { en: "Last name", de: "Nachname", es: "Apellidos", fr: "Nom" },
      choices: [],
    },
    {
      name: "email",
      kind: "email",
      required: false,
      label: { en: "Email", de: "E-Mail", es: "Correo electrónico", fr: "E-mail" },
      choices: [],
    },
    {
      name: "topic",
      kind: "choice",
      required: false,
      label: { en: "It is about", de: "Es geht um", es: "Se trata de", fr: "Il s'agit de" },
      choices: [
        {
          value: "A new policy",
          label: {
            en: "A new policy",
            de: "Eine neue Police",
            es: "Una póliza nueva",
            fr: "Un nouveau contrat",
          },
        },
        {
          value: "My policy",
          label: { en: "My policy", de: "Meine Police", es: "Mi póliza", fr: "Mon contrat" },
        },
        {
          value: "A claim",
          label: { en: "A claim", de: "Einen Schaden", es: "Un siniestro", fr: "Un sinistre" },
        },
      ],
    },
  ],
  files: true,
  privacyUrl: null,
  allowedOrigins: [],
};

import { z } from "zod";
import { instant } from "../instant.js";

/** How the chat on a company's own page looks and what it asks: settings of a messaging entry, and what a page may know of them. */

/** Languages that the widget speaks by itself. */
export const widgetLanguages = ["en", "de", "es", "fr"] as const;
export type WidgetLanguage = (typeof widgetLanguages)[number];

export const widgetFieldKinds = ["text", "email", "phone", "choice", "long_text"] as const;
export type WidgetFieldKind = (typeof widgetFieldKinds)[number];

/** Text in each language that the widget is offered in; the first language's is used where one lacks. */
const inLanguages = (longest: number) =>
  z.partialRecord(z.enum(widgetLanguages), z.string().trim().min(1).max(longest));

/** An origin as browsers write it: `https://www.example.com`, with a port where it is not the usual one. */
export const originSchema = z
  .string()
  .max(200)
  .refine((text) => {
    if (!URL.canParse(text)) return false;
    const { protocol, origin } = new URL(text);
    return (protocol === "https:" || protocol === "http:") && origin === text;
  }, "an origin such as https://www.example.com");

/** As `input type="color"` writes it. */
const colourSchema = z.string().regex(/^#[0-9a-f]{6}$/);

export const widgetFieldSchema = z.object({
  /** Under which it reaches the agents, as a parameter of the chat. */
  name: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/),
  kind: z.enum(widgetFieldKinds),
  required: z.boolean(),
  label: inLanguages(80),
  /** Of a `choice`: what can be chosen, as it reaches the agents, and in words. */
  choices: z
    .array(z.object({ value: z.string().min(1).max(80), label: inLanguages(80) }))
    .max(20)
    .default([]),
});
export type WidgetField = z.infer<typeof widgetFieldSchema>;

export const widgetSettingsSchema = z.object({
  /** Of the launcher and of what the customer says. */
  colour: colourSchema,
  /** On `colour`; `null`: black or white, whichever can be read (WCAG 2.2, 1.4.3). */
  textColour: colourSchema.nullable().default(null),
  theme: z.enum(["auto", "light", "dark"]),
  side: z.enum(["right", "left"]),
  /** Offered ones; the first is used where the visitor's is not among them. */
  languages: z.array(z.enum(widgetLanguages)).min(1),
  title: inLanguages(60),
  /** Beside the launcher and at the head of the form. */
  greeting: inLanguages(300),
  /** Said instead of the form while the service is closed. */
  closed: inLanguages(300),
  fields: z.array(widgetFieldSchema).max(10),
  files: z.boolean(),
  privacyUrl: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .nullable(),
  /** Pages that may show it; none: every page. */
  allowedOrigins: z.array(originSchema).max(50),
});
export type WidgetSettings = z.infer<typeof widgetSettingsSchema>;

/** What a page may know. */
export const widgetAnswerSchema = widgetSettingsSchema.omit({ allowedOrigins: true }).extend({
  company: z.string(),
  /** What is written on `colour` in. */
  textColour: colourSchema,
  open: z.boolean(),
  /** When its hours let it open next; `null`: it is open, or nobody knows when it will be. */
  opensAt: instant.nullable(),
});
export type WidgetAnswer = z.infer<typeof widgetAnswerSchema>;

/** What an entry that nobody has set up looks like. */
export const usualWidget: WidgetSettings = {
  colour: "#0b6e75",
  textColour: null,
  theme: "auto",
  side: "right",
  languages: [...widgetLanguages],
  title: {
    en: "Chat with us",
    de: "Chatten Sie mit uns",
    es: "Chatee con nosotros",
    fr: "Discutez avec nous",
  },
  greeting: {
    en: "Hello! How can we help?",
    de: "Guten Tag! Wie können wir helfen?",
    es: "¡Hola! ¿En qué podemos ayudarle?",
    fr: "Bonjour ! Comment pouvons-nous vous aider ?",
  },
  closed: {
    en: "We are closed at the moment. Please come back during our opening hours.",
    de: "Wir haben gerade geschlossen. Bitte kommen Sie während unserer Öffnungszeiten wieder.",
    es: "En este momento estamos cerrados. Vuelva durante nuestro horario, por favor.",
    fr: "Nous sommes fermés pour le moment. Revenez pendant nos heures d'ouverture.",
  },
  fields: [],
  files: true,
  privacyUrl: null,
  allowedOrigins: [],
};

/** Relative luminance of WCAG 2.2. @param colour `#rrggbb` */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** What text of usual size needs on its ground (WCAG 2.2, 1.4.3, level AA). */
export const TEXT_CONTRAST_MIN = 4.5;

/** @returns from 1 (the same) to 21 (black on white), as WCAG 2.2 counts it */
export function contrastOf(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** @returns the one of black and white with the higher contrast on it, which is never under 4.58 */
export const textColourOn = (colour: string): "#ffffff" | "#000000" =>
  contrastOf("#ffffff", colour) >= contrastOf("#000000", colour) ? "#ffffff" : "#000000";

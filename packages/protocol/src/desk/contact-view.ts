import { z } from "zod";
import { instant } from "../instant.js";

export const contactViewSchema = z.object({
  contactId: z.string(),
  /** "Visitor" plus a number when nothing is known. */
  name: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  /** `display` in international form; `e164` null when it is no number we understand. */
  phones: z.array(z.object({ raw: z.string(), display: z.string(), e164: z.string().nullable() })),
  emails: z.array(z.string()),
  account: z.string().nullable(),
  since: instant,
});

/** As it is dialled, and as people read it. */
export const phoneNumberViewSchema = z.object({ raw: z.string(), display: z.string() });

export const locationViewSchema = z.object({
  latitude: z.number(),
  longitude: z.number(),
  /** Metres. */
  accuracy: z.number().nullable(),
  address: z.string().nullable(),
  at: instant,
});

export type ContactView = z.infer<typeof contactViewSchema>;
export type LocationView = z.infer<typeof locationViewSchema>;

import { z } from "zod";
import { instant } from "../instant.js";

export const phoneKinds = ["mobile", "business", "home", "other"] as const;
export type PhoneKind = (typeof phoneKinds)[number];

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
  /** What is kept of a contact besides; absent: this is a colleague. */
  record: z
    .object({
      /** Grows with every change; whoever changes it says from which one. 0: never changed by hand. */
      version: z.number().int(),
      /** As many as there are phones, in their order. */
      phoneKinds: z.array(z.enum(phoneKinds)),
      /** BCP 47. */
      language: z.string().nullable(),
      notes: z.string(),
      fields: z.array(z.object({ name: z.string(), value: z.string() })),
    })
    .optional(),
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

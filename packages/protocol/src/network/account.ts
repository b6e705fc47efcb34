import { z } from "zod";

/** Whom our registrar speaks for. HA1 of every desk phone stands on it, so it never changes. */
export const SIP_REALM = "patchbay";

/** A desk phone's SIP user: often the extension. Without regard to case it is unique in the center. */
export const accountUserSchema = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9_.-]{1,40}$/, "only letters, digits, and the signs _ . -");

/** Phones keep it for ever and nobody types it twice: long is cheap. */
export const accountPasswordSchema = z
  .string()
  .min(12, "must have at least 12 characters")
  .max(128)
  .regex(/^[\x21-\x7e]+$/, "only letters, digits and signs of ASCII, without blanks");

export const accountSchema = z.object({
  agentId: z.string().regex(/^[\x21-\x7e]{1,100}$/),
  enabled: z.boolean(),
  /** The line by which it calls out where no rule of the dial plan names one; `null`: none. */
  entryId: z
    .string()
    .regex(/^[\x21-\x7e]{1,100}$/)
    .nullable(),
  /** What the phone is, for people: `Desk 12, Snom D785`. */
  note: z.string().trim().max(200),
});
export type SipAccount = z.infer<typeof accountSchema>;

/** A call to this stands for all phones that are registered under the account. */
export const accountTarget = (user: string): string => `account:${user}`;

/** @returns `undefined` for a number */
export function accountOf(target: string): string | undefined {
  return target.startsWith("account:") ? target.slice("account:".length) : undefined;
}

import { z } from "zod";
import { instant } from "../instant.js";

/** In characters. */
export const PASSWORD_MIN = 10;
export const PASSWORD_MAX = 200;

const password = z.string().min(1).max(PASSWORD_MAX);
const code = z.string().min(1).max(40);

/**
 * What keeps one's own account safe, all with the seat's cookie. What changes anything asks for the password again, and gives
 * the seat a new cookie.
 * - `GET /api/account/security` 200 securityView
 * - `PUT /api/account/password` passwordChange; 204
 * - `POST /api/account/second-factor` passwordAsked; 200 enrolment: it counts when a code has confirmed it
 * - `POST /api/account/second-factor/confirmation` {code}; 200 recoveryCodes, which are told this once
 * - `POST /api/account/second-factor/removal` {password, code}; 204
 * - `DELETE /api/users/{agentId}/second-factor` administrators, for somebody without app and codes; 204
 */
export const securityViewSchema = z.object({
  username: z.string(),
  /** `null`: the password alone is asked. */
  secondFactor: z.object({ since: instant, recoveryCodesLeft: z.number().int() }).nullable(),
  /** A user has one: signing in elsewhere ends the one before. */
  sessions: z.array(
    z.object({
      isThis: z.boolean(),
      seat: z.number().int(),
      browser: z.string().nullable(),
      since: instant,
      usedAt: instant,
    }),
  ),
});
export const passwordChangeSchema = z.strictObject({ password, newPassword: password });
export const passwordAskedSchema = z.strictObject({ password });
export const secondFactorCodeSchema = z.strictObject({ code });
export const secondFactorRemovalSchema = z.strictObject({ password, code });
export const enrolmentSchema = z.object({
  /** For an app that cannot read the picture: base32. */
  letters: z.string(),
  /** `otpauth://totp/...` */
  address: z.string(),
  /** The address as a QR code: an SVG path in a square of `size` units. */
  qr: z.object({ size: z.number().int(), path: z.string() }),
});
export const recoveryCodesSchema = z.object({ recoveryCodes: z.array(z.string()) });

export type SecurityView = z.infer<typeof securityViewSchema>;
export type Enrolment = z.infer<typeof enrolmentSchema>;

import { Secret, TOTP } from "otpauth";

/** RFC 6238 as every authenticator app does it: SHA-1, six digits, half a minute. */
const STEP_SECONDS = 30;
const DIGITS = 6;
/** A clock may go wrong by one step in either direction. */
const STEPS_OFF = 1;

const totpOf = (secret: Uint8Array): TOTP =>
  new TOTP({
    secret: new Secret({ buffer: Uint8Array.from(secret).buffer }),
    digits: DIGITS,
    period: STEP_SECONDS,
  });

/**
 * The time step that a code belongs to; `undefined`: to none around now. Each of the codes that it may be is compared in
 * constant time.
 *
 * @param code six digits
 * @param now milliseconds since 1970
 */
export function stepOfCode(secret: Uint8Array, code: string, now: number): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const off = totpOf(secret).validate({ token: code, timestamp: now, window: STEPS_OFF });
  return off === null ? undefined : Math.floor(now / 1000 / STEP_SECONDS) + off;
}

/** What an authenticator app reads: the address for a QR code, and the letters for typing. */
export function enrolmentOf(
  secret: Uint8Array,
  { issuer, label }: { readonly issuer: string; readonly label: string },
): { readonly address: string; readonly letters: string } {
  const totp = totpOf(secret);
  totp.issuer = issuer;
  totp.label = label;
  return { address: totp.toString(), letters: totp.secret.base32 };
}

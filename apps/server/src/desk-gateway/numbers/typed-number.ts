import { dialledNumber } from "../../center/phone-number.js";

export interface TypedNumber {
  /** What the network dials; empty: nothing was typed; `undefined`: it is no number. */
  readonly dialled: string | undefined;
  /** Keys and pauses that follow when the other side has answered; a comma is a second. */
  readonly keys: string;
}

/** At most so many keys and pauses; more is no extension and no code. */
const KEYS_MAX = 100;

/**
 * Divides what somebody typed at its first comma: `+18005552222,,,5,,245` dials the number and sends the rest into the
 * call. Pauses at the end lead to nothing and are left out.
 */
export function typedNumber(typed: string): TypedNumber {
  const comma = typed.indexOf(",");
  if (comma < 0) return { dialled: dialledNumber(typed), keys: "" };
  const keys = typed
    .slice(comma)
    .replace(/[\s().\-/\u00a0\u2010-\u2015]/g, "")
    .replace(/,+$/, "");
  const isKeys = /^[0-9*#,]*$/.test(keys) && keys.length <= KEYS_MAX;
  return { dialled: isKeys ? dialledNumber(typed.slice(0, comma)) : undefined, keys: isKeys ? keys : "" };
}

import { PASSWORD_MIN } from "@patchbay/protocol";
import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary } from "@zxcvbn-ts/language-common";

/** Of 0 to 4: from 3 on it takes more than 10^8 guesses. */
const SCORE_MIN = 3;
/** Looking for patterns takes the square of the length, and what comes behind this adds enough by itself. */
const LOOKED_AT = 64;

export type PasswordFault = "password_too_short" | "password_too_easy";

let estimator: ZxcvbnFactory | undefined;

/**
 * Why a password is none that anybody should have (NIST SP 800-63B: long, and on no list; it asks for eight at least); `undefined`: it will do. No rule asks for digits or signs: they are what
 * everybody puts at the end.
 *
 * @param known what others know of its user, such as names: guessed first
 */
export function passwordFault(password: string, known: readonly string[]): PasswordFault | undefined {
  if ([...password].length < PASSWORD_MIN) return "password_too_short";
  // The lists of common passwords are large, and most servers never need them.
  estimator ??= new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
  const words = known.filter((word) => word.length > 2);
  const { score } = estimator.check(password.slice(0, LOOKED_AT), words);
  return score < SCORE_MIN ? "password_too_easy" : undefined;
}

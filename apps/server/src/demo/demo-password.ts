import { randomInt } from "node:crypto";
import { readFile } from "node:fs/promises";
import { writeDurably } from "../platform/secrets.js";

const CONSONANTS = "bdfgklmnprstvz";
const VOWELS = "aeiou";

/**
 * A random password that can be read aloud and typed: five groups like `tobi-kamu`. About 61 bits, far from what
 * can be guessed against the login's throttle.
 */
export function readablePassword(): string {
  const pick = (letters: string): string => letters[randomInt(letters.length)] ?? "";
  const group = (): string => pick(CONSONANTS) + pick(VOWELS) + pick(CONSONANTS) + pick(VOWELS);
  return Array.from({ length: 5 }, group).join("-");
}

/** Whether a password is one of ours. A person who gave such a one as DEMO_PASSWORD has read it off the screen. */
export const isReadablePassword = (password: string): boolean =>
  new RegExp(`^(([${CONSONANTS}][${VOWELS}]){2}-){4}([${CONSONANTS}][${VOWELS}]){2}$`).test(password);

/**
 * The demo's password in plain text, in `DATA_DIR/secrets/demo-password` (0600). Logins are printed at every start
 * (the password unless a person gave it), and a hash cannot be read back; it protects nothing but invented people. Decision 0033.
 */
export async function storedDemoPassword(file: string): Promise<string | undefined> {
  try {
    const text = (await readFile(file, "utf8")).trim();
    return text === "" ? undefined : text;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

export const storeDemoPassword = (file: string, password: string): Promise<void> =>
  writeDurably(file, `${password}\n`);

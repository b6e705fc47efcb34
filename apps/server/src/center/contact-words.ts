/** Parts of one search; what is more is not looked at. */
const PARTS_MAX = 4;

/** A word longer than this is nobody's name. */
const WORD_LENGTH_MAX = 100;

/** Without case and accents: "Jose" finds José. */
const folded = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase();

/** The word by which an address is found. */
export const emailWord = (email: string): string => folded(email).slice(0, WORD_LENGTH_MAX);

/** Where names, accounts and addresses are cut into words. */
const CUTS = /[\s.,;/'()-]+/;

const wordsOf = (text: string): string[] =>
  folded(text)
    .split(CUTS)
    .filter((word) => word !== "");

/** What a search looks for; each part must be the beginning of some word. */
export function searchParts(text: string): readonly string[] {
  const digits = /^[\s+]*[\d\s().\-/]+$/.test(text) ? text.replace(/\D/g, "").replace(/^00/, "") : "";
  return digits === "" ? wordsOf(text).slice(0, PARTS_MAX) : [digits];
}

/** What a contact is found by. */
export function contactWords(contact: {
  readonly firstName: string;
  readonly lastName: string;
  readonly phones: readonly string[];
  readonly emails: readonly string[];
  readonly account: string | null;
}): ReadonlySet<string> {
  const whole = [...contact.emails, contact.account ?? ""].map(folded).filter((text) => text !== "");
  const texts = [contact.firstName, contact.lastName, contact.account ?? "", ...contact.emails];
  const words = [...texts.flatMap(wordsOf), ...whole, ...contact.phones.flatMap(numberWords)];
  return new Set(words.map((word) => word.slice(0, WORD_LENGTH_MAX)));
}

/** The digits as they are, without a leading 1 (North America), and the last seven and four. */
function numberWords(phone: string): string[] {
  const digits = phone.replace(/\D/g, "");
  if (digits === "") return [];
  const national = digits.length === 11 && digits.startsWith("1") ? [digits.slice(1)] : [];
  return [digits, ...national, digits.slice(-7), digits.slice(-4)];
}

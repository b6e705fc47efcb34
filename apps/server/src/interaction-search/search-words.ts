/**
 * The words that an interaction is found by, and its filters as lexemes among them: one language-neutral way of taking a
 * text apart, for what is kept and for what is asked. Lexemes of filters begin with a colon, which no word has.
 */

/** What is known of an interaction, as its row in the index says it. */
export interface Searchable {
  readonly interactionId: string;
  readonly startedAt: number;
  /** From the beginning to the end, ms; 0 while it goes on. */
  readonly length: number;
  readonly channel: string;
  readonly serviceId: string;
  readonly agentIds: readonly string[];
  readonly dispositionId: string | null;
  readonly endCause: string | null;
  readonly answered: boolean;
  readonly caseNumber: number;
  readonly direction: "inbound" | "outbound" | "internal";
  readonly transferred: boolean;
  readonly stars: number | null;
  /** A recording, or a voice signature, was begun; whether one is there now only its own row says. */
  readonly recorded: boolean;
  readonly signed: boolean;
  /** Names, addresses, account: what the customer is called by. */
  readonly customer: readonly string[];
  /** The customer's numbers as they were dialled or are kept. */
  readonly numbers: readonly string[];
  /** Messages, notes, data. */
  readonly texts: readonly string[];
}

/** Longer words are found by their beginning. */
const WORD_MAX = 40;
/** Words of one interaction; a longer story is found by the first of them. */
const WORDS_MAX = 5_000;
/** Shorter ends of a number are none. */
export const NUMBER_DIGITS_MIN = 3;
const DIGITS_MAX = 20;

/** The words of a text, in small letters, in order. */
export function wordsOf(text: string): readonly string[] {
  const words =
    text
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return words.map((word) => word.slice(0, WORD_MAX));
}

export const facet = {
  service: (id: string) => `:s:${id}`,
  agent: (id: string) => `:a:${id}`,
  nobody: ":u",
  channel: (channel: string) => `:c:${channel}`,
  disposition: (id: string) => `:d:${id}`,
  end: (cause: string) => `:e:${cause}`,
  direction: (direction: string) => `:o:${direction}`,
  case: (number: number) => `:k:${number}`,
  /** An end of a number: what is asked for anywhere in it is the beginning of one. */
  number: (digits: string) => `:n:${digits}`,
  customer: (word: string) => `:w:${word}`,
  transferred: ":x",
  abandoned: ":b",
  stars: (stars: number) => `:*:${stars}`,
  recorded: ":r",
  signed: ":g",
} as const;

/** Everything that an interaction is found by, each once. */
export function lexemesOf(one: Searchable): readonly string[] {
  const all = new Set<string>([
    facet.service(one.serviceId),
    facet.channel(one.channel),
    facet.case(one.caseNumber),
    facet.direction(one.direction),
    ...(one.agentIds.length === 0 ? [facet.nobody] : one.agentIds.map(facet.agent)),
    ...(one.dispositionId === null ? [] : [facet.disposition(one.dispositionId)]),
    ...(one.endCause === null ? [] : [facet.end(one.endCause)]),
    ...(one.transferred ? [facet.transferred] : []),
    ...(one.endCause !== null && !one.answered && one.direction === "inbound" ? [facet.abandoned] : []),
    ...(one.stars === null ? [] : [facet.stars(one.stars)]),
    ...(one.recorded ? [facet.recorded] : []),
    ...(one.signed ? [facet.signed] : []),
  ]);
  for (const text of one.customer)
    for (const word of wordsOf(text)) {
      all.add(word);
      all.add(facet.customer(word));
    }
  for (const number of one.numbers) {
    const digits = number.replace(/\D/g, "").slice(-DIGITS_MAX);
    for (let at = 0; at + NUMBER_DIGITS_MIN <= digits.length; at++) all.add(facet.number(digits.slice(at)));
  }
  const most = all.size + WORDS_MAX;
  for (const text of one.texts)
    for (const word of wordsOf(text)) {
      if (all.size >= most) return [...all];
      all.add(word);
    }
  return [...all];
}

/** A lexeme as a tsquery writes it. @param prefix words that begin with it */
export const term = (lexeme: string, prefix = false): string =>
  `'${lexeme.replace(/['\\]/g, "$&$&")}'${prefix ? ":*" : ""}`;

export const anyOf = (terms: readonly string[]): string =>
  terms.length === 1 ? (terms[0] as string) : `(${terms.join(" | ")})`;

/** Fewer letters than this are a word of their own and no beginning: too many words would begin so. */
const PREFIX_MIN = 2;

/**
 * Each word has to be there, the last one of what was written together by its beginning.
 * @param lexeme where to look: `facet.customer`, or the words as they are
 */
export function termsOf(text: string, lexeme: (word: string) => string = (word) => word): readonly string[] {
  return text.split(/\s+/).flatMap((written) => {
    const words = wordsOf(written);
    return words.map((word, at) => term(lexeme(word), at === words.length - 1 && word.length >= PREFIX_MIN));
  });
}

/** Digits of what looks like a number, written with spaces or as people do; `null`: it is none. */
export function digitsOf(text: string): string | null {
  const digits = text.replace(/\D/g, "");
  return /^[+\d\s().\-/]+$/.test(text) && digits.length >= NUMBER_DIGITS_MIN ? digits : null;
}

/** Anywhere in a number; zeros of the way out of a country or a town are none of it. */
export function numberTerms(digits: string): readonly string[] {
  const bare = digits.replace(/^0+/, "");
  return [...new Set([digits, ...(bare.length >= NUMBER_DIGITS_MIN ? [bare] : [])])].map((one) =>
    term(facet.number(one.slice(0, DIGITS_MAX)), true),
  );
}

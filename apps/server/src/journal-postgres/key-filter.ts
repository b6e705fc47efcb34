/** Of a filter's first part; each further one is twice as large, up to the largest. Bits, powers of two. */
const BITS_FIRST = 2 ** 20;
const BITS_MAX = 2 ** 26;
/** So that a key nobody used is taken for a used one in about 1 of 400 cases, and then the table is asked. */
const BITS_A_KEY = 16;
const PROBES = 6;

interface Part {
  readonly words: Uint32Array;
  readonly keysMax: number;
  keys: number;
  /** Of the newest key in it. */
  newestAt: number;
}

/**
 * Which keys may be in a table that has millions of them: "no" is certain, "maybe" is worth a look (a Bloom filter, in
 * parts that grow and that are dropped when all in them is too old). 2 bytes a key.
 */
export class KeyFilter {
  readonly #parts: Part[] = [];

  constructor(private readonly bitsFirst = BITS_FIRST) {}

  add(key: string, at: number): void {
    let part = this.#parts.at(-1);
    if (part === undefined || part.keys >= part.keysMax) {
      const bits = part === undefined ? this.bitsFirst : Math.min(part.words.length * 64, BITS_MAX);
      part = { words: new Uint32Array(bits / 32), keysMax: bits / BITS_A_KEY, keys: 0, newestAt: at };
      this.#parts.push(part);
    }
    const mask = part.words.length * 32 - 1;
    const { first, step } = hashesOf(key);
    for (let i = 0, bit = first; i < PROBES; i++, bit += step) {
      const place = (bit >>> 0) & mask;
      part.words[place >>> 5] = (part.words[place >>> 5] ?? 0) | (1 << (place & 31));
    }
    part.keys += 1;
    part.newestAt = Math.max(part.newestAt, at);
  }

  mayHave(key: string): boolean {
    if (this.#parts.length === 0) return false;
    const { first, step } = hashesOf(key);
    return this.#parts.some(({ words }) => {
      const mask = words.length * 32 - 1;
      for (let i = 0, bit = first; i < PROBES; i++, bit += step) {
        const place = (bit >>> 0) & mask;
        if (((words[place >>> 5] ?? 0) & (1 << (place & 31))) === 0) return false;
      }
      return true;
    });
  }

  /** Keys of before this moment need not be known any more. */
  dropBefore(at: number): void {
    while ((this.#parts[0]?.newestAt ?? at) < at) this.#parts.shift();
  }

  get bytes(): number {
    return this.#parts.reduce((sum, { words }) => sum + words.byteLength, 0);
  }
}

/** Two hashes of 32 bits (FNV-1a and one with another prime); `step` is odd, so that probes do not fall together. */
function hashesOf(key: string): { readonly first: number; readonly step: number } {
  let first = 0x811c9dc5;
  let second = 0x9747b28c;
  for (let i = 0; i < key.length; i++) {
    const code = key.charCodeAt(i);
    first = Math.imul(first ^ code, 0x01000193);
    second = Math.imul(second ^ code, 0x5bd1e995);
    second ^= second >>> 15;
  }
  first ^= first >>> 16;
  first = Math.imul(first, 0x85ebca6b);
  first ^= first >>> 13;
  return { first: first >>> 0, step: (second | 1) >>> 0 };
}

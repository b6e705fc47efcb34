import { splitOutside } from "./grammar.js";

/** Compact forms (RFC 3261 section 7.3.3, 3515, 3891, 4028, 6665). */
const compactForms = new Map([
  ["a", "accept-contact"],
  ["b", "referred-by"],
  ["c", "content-type"],
  ["d", "request-disposition"],
  ["e", "content-encoding"],
  ["f", "from"],
  ["i", "call-id"],
  ["k", "supported"],
  ["l", "content-length"],
  ["m", "contact"],
  ["o", "event"],
  ["r", "refer-to"],
  ["s", "subject"],
  ["t", "to"],
  ["u", "allow-events"],
  ["v", "via"],
  ["x", "session-expires"],
]);

const spellings = new Map([
  ["call-id", "Call-ID"],
  ["cseq", "CSeq"],
  ["www-authenticate", "WWW-Authenticate"],
  ["mime-version", "MIME-Version"],
  ["min-se", "Min-SE"],
]);

/** The long, lower-case name of a header field, whatever form or case it was written in. */
export function headerName(name: string): string {
  const lower = name.toLowerCase();
  return compactForms.get(lower) ?? lower;
}

/** How a header name is written on the wire. */
export function spelledHeader(name: string): string {
  return (
    spellings.get(name) ??
    name.replace(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase())
  );
}

/** Header fields in their order. Names may be given in any case or compact form. */
export class Headers {
  private entries: [name: string, value: string][] = [];

  constructor(entries: Iterable<readonly [string, string]> = []) {
    for (const [name, value] of entries) this.add(name, value);
  }

  /** The first field of this name. */
  get(name: string): string | undefined {
    const wanted = headerName(name);
    return this.entries.find(([known]) => known === wanted)?.[1];
  }

  /** All fields of this name, one entry a line. */
  all(name: string): string[] {
    const wanted = headerName(name);
    return this.entries.filter(([known]) => known === wanted).map(([, value]) => value);
  }

  /** All values of this name, of all lines, split at commas; an unreadable line counts as one value. */
  list(name: string): string[] {
    return this.all(name)
      .flatMap((value) => splitOutside(value, ",") ?? [value])
      .filter((value) => value !== "");
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  add(name: string, value: string): this {
    this.entries.push([headerName(name), value]);
    return this;
  }

  /** Puts a field before all others: what a Via needs. */
  prepend(name: string, value: string): this {
    this.entries.unshift([headerName(name), value]);
    return this;
  }

  /** Replaces all fields of this name by one, where the first stood. */
  set(name: string, value: string): this {
    const wanted = headerName(name);
    const at = this.entries.findIndex(([known]) => known === wanted);
    if (at < 0) return this.add(wanted, value);
    this.entries = this.entries.filter(([known], index) => known !== wanted || index === at);
    const kept = this.entries[at];
    if (kept !== undefined) kept[1] = value;
    return this;
  }

  delete(name: string): this {
    const unwanted = headerName(name);
    this.entries = this.entries.filter(([known]) => known !== unwanted);
    return this;
  }

  clone(): Headers {
    return new Headers(this.entries);
  }

  [Symbol.iterator](): IterableIterator<readonly [string, string]> {
    return this.entries[Symbol.iterator]();
  }
}

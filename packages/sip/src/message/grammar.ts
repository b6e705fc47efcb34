/**
 * The small pieces of SIP's grammar (RFC 3261 section 25) that every header shares. All of them are linear in the
 * length of their input and never throw: what cannot be read is `undefined`.
 */

/**
 * Parameters behind `;`, by lower-case name, in order. A parameter without a value has the empty string; a quoted
 * value keeps its quotes (see {@link unquote}).
 */
export type Params = ReadonlyMap<string, string>;

const tokenPattern = /^[A-Za-z0-9\-.!%*_+`'~]+$/;

export function isToken(text: string): boolean {
  return tokenPattern.test(text);
}

/**
 * Splits at a separator that stands outside of quotes and angle brackets. `undefined` when a quote or a bracket is
 * left open.
 */
export function splitOutside(text: string, separator: string): string[] | undefined {
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  let bracketed = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (quoted) {
      if (char === "\\") at += 1;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === "<") bracketed = true;
    else if (char === ">") bracketed = false;
    else if (char === separator && !bracketed) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  if (quoted || bracketed) return undefined;
  parts.push(text.slice(start).trim());
  return parts;
}

/** Where the quoted string that begins at `from` ends (index behind its closing quote). */
export function endOfQuoted(text: string, from: number): number | undefined {
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return undefined;
}

/** The meaning of a quoted string; a text without quotes is itself. */
export function unquote(text: string): string {
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return text;
  return text.slice(1, -1).replace(/\\([\s\S])/g, "$1");
}

/** A quoted string; line ends cannot be quoted in SIP and become spaces. */
export function quote(text: string): string {
  return `"${text.replace(/[\r\n]+/g, " ").replace(/["\\]/g, "\\$&")}"`;
}

/**
 * Parameters from `;a=1;b`. The text is empty or begins with `;`.
 *
 * @returns `undefined` for an empty parameter (`;;`), a name that is no token, or an open quote.
 */
export function parseParams(text: string): Params | undefined {
  const params = new Map<string, string>();
  const trimmed = text.trim();
  if (trimmed === "") return params;
  const parts = splitOutside(trimmed, ";");
  if (parts === undefined || parts[0] !== "") return undefined;
  for (const part of parts.slice(1)) {
    const equals = part.indexOf("=");
    const name = (equals < 0 ? part : part.slice(0, equals)).trim();
    const value = equals < 0 ? "" : part.slice(equals + 1).trim();
    if (!isToken(name) || (equals >= 0 && value === "")) return undefined;
    const key = name.toLowerCase();
    if (!params.has(key)) params.set(key, value);
  }
  return params;
}

export function formatParams(params: Params): string {
  let text = "";
  for (const [name, value] of params) text += value === "" ? `;${name}` : `;${name}=${value}`;
  return text;
}

/** Decodes `%41`; an escape that is none stays as it stands. */
export function percentDecode(text: string): string {
  if (!text.includes("%")) return text;
  const bytes: number[] = [];
  const source = Buffer.from(text, "utf8");
  for (let at = 0; at < source.length; at += 1) {
    const hex = source[at] === 0x25 ? source.toString("latin1", at + 1, at + 3) : "";
    if (/^[0-9A-Fa-f]{2}$/.test(hex)) {
      bytes.push(Number.parseInt(hex, 16));
      at += 2;
    } else bytes.push(source[at] ?? 0);
  }
  return Buffer.from(bytes).toString("utf8");
}

/** Escapes everything that may not stand plainly in the user part, a parameter or a header of a URI. */
export function percentEncode(text: string): string {
  // Through a buffer, because encodeURIComponent throws at half a surrogate pair.
  return encodeURIComponent(Buffer.from(text, "utf8").toString("utf8"));
}

/** A whole number without sign, no greater than `max`; anything else is `undefined`. */
export function parseNumber(text: string, max: number): number | undefined {
  const trimmed = text.trim();
  if (!/^\d{1,15}$/.test(trimmed)) return undefined;
  const value = Number(trimmed);
  return value <= max ? value : undefined;
}

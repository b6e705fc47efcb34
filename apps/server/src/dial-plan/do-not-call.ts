import { dialledNumber, e164Of, type PhoneCountry } from "../center/phone-number.js";
import { cleanText, cutText } from "../center/plain-text.js";

export const REASON_MAX = 200;

/** The one form in which a number is on the list; `undefined`: it is none. SPEC: DNC-1. */
export function listedNumber(typed: string, country: PhoneCountry): string | undefined {
  const dialled = dialledNumber(typed);
  if (dialled === undefined || dialled === "" || !/\d/.test(dialled)) return undefined;
  return e164Of(dialled, country) ?? dialled;
}

export interface ReadList {
  readonly rows: readonly { readonly number: string; readonly reason: string }[];
  /** Lines without a number, from 1. */
  readonly unreadable: readonly number[];
}

/** A file of numbers and reasons. SPEC: DNC-2. */
export function readDoNotCallFile(text: string, country: PhoneCountry): ReadList {
  const rows: { number: string; reason: string }[] = [];
  const unreadable: number[] = [];
  const lines = text.replace(/^\ufeff/, "").split(/\r\n|\r|\n/);
  for (const [at, line] of lines.entries()) {
    if (line.trim() === "") continue;
    const [first = "", ...rest] = fieldsOf(line);
    const number = listedNumber(first, country);
    // A heading names the columns, so it has no digit.
    if (number === undefined && at === 0 && !/\d/.test(first)) continue;
    if (number === undefined) unreadable.push(at + 1);
    else rows.push({ number, reason: cutText(cleanText(rest[0] ?? "").trim(), REASON_MAX) });
  }
  return { rows, unreadable };
}

/** The fields of one line of comma separated values (RFC 4180), or separated by semicolons. */
function fieldsOf(line: string): string[] {
  const separator = /^[^,]*;/.test(line) ? ";" : ",";
  const fields: string[] = [];
  let rest = line;
  for (;;) {
    const quoted = /^\s*"((?:[^"]|"")*)"\s*/.exec(rest);
    const end = quoted === null ? rest.indexOf(separator) : quoted[0].length;
    const field = quoted?.[1]?.replaceAll('""', '"') ?? (end < 0 ? rest : rest.slice(0, end));
    fields.push(field.trim());
    if (end < 0 || rest[end] !== separator) return fields;
    rest = rest.slice(end + 1);
  }
}

import { DO_NOT_CALL_TEXT_MAX } from "@patchbay/protocol";

/** Larger files are no lists of numbers. */
export const IMPORT_BYTES_MAX = 20 * 1024 * 1024;

/**
 * A file in parts that each fit one request, cut between lines. A single line that is too long for one is left out: it is no
 * number.
 */
export function partsOf(text: string, max = DO_NOT_CALL_TEXT_MAX): readonly string[] {
  const parts: string[] = [];
  let part = "";
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (line.length > max) continue;
    // An empty line counts as one, so that lines are numbered as in the file.
    if (part.length + line.length + 1 > max) {
      parts.push(part);
      part = "";
    }
    part += `${line}\n`;
  }
  if (part.trim() !== "") parts.push(part);
  return parts;
}

export interface Imported {
  readonly added: number;
  readonly known: number;
  /** Lines of the file, from 1. */
  readonly unreadable: readonly number[];
  readonly unreadableCount: number;
}

export const nothingImported: Imported = { added: 0, known: 0, unreadable: [], unreadableCount: 0 };

/** The answers to several parts as one. @param linesBefore lines of the parts before this one */
export function addedTo(
  so: Imported,
  { added, known, unreadable, unreadableCount }: Imported,
  linesBefore: number,
): Imported {
  return {
    added: so.added + added,
    known: so.known + known,
    unreadable: [...so.unreadable, ...unreadable.map((line) => line + linesBefore)],
    unreadableCount: so.unreadableCount + unreadableCount,
  };
}

export const linesIn = (part: string): number => part.split("\n").length - 1;

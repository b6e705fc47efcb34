import type { MessageView } from "@patchbay/protocol";
import type { Row } from "../timeline/lines.js";

/** One place in the chat where the wanted words stand: the `nth` of its row, counted from 0. */
export interface Match {
  readonly rowKey: string;
  readonly rowIndex: number;
  readonly nth: number;
}

/** Without case and accents: whoever types "gutierrez" or "strasse" means Gutiérrez and Straße, too. */
export const folded = (text: string): string =>
  text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase().replaceAll("ß", "ss").replaceAll("ς", "σ");

/** A message never changes its words; one that was erased is another one. */
const known = new WeakMap<MessageView, readonly string[]>();

function foldedPartsOf(message: MessageView): readonly string[] {
  const before = known.get(message);
  if (before !== undefined) return before;
  const parts = partsOf(message).map(folded);
  known.set(message, parts);
  return parts;
}

/** What of a message is written on the screen in somebody's words, part by part as it stands there. */
function partsOf({ body }: MessageView): readonly string[] {
  switch (body.kind) {
    case "text":
      return [body.text];
    case "file":
      return [body.file.name];
    case "location":
      return body.location.address === null ? [] : [body.location.address];
    case "form":
      return Object.entries(body.fields).flat();
    default:
      return [];
  }
}

function partsIn(row: Row): readonly string[] {
  switch (row.kind) {
    case "message":
    case "whisper":
      return foldedPartsOf(row.message);
    case "outgoing":
      return row.line.body.kind === "text" ? [folded(row.line.body.text)] : [];
    default:
      return [];
  }
}

/** Every place, from the oldest line to the newest. */
export function matchesIn(rows: readonly Row[], query: string): readonly Match[] {
  const wanted = folded(query.trim());
  if (wanted === "") return [];
  const found: Match[] = [];
  rows.forEach((row, rowIndex) => {
    let nth = 0;
    for (const part of partsIn(row))
      for (let at = part.indexOf(wanted); at >= 0; at = part.indexOf(wanted, at + wanted.length))
        found.push({ rowKey: row.key, rowIndex, nth: nth++ });
  });
  return found;
}

/** Where the wanted words stand in a text as it is written: from inclusive, to exclusive. */
export function placesOf(text: string, query: string): readonly (readonly [number, number])[] {
  const wanted = folded(query.trim());
  if (wanted === "") return [];
  let whole = "";
  // Of each sign of the folded text, where in the written one it comes from.
  const origin: number[] = [];
  for (let at = 0; at < text.length; ) {
    const sign = String.fromCodePoint(text.codePointAt(at) ?? 0);
    const part = folded(sign);
    for (let i = 0; i < part.length; i++) origin.push(at);
    whole += part;
    at += sign.length;
  }
  const places: [number, number][] = [];
  for (let at = whole.indexOf(wanted); at >= 0; at = whole.indexOf(wanted, at + wanted.length)) {
    const last = origin[at + wanted.length - 1] ?? 0;
    const next = origin.slice(at + wanted.length).find((place) => place > last);
    places.push([origin[at] ?? 0, next ?? text.length]);
  }
  return places;
}

/** The match to begin with: the first one from the row that is at the top of the view, else the last before it. */
export function nearest(matches: readonly Match[], topRow: number): Match | null {
  return matches.find(({ rowIndex }) => rowIndex >= topRow) ?? matches.at(-1) ?? null;
}

/** Where a match is among all; -1: it is no more. */
export const placeAmong = (matches: readonly Match[], match: Match | null): number =>
  match === null ? -1 : matches.findIndex(({ rowKey, nth }) => rowKey === match.rowKey && nth === match.nth);

/** The next one, or the previous one; after the last comes the first. */
export function stepFrom(matches: readonly Match[], match: Match | null, by: 1 | -1): Match | null {
  if (matches.length === 0) return null;
  const at = placeAmong(matches, match);
  if (at >= 0) return matches[(at + by + matches.length) % matches.length] ?? null;
  return (by === 1 ? matches[0] : matches.at(-1)) ?? null;
}

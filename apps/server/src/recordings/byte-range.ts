/** A stretch of something that is sent: from the first byte to the one after the last. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Reads a Range header (RFC 9110 §14.2). One stretch is enough for a player; who asks for several gets everything, as for
 * anything else that is not understood.
 *
 * @returns `null`: everything; `unsatisfiable`: it begins behind the end.
 */
export function readRange(header: string | undefined, length: number): ByteRange | null | "unsatisfiable" {
  const found = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? "");
  if (found === null) return null;
  const [, first = "", last = ""] = found;
  if (first === "" && last === "") return null;
  if (first === "") {
    const count = Math.min(Number(last), length);
    return count === 0 ? "unsatisfiable" : { from: length - count, to: length };
  }
  const from = Number(first);
  if (last !== "" && Number(last) < from) return null;
  if (from >= length) return "unsatisfiable";
  return { from, to: last === "" ? length : Math.min(Number(last) + 1, length) };
}

/** A piece of a text: words, or an address that may be opened. */
export type Piece =
  | { readonly kind: "words"; readonly text: string }
  | {
      readonly kind: "link";
      readonly text: string;
      readonly href: string;
      /** Where it leads in plain letters, when its own are others: a Cyrillic "а" looks like an "a". `null`: as it reads. */
      readonly host: string | null;
    };

/** An address stands free or in brackets: not inside of markup or code, which is there to be read. */
const ADDRESS = /(?<=^|[\s(])https:\/\/[^\s<>"'`]+/gu;
/** Letters that are not seen, or turn the order of others round: an address with one of them reads as another one. */
const UNSEEN = /[\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/u;
/** What ends a sentence and not an address. */
const AFTER = /[.,;:!?…]+$/u;

/**
 * Finds the addresses in what people write. Only `https:`, and none with a user name in it: `https://bank@elsewhere`
 * leads elsewhere. None with letters that nobody sees. The text stays as it is shown, letter for letter.
 */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = trimmed(match[0]);
    const href = hrefOf(address);
    if (href === null) continue;
    if (match.index > from) pieces.push({ kind: "words", text: text.slice(from, match.index) });
    pieces.push({ kind: "link", text: address, href, host: plainHost(address, href) });
    from = match.index + address.length;
  }
  if (from < text.length) pieces.push({ kind: "words", text: text.slice(from) });
  return pieces;
}

/** Without the full stop after it, and without a closing bracket that was opened before it. */
function trimmed(address: string): string {
  const cut = address.replace(AFTER, "");
  const opened = cut.split("(").length;
  const closed = cut.split(")").length;
  return cut.endsWith(")") && closed > opened ? trimmed(cut.slice(0, -1)) : cut;
}

function plainHost(address: string, href: string): string | null {
  const { host } = new URL(href);
  return host.includes("xn--") && !address.toLowerCase().includes(host) ? host : null;
}

function hrefOf(address: string): string | null {
  if (UNSEEN.test(address) || !URL.canParse(address)) return null;
  const { protocol, username, password, href } = new URL(address);
  return protocol === "https:" && username === "" && password === "" ? href : null;
}

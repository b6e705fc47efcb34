import { cleanText } from "./plain-text.js";

/** Text for people out of whatever an app sent, and HTML for apps out of text. */

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
};

/** Tags after which a reader sees a new line. */
const BREAKING = new Set([
  "br",
  "p",
  "div",
  "li",
  "tr",
  "h1",
  "h2",
  "h3",
  "h4",
  "h5",
  "h6",
  "blockquote",
  "pre",
]);

/** Elements whose content is no text for people. */
const SILENT = new Set(["script", "style", "head", "template", "noscript", "iframe", "object"]);

/**
 * The words of an HTML fragment. It is read, never shown: what comes out is plain text, to be escaped wherever
 * it is put into HTML again. One pass over the text, whatever is in it.
 */
export function textOfHtml(html: string): string {
  let text = "";
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf("<", at);
    if (open < 0) {
      text += decodeEntities(html.slice(at));
      break;
    }
    text += decodeEntities(html.slice(at, open));
    if (html.startsWith("<!--", open)) {
      const end = html.indexOf("-->", open + 4);
      at = end < 0 ? html.length : end + 3;
      continue;
    }
    const tag = /^<(\/?)([a-zA-Z][a-zA-Z0-9]{0,20})/.exec(html.slice(open, open + 24));
    if (tag === null) {
      text += "<"; // A less-than sign, not a tag.
      at = open + 1;
      continue;
    }
    const close = html.indexOf(">", open);
    at = close < 0 ? html.length : close + 1;
    const name = (tag[2] ?? "").toLowerCase();
    const closing = tag[1] === "/";
    if (!closing && SILENT.has(name)) at = endOfSilent(html, name, at);
    else if (name === "br" || (closing && BREAKING.has(name))) text += "\n";
  }
  return cleanText(text).trim();
}

function endOfSilent(html: string, name: string, from: number): number {
  const rest = html.slice(from);
  const end = rest.search(new RegExp(`</${name}`, "i"));
  if (end < 0) return html.length;
  const close = rest.indexOf(">", end);
  return close < 0 ? html.length : from + close + 1;
}

export function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[String(name).toLowerCase()] ?? whole;
    const code = decimal !== undefined ? Number.parseInt(decimal, 10) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
      ? String.fromCodePoint(code)
      : "";
  });
}

/** Whether a text of unknown kind is meant as HTML: it holds a common tag or an entity. */
export const looksLikeHtml = (text: string): boolean =>
  /<\/?(?:br|p|div|span|b|i|u|em|strong|a|ul|ol|li|font)(?:\s[^<>]*)?\/?>|&(?:amp|lt|gt|quot|nbsp|#\d{1,7});/i.test(
    text,
  );

/** Text as HTML for an app: every sign that means something is escaped, lines are broken. */
export const htmlOfText = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;")
    .replaceAll("\n", "<br/>");

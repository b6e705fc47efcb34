/** A stretch of a text, and where it leads when it is an address. */
export interface Stretch {
  readonly text: string;
  readonly url: string | null;
}

/** Addresses that a browser may open by a tap; a sign that ends a sentence is not part of one. */
export function stretchesOf(text: string): Stretch[] {
  const stretches: Stretch[] = [];
  let at = 0;
  for (const found of text.matchAll(/https?:\/\/[^\s<>"'`]{1,2000}/gi)) {
    const shown = found[0].replace(/[.,;:!?)\]}]+$/, "");
    const url = addressOf(shown);
    if (url === null) continue;
    if (found.index > at) stretches.push({ text: text.slice(at, found.index), url: null });
    stretches.push({ text: shown, url });
    at = found.index + shown.length;
  }
  if (at < text.length) stretches.push({ text: text.slice(at), url: null });
  return stretches;
}

function addressOf(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const { protocol, username, password, href } = new URL(text);
  // `https://bank@elsewhere` leads elsewhere.
  return /^https?:$/.test(protocol) && username === "" && password === "" ? href : null;
}

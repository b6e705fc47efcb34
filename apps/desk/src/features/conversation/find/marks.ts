import { placesOf } from "./matches.js";

const ALL = "conv-find";
const NOW = "conv-find-now";
/** The elements that hold the parts which `matchesIn` counts, in the order in which it counts them. */
const PARTS = ".conv-text, .conv-file-name > a, .conv-location-name, .conv-pair > dt, .conv-pair > dd";

/** Marks the places in the rows on the screen. Drawn by the browser itself: no row is drawn anew for it. */
export function mark(rows: Iterable<HTMLElement>, query: string, now: MarkedPlace | null): void {
  // A browser without it shows the row and no more.
  if (!("highlights" in CSS)) return;
  const all: Range[] = [];
  let current: Range | null = null;
  for (const row of rows) {
    const ranges = [...row.querySelectorAll<HTMLElement>(PARTS)].flatMap((part) => rangesIn(part, query));
    const nowHere = now !== null && row.dataset.key === now.rowKey ? (ranges[now.nth] ?? null) : null;
    current ??= nowHere;
    for (const range of ranges) if (range !== nowHere) all.push(range);
  }
  CSS.highlights.set(ALL, new Highlight(...all));
  CSS.highlights.set(NOW, new Highlight(...(current === null ? [] : [current])));
}

export interface MarkedPlace {
  readonly rowKey: string;
  readonly nth: number;
}

export function unmark(): void {
  if (!("highlights" in CSS)) return;
  CSS.highlights.delete(ALL);
  CSS.highlights.delete(NOW);
}

function rangesIn(part: HTMLElement, query: string): Range[] {
  const pieces: { readonly node: Text; readonly from: number }[] = [];
  let text = "";
  const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    // What the desk adds behind a link, such as where it leads, is nobody's words.
    if (!(node instanceof Text) || node.parentElement?.matches(".mute")) continue;
    pieces.push({ node, from: text.length });
    text += node.data;
  }
  const pointAt = (at: number, isEnd: boolean) =>
    pieces.findLast(({ from }) => (isEnd ? from < at : from <= at)) ?? pieces[0];
  return placesOf(text, query).flatMap(([from, to]) => {
    const [first, last] = [pointAt(from, false), pointAt(to, true)];
    if (first === undefined || last === undefined) return [];
    const range = document.createRange();
    range.setStart(first.node, from - first.from);
    range.setEnd(last.node, to - last.from);
    return [range];
  });
}

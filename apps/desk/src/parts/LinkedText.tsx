import { piecesOf } from "./links.js";

/** What somebody wrote, with its addresses to click. They open in a window of their own that knows nothing of the desk. */
export function LinkedText({ text }: { readonly text: string }) {
  return piecesOf(text).map((piece, index) =>
    piece.kind === "words" ? (
      piece.text
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: a text never changes, and an address may come twice
      <a key={index} className="text-link" href={piece.href} target="_blank" rel="noopener noreferrer">
        {piece.text}
      </a>
    ),
  );
}

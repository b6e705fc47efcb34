import { Fragment } from "react";
import { piecesOf } from "./links.js";

/** What somebody wrote, with its addresses to click. They open in a window of their own that knows nothing of the desk. */
export function LinkedText({ text }: { readonly text: string }) {
  return piecesOf(text).map((piece, index) =>
    piece.kind === "words" ? (
      piece.text
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: a text never changes, and an address may come twice
      <Fragment key={index}>
        <a
          className="text-link"
          href={piece.href}
          title={piece.host ?? undefined}
          target="_blank"
          rel="noopener noreferrer"
        >
          {piece.text}
        </a>
        {piece.host !== null && <span className="mute small"> ({piece.host})</span>}
      </Fragment>
    ),
  );
}

import { type PackedEmoji, packEmoji } from "./pack.js";

/** Evaluated while building (vite-emoji.ts): a browser gets the list, not the data it is made of. */
export const packedEmoji: readonly PackedEmoji[] = packEmoji();

import data from "emojibase-data/en/data.json" with { type: "json" };
import type { EmojiGroup } from "./groups.js";

/** Newer ones are boxes on phones that are some years old. */
const VERSION_MAX = 15.1;
/** By emojibase's number; 2, skin tones and hair, is no emoji of its own. */
const GROUPS: Readonly<Record<number, EmojiGroup>> = {
  0: "smileys",
  1: "people",
  3: "nature",
  4: "food",
  5: "travel",
  6: "activities",
  7: "objects",
  8: "symbols",
  9: "flags",
};

/** Text, name, further words to find it by, group. */
export type PackedEmoji = readonly [text: string, label: string, words: string, group: EmojiGroup];

/** What the picker needs of the data, in the order of the Unicode consortium. Done while building. */
export function packEmoji(): PackedEmoji[] {
  return data
    .filter(({ version }) => version <= VERSION_MAX)
    .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
    .flatMap(({ emoji, label, tags = [], group }) => {
      const name = group === undefined ? undefined : GROUPS[group];
      return name === undefined ? [] : [[emoji, label, tags.join(" "), name] as const];
    });
}

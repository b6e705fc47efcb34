import { useEffect, useState } from "react";
import type { EmojiGroup } from "./groups.js";

export interface Emoji {
  /** Its code points, for ids. */
  readonly id: string;
  /** What goes into a message. */
  readonly text: string;
  readonly label: string;
  readonly group: EmojiGroup;
  /** Of its label and of what else it is found by, in small letters. */
  readonly words: readonly string[];
  readonly labelWords: readonly string[];
}

let loaded: readonly Emoji[] | null = null;
const NONE: readonly Emoji[] = [];
const wordsIn = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** Fetched when somebody first wants one: it is larger than a part of the desk should be. @throws when it cannot be had */
async function loadEmoji(): Promise<readonly Emoji[]> {
  const { packedEmoji } = await import("./list.js");
  loaded ??= packedEmoji.map(([text, label, words, group]) => ({
    id: [...text].map((letter) => letter.codePointAt(0)?.toString(16)).join("-"),
    text,
    label,
    group,
    words: [...new Set([...wordsIn(label), ...wordsIn(words)])],
    labelWords: wordsIn(label),
  }));
  return loaded;
}

/** @param wanted false: nobody needs them now @returns `null` once they could not be loaded; none while they are */
export function useEmojiList(wanted: boolean): readonly Emoji[] | null {
  const [list, setList] = useState<readonly Emoji[] | null>(loaded ?? NONE);
  useEffect(() => {
    if (!wanted || loaded !== null) return;
    let isWanted = true;
    const take = (next: readonly Emoji[] | null): void => {
      if (isWanted) setList(next);
    };
    loadEmoji().then(take, () => take(null));
    return () => {
      isWanted = false;
    };
  }, [wanted]);
  return loaded ?? list;
}

export const useEmoji = (wanted: boolean): readonly Emoji[] => useEmojiList(wanted) ?? NONE;

/** Those of which each word that is sought begins a word: by name first, then by what else they stand for. */
export function searchEmoji(all: readonly Emoji[], sought: string, max: number): readonly Emoji[] {
  const words = wordsIn(sought);
  if (words.length === 0) return [];
  const among = (places: readonly string[]): boolean =>
    words.every((word) => places.some((one) => one.startsWith(word)));
  const exactly = (places: readonly string[]): boolean => words.every((word) => places.includes(word));
  const byRank: [Emoji[], Emoji[], Emoji[], Emoji[]] = [[], [], [], []];
  for (const one of all) {
    if (exactly(one.labelWords)) byRank[0].push(one);
    else if (exactly(one.words)) byRank[1].push(one);
    else if (among(one.labelWords)) byRank[2].push(one);
    else if (among(one.words)) byRank[3].push(one);
  }
  return byRank.flat().slice(0, max);
}

import Fuse from "fuse.js";
import type { Command } from "./commands.js";

/**
 * What fits the words that were typed, best first. Without words: what was last chosen, then all that can be done.
 * @param recent ids of what was last chosen, newest first
 */
export function found(
  commands: readonly Command[],
  typed: string,
  recent: readonly string[],
): readonly Command[] {
  const query = typed.trim();
  if (query === "") {
    const byId = new Map(commands.map((command) => [command.id, command]));
    const last = recent.flatMap((id) => byId.get(id) ?? []);
    // What is not looked for and cannot be done is only in the way.
    return [...last, ...commands.filter(({ id }) => !recent.includes(id))].filter(({ why }) => why === null);
  }
  const fuse = new Fuse(commands, {
    keys: [
      { name: "title", weight: 3 },
      { name: "detail", weight: 1 },
    ],
    threshold: 0.34,
    ignoreLocation: true,
    ignoreDiacritics: true,
    useExtendedSearch: false,
  });
  const slips = new Set(fuse.search(query).map(({ item }) => item));
  const words = folded(query).split(/\s+/);
  const ranked = [...slips, ...commands.filter((command) => !slips.has(command))]
    .map((command) => ({ command, rank: rankOf(command, words) ?? (slips.has(command) ? 2 : null) }))
    .filter(({ rank }) => rank !== null)
    // What can be done now goes before what cannot. Among equals the order of fitting stays.
    .sort(
      (a, b) =>
        Number(a.command.why !== null) - Number(b.command.why !== null) || (a.rank ?? 0) - (b.rank ?? 0),
    );
  return ranked.map(({ command }) => command);
}

/** 0: each of the words begins one of the command's, in whatever order; 1: each is a part of one; `null`: neither. */
function rankOf({ title, detail }: Command, words: readonly string[]): 0 | 1 | null {
  const own = folded(`${title} ${detail}`).split(/[^\p{L}\p{N}]+/u);
  if (words.every((word) => own.some((one) => one.startsWith(word)))) return 0;
  return words.every((word) => own.some((one) => one.includes(word))) ? 1 : null;
}

/** Without capitals and accents. */
const folded = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();

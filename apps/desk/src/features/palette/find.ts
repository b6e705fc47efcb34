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
  const hits = fuse.search(query).map(({ item }) => item);
  // What can be done now goes before what cannot; otherwise the order of fitting stays.
  return [...hits.filter(({ why }) => why === null), ...hits.filter(({ why }) => why !== null)];
}

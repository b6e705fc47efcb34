/**
 * Reads the words behind a command, strictly: one that is misspelt must not start an hour's work that nobody asked for.
 * `--help` prints what there is and ends; anything unknown does so with exit code 1.
 *
 * @param command as a person types it
 * @param known each option with what its number means, or `null` when it takes none
 * @returns the given ones: option -> its number as it was written, or `true`
 */
export function readOptions(command, known, args) {
  const given = new Map();
  const words = args.flatMap((word) => (/^--[^=]+=/.test(word) ? splitOnce(word) : [word]));
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === "--help" || word === "-h") {
      process.stdout.write(`${listOf(command, known)}\n`);
      process.exit(0);
    }
    if (!Object.hasOwn(known, word)) refuse(`There is no option "${word}".`, command, known);
    if (known[word] === null) {
      given.set(word, true);
      continue;
    }
    at += 1;
    if (!/^\d+(\.\d+)?$/.test(words[at] ?? "")) refuse(`${word} takes a number.`, command, known);
    given.set(word, words[at]);
  }
  return given;
}

function splitOnce(word) {
  const at = word.indexOf("=");
  return [word.slice(0, at), word.slice(at + 1)];
}

function refuse(sentence, command, known) {
  process.stderr.write(`${sentence}\n${listOf(command, known)}\n`);
  process.exit(1);
}

function listOf(command, known) {
  const width = Math.max(...Object.keys(known).map((name) => name.length)) + 2;
  const lines = Object.entries(known).map(([name, meaning]) =>
    meaning === null ? `  ${name}` : `  ${name.padEnd(width)}N  ${meaning}`,
  );
  return [`${command} -- takes these options:`, ...lines].join("\n");
}

/**
 * A command line in words, as TTS_COMMAND has it: separated by spaces, with "..." or '...' around what has spaces in it.
 * Nothing else has a meaning, and no shell sees it.
 *
 * @returns `undefined` when a quote is not closed, or nothing is named
 */
export function commandWords(line: string): readonly [string, ...string[]] | undefined {
  const words: string[] = [];
  let word = "";
  let begun = false;
  let quote = "";
  for (const letter of line) {
    if (quote !== "") {
      if (letter === quote) quote = "";
      else word += letter;
    } else if (letter === '"' || letter === "'") {
      quote = letter;
      begun = true;
    } else if (/\s/.test(letter)) {
      if (begun) words.push(word);
      word = "";
      begun = false;
    } else {
      word += letter;
      begun = true;
    }
  }
  if (begun) words.push(word);
  const [program, ...rest] = words;
  return quote !== "" || program === undefined || program === "" ? undefined : [program, ...rest];
}

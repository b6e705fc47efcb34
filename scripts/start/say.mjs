const startedAt = performance.now();

/** One line of progress, with the seconds since the command was typed. */
export function say(text) {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(`[${seconds.padStart(5)} s] ${text}\n`);
}

/** A line every 15 s while something takes long: silence looks like a standstill. Returns how to stop it. */
export function sayWhile(text) {
  const timer = setInterval(() => say(`${text} ...`), 15_000);
  return () => clearInterval(timer);
}

/** Something that only a person can mend: told in its own words, without a stack. */
export class Problem extends Error {}

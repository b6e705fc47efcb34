/** What goes on is said again after this, so that a terminal that nobody watched does not look well. */
const REMIND_AFTER_MS = 10 * 60_000;

interface Line {
  readonly level: number;
  readonly msg?: string;
  readonly err?: { readonly message?: string };
  readonly cause?: unknown;
  /** What was wrong is over: the next trouble is a new one. */
  readonly over?: boolean;
}

/**
 * Warnings and errors of the log as a person at the terminal reads them. While something is wrong, every part of the
 * server that tries again says so several times a second: the file has all of it, the terminal has each warning once,
 * with its cause, and one line when it is over.
 */
export class TerminalLines {
  readonly #saidAt = new Map<string, number>();

  constructor(
    private readonly print: (text: string) => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** @param text one line of the log, as JSON */
  write(text: string): void {
    let line: Line;
    try {
      line = JSON.parse(text) as Line;
    } catch {
      this.print(`${text.trimEnd()}\n`);
      return;
    }
    if (line.over === true) this.#saidAt.clear();
    const cause = causeOf(line);
    const isError = line.level >= 50;
    // Two warnings with one cause are one trouble; of an error, everything that differs is worth a line.
    const keys = isError ? [`${line.msg} ${cause}`] : [line.msg ?? "", cause].filter((key) => key !== "");
    const isKnown = keys.map((key) => this.#isKnown(key)).some((known) => known);
    if (isError && cause !== "") this.#isKnown(cause);
    if (isKnown) return;
    const parts = [line.msg, cause].filter((part, at, all) => part && all.indexOf(part) === at);
    this.print(`${line.over ? "Note" : isError ? "Error" : "Warning"}: ${parts.join(": ")}\n`);
  }

  #isKnown(key: string): boolean {
    const at = this.now();
    const before = this.#saidAt.get(key) ?? Number.NEGATIVE_INFINITY;
    if (at - before < REMIND_AFTER_MS) return true;
    this.#saidAt.set(key, at);
    return false;
  }
}

/** The first line, without the stack and the name of the error's class. */
function causeOf({ err, cause }: Line): string {
  const text = err?.message ?? (typeof cause === "string" ? cause : "");
  return (text.split("\n")[0] ?? "").replace(/^[a-z]*error: /i, "");
}

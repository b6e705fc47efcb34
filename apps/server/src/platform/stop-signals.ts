/**
 * A second Ctrl-C so soon after the first is the same one: an impatient finger, or the terminal and `npm start`
 * both telling us.
 */
const SAME_SIGNAL_MS = 1000;

/**
 * Calls `stop` at the first SIGINT, SIGTERM or SIGHUP. A later one, more than a second after, means that somebody
 * is tired of waiting: `hurry` is called.
 */
export function onStopSignal(
  actions: {
    readonly stop: (signal: NodeJS.Signals) => void;
    readonly hurry: (signal: NodeJS.Signals) => void;
  },
  source: Pick<NodeJS.EventEmitter, "on"> = process,
  now: () => number = () => performance.now(),
): void {
  let lastAt = Number.NEGATIVE_INFINITY;
  let stopping = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    source.on(signal, () => {
      const at = now();
      if (at - lastAt < SAME_SIGNAL_MS) return;
      lastAt = at;
      if (stopping) actions.hurry(signal);
      else actions.stop(signal);
      stopping = true;
    });
  }
}

import { AsyncLocalStorage } from "node:async_hooks";
import { correlationIdPattern } from "@patchbay/protocol";

const running = new AsyncLocalStorage<string>();

/**
 * The number of the request in whose course this runs; `undefined`: of none, as with a timer. Every line of the log has it
 * (platform/log.ts), and so has the error that whoever asked is shown.
 */
export const correlationNow = (): string | undefined => running.getStore();

/** Runs `run`, and all that follows from it, in the course of this request. */
export const correlated = <Result>(correlationId: string, run: () => Result): Result =>
  running.run(correlationId, run);

/** Runs what serves everybody, begun in the course of whichever request came first. */
export const uncorrelated = <Result>(run: () => Result): Result => running.exit(run);

/** A number that a proxy or a client brings along, when it is one that may stand in a log; else `undefined`. */
export function correlationIdFrom(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === "string" && header !== "" && correlationIdPattern.test(header)
    ? header
    : undefined;
}

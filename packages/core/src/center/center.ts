import type { Instant } from "../time/time.js";
import type { Command, Decision, Event } from "./messages.js";
import type { CenterState } from "./state.js";

/**
 * One contact center: its state and the two functions that move it. `decide` applies what it decides at once
 * (a refusal leaves no trace); `evolve` folds in an event from the journal and never refuses.
 */
export interface CoreCenter {
  readonly state: CenterState;
  decide(command: Command, at: Instant): Decision;
  evolve(event: Event): void;
  /** The earliest deadline, or `undefined`: when the edge should send MeetDeadlines. A hint, nothing more. */
  nextDeadline(): Instant | undefined;
  /** How many stand in the service's queue before this interaction; `undefined` when it does not wait. */
  ahead(interactionId: string): number | undefined;
  /** How many wait in a service, and since when the first in line has waited. */
  waiting(serviceId: string): { readonly count: number; readonly oldestSince: Instant | null };
  /** Estimated wait in whole seconds for somebody with `ahead` people before them; `undefined` below 5 samples. */
  estimatedWaitSeconds(serviceId: string, ahead: number): number | undefined;
  /** Logged-in agents who have the skills of a service, whatever their presence. */
  qualified(serviceId: string): number;
}

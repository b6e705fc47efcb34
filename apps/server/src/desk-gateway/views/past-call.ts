import type { Event } from "@patchbay/core";

/** What is told of a call that is over, or goes on, beside what every interaction has. */
export interface PastCall {
  readonly direction: "inbound" | "outbound";
  /** From the moment two could talk to the end, on hold or not; `null`: nobody ever talked. Of one that goes on: so far. */
  readonly talkMs: number | null;
}

/**
 * Reads it out of the call's own events, in their order. `null`: it was no call.
 * @param now ends a call that goes on, milliseconds since 1970
 */
export function pastCall(events: readonly Event[], now: number): PastCall | null {
  let direction: PastCall["direction"] | null = null;
  const agentLegs = new Set<string>();
  const outsideLegs = new Set<string>();
  const connected = new Set<string>();
  let since: number | null = null;
  let until: number | null = null;
  for (const event of events) {
    if (event.type === "CallArrived") {
      direction = "inbound";
      outsideLegs.add(event.legId);
    } else if (event.type === "CallPlaced") {
      direction = "outbound";
      outsideLegs.add(event.legId);
    } else if (event.type === "LegAdded") {
      if (event.role === "agent") agentLegs.add(event.legId);
      else if (event.role === "external") outsideLegs.add(event.legId);
    } else if (event.type === "LegChanged" && event.state === "connected") {
      connected.add(event.legId);
      const some = (legs: ReadonlySet<string>): boolean => [...connected].some((legId) => legs.has(legId));
      if (some(agentLegs) && some(outsideLegs)) since ??= event.at;
    } else if (event.type === "InteractionEnded") until ??= event.at;
  }
  if (direction === null) return null;
  return { direction, talkMs: since === null ? null : Math.max(0, (until ?? now) - since) };
}

import type { Event } from "@patchbay/core";

/**
 * How long each agent of a call has talked with somebody, hold included, by its own events in their order.
 * @param until where a call that goes on is cut off, milliseconds since 1970
 */
export function talkTimes(events: readonly Event[], until: number): Record<string, number> {
  const agentOf = new Map<string, string>();
  /** A lost leg is one that comes back: it stays until it is removed. */
  const connected = new Set<string>();
  const talked: Record<string, number> = {};
  let since = 0;
  const count = (at: number): void => {
    const isTalk = connected.size > 1;
    for (const legId of connected) {
      const agentId = agentOf.get(legId);
      if (isTalk && agentId !== undefined) talked[agentId] = (talked[agentId] ?? 0) + Math.max(0, at - since);
    }
    since = at;
  };
  for (const event of events) {
    switch (event.type) {
      case "LegAdded":
        if (event.agentId !== null && event.role === "agent") agentOf.set(event.legId, event.agentId);
        break;
      case "LegChanged":
        if (event.state !== "connected") break;
        count(event.at);
        connected.add(event.legId);
        break;
      case "LegRemoved":
        count(event.at);
        connected.delete(event.legId);
        break;
      case "InteractionEnded":
        count(event.at);
        connected.clear();
        break;
      default:
    }
  }
  count(until);
  return talked;
}

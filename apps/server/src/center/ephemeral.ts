import type { AppShows, Ephemeral } from "./edge.js";

type Presence = "here" | "away" | "gone";

/** What passes between the edges of one center without touching the journal. In memory, gone with the process. */
export function createEphemeral(): Ephemeral {
  const agentTyping = new Set<(interactionId: string, agentId: string, typing: boolean) => void>();
  const customerTyping = new Set<(interactionId: string, typing: boolean, preview: string | null) => void>();
  const customerPresence = new Set<(interactionId: string, presence: Presence) => void>();
  const customerShows = new Set<(interactionId: string) => void>();
  const presences = new Map<string, Presence>();
  const shows = new Map<string, AppShows>();
  const listen = <Listener>(listeners: Set<Listener>, listener: Listener): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    agentTyping(interactionId, agentId, typing) {
      for (const listener of agentTyping) listener(interactionId, agentId, typing);
    },
    customerTyping(interactionId, typing, preview) {
      for (const listener of customerTyping) listener(interactionId, typing, preview);
    },
    customerPresence(interactionId, presence) {
      if ((presences.get(interactionId) ?? "gone") === presence) return;
      if (presence === "gone") presences.delete(interactionId);
      else presences.set(interactionId, presence);
      for (const listener of customerPresence) listener(interactionId, presence);
    },
    customerShows(interactionId, app) {
      if ((shows.get(interactionId) ?? null) === app) return;
      if (app === null) shows.delete(interactionId);
      else shows.set(interactionId, app);
      for (const listener of customerShows) listener(interactionId);
    },
    showsOf: (interactionId) => shows.get(interactionId),
    onAgentTyping: (listener) => listen(agentTyping, listener),
    onCustomerTyping: (listener) => listen(customerTyping, listener),
    onCustomerPresence: (listener) => listen(customerPresence, listener),
    onCustomerShows: (listener) => listen(customerShows, listener),
    presenceOf: (interactionId) => presences.get(interactionId) ?? "gone",
  };
}

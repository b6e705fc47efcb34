import type { Center } from "../center/center.js";
import type { AccountStore } from "./account-store.js";

/**
 * Ends a seat's session when the center says that its user is out: logged out, forced out, moved to another window,
 * or removed. Somebody whose desk was merely lost keeps the session, and may come back by opening the desk again.
 *
 * The core is asked as well at every request (see signed-in.ts), so nothing leans on this happening in time.
 *
 * @returns how to stop.
 */
export function followCenter(
  center: Center,
  store: AccountStore,
  failed: (cause: unknown) => void,
): () => void {
  /** The session of each user who is logged in: the event that logs out does not name it. */
  const current = new Map<string, string>();
  const learn = (): void => {
    current.clear();
    for (const agent of center.state.agents.values()) current.set(agent.id, agent.sessionId);
  };
  learn();
  const end = (sessionId: string | undefined): void => {
    if (sessionId !== undefined) store.endSession(sessionId).catch(failed);
  };
  const stopRecovered = center.onRecovered(learn);
  const stopCommitted = center.onCommitted(({ entries }) => {
    for (const entry of entries)
      for (const event of entry.events) {
        if (event.type === "AgentLoggedIn") current.set(event.agentId, event.sessionId);
        else if (event.type === "AgentSessionMoved") {
          current.set(event.agentId, event.sessionId);
          end(event.previousSessionId);
        } else if (event.type === "AgentLoggedOut") {
          if (event.cause !== "desk_lost") end(current.get(event.agentId));
          current.delete(event.agentId);
        } else if (event.type === "UserRemoved") {
          store.endSessionsOf(event.agentId).catch(failed);
        }
      }
  });
  return () => {
    stopRecovered();
    stopCommitted();
  };
}

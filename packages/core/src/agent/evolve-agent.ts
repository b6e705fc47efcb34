import type { Store } from "../center/store.js";
import type { Channel } from "../configuration/configuration.js";
import type { AgentId, InteractionId } from "../ids/ids.js";
import type { Instant } from "../time/time.js";
import type { Agent, AgentEvent, Load, LoadState } from "./agent.js";

export function evolveAgent(store: Store, event: AgentEvent, at: Instant): void {
  switch (event.type) {
    case "AgentLoggedIn":
      store.addAgent({
        id: event.agentId,
        sessionId: event.sessionId,
        presence: event.presence,
        source: { by: "system" },
        next: null,
        nextSource: null,
        loads: [],
        deskLost: null,
        phone: { device: "browser", health: "unknown" },
        line: null,
        monitoring: null,
        monitoringChat: null,
        loggedInAt: at,
        idleSince: at,
        word: event.presence.kind,
        wordSince: at,
      });
      return;
    case "AgentSessionMoved": {
      const agent = store.agent(event.agentId);
      agent.sessionId = event.sessionId;
      agent.deskLost = null;
      // Another window has another microphone; nothing is known of it yet.
      if (agent.phone.device === "browser") agent.phone = { device: "browser", health: "unknown" };
      return;
    }
    case "AgentPresenceChanged": {
      const agent = store.agent(event.agentId);
      const wasReady = agent.presence.kind === "ready";
      const sameKind = agent.presence.kind === event.presence.kind;
      agent.presence = event.presence;
      agent.source = event.source;
      agent.next = null;
      agent.nextSource = null;
      if (event.presence.kind === "ready" && !wasReady) agent.idleSince = at;
      // Another reason is another state: its time starts anew although the word stays.
      if (sameKind && agent.word === event.presence.kind) agent.wordSince = at;
      return;
    }
    case "AgentNextChosen": {
      const agent = store.agent(event.agentId);
      agent.next = event.next;
      agent.nextSource = event.next === null ? null : event.source;
      return;
    }
    case "DeskLost":
      store.agent(event.agentId).deskLost = { at, until: event.until };
      return;
    case "DeskReturned":
      store.agent(event.agentId).deskLost = null;
      return;
    case "PhoneChanged":
      store.agent(event.agentId).phone = event.phone;
      return;
    case "LineChanged":
      store.agent(event.agentId).line = event.line;
      return;
    case "AgentLoggedOut":
      store.removeAgent(event.agentId);
      return;
  }
}

/** Puts an interaction into the agent's hands, or moves it to another state there. */
export function setLoad(agent: Agent, load: Omit<Load, "since">, at: Instant): void {
  const held = agent.loads.find((other) => other.interactionId === load.interactionId);
  if (held === undefined) agent.loads.push({ ...load, since: at });
  else if (held.state !== load.state) {
    held.state = load.state;
    held.since = at;
  }
}

/** Takes it out again. An agent whose hands are empty has been waiting since now. */
export function dropLoad(store: Store, agentId: AgentId, interactionId: InteractionId, at: Instant): void {
  if (!store.state.agents.has(agentId)) return;
  const agent = store.agent(agentId);
  const before = agent.loads.length;
  const worked = agent.loads.some(
    (load) => load.interactionId === interactionId && load.state !== "reserved" && load.state !== "ringing",
  );
  agent.loads = agent.loads.filter((load) => load.interactionId !== interactionId);
  if (worked && agent.loads.length === 0 && before > 0) agent.idleSince = at;
}

export function moveLoad(
  store: Store,
  agentId: AgentId,
  interactionId: InteractionId,
  channel: Channel,
  state: LoadState,
  at: Instant,
): void {
  if (!store.state.agents.has(agentId)) return;
  setLoad(store.agent(agentId), { interactionId, channel, state }, at);
}

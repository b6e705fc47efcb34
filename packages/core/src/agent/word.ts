import type { Agent, AgentWord } from "./agent.js";

/** SPEC AGT-1: ringing, reserved, busy, after-call work, else presence; the first that applies. */
export function wordOf(agent: Agent): AgentWord {
  let reserved = false;
  let busy = false;
  let wrapUp = false;
  for (const load of agent.loads) {
    if (load.state === "ringing") return "ringing";
    if (load.state === "reserved") reserved = true;
    else if (load.state === "wrap_up") wrapUp = true;
    else busy = true;
  }
  if (reserved) return "reserved";
  if (busy) return "busy";
  if (wrapUp) return "after_call_work";
  return agent.presence.kind;
}

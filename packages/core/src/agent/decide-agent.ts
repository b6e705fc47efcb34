import { stopMonitoring } from "../call/decide-monitoring.js";
import { callsInHand } from "../call/legs.js";
import {
  activeParties,
  agentOf,
  type Deciding,
  isActive,
  looksAfter,
  partyOf,
  reject,
  userOf,
  type Verdict,
} from "../center/deciding.js";
import type { Role } from "../configuration/configuration.js";
import { systemReasons } from "../configuration/configuration.js";
import { mayDo } from "../configuration/privileges.js";
import type { AgentId, ReasonId } from "../ids/ids.js";
import { assistanceWithout } from "../interaction/decide-assistance.js";
import { stopMonitoringChat } from "../interaction/decide-chat-monitoring.js";
import { closeRequest, endNow, requestAgain } from "../interaction/lifecycle.js";
import { isWork, withdrawOffersOf } from "../offer/decide-offer.js";
import type {
  Agent,
  AgentCommand,
  LogOutCause,
  NextPresence,
  Phone,
  Presence,
  PresenceSource,
} from "./agent.js";
import { decideLine } from "./line.js";

export function decideAgent(deciding: Deciding, command: AgentCommand): Verdict {
  if (command.type === "LogIn") return logIn(deciding, command);
  if (command.type === "ForcePresence") return forcePresence(deciding, command);
  const agent = agentOf(deciding, command.agentId);
  if (!agent) return reject("not_logged_in", { agentId: command.agentId });
  switch (command.type) {
    case "LogOut":
      if (agent.sessionId !== command.sessionId) return reject("forced_logout_by_other_client");
      return choosePresence(deciding, agent, { kind: "logged_out" });
    case "SetPresence":
      return choosePresence(deciding, agent, command.presence);
    case "ClearNext":
      if (agent.next === null) return null;
      deciding.emit({ type: "AgentNextChosen", agentId: agent.id, next: null, source: { by: "agent" } });
      return null;
    case "SetPhone":
      return setPhone(deciding, agent, command.phone);
    case "KeepLine":
    case "RaiseLine":
    case "LowerLine":
    case "ReportLine":
      return decideLine(deciding, agent, command);
    case "LoseDesk":
      if (agent.sessionId !== command.sessionId || agent.deskLost !== null) return null;
      loseDesk(deciding, agent.id, command.graceMs);
      return null;
    case "ReturnDesk":
      if (agent.sessionId !== command.sessionId) return reject("forced_logout_by_other_client");
      if (agent.deskLost !== null) deciding.emit({ type: "DeskReturned", agentId: agent.id });
      return null;
  }
}

/** SPEC PHN-1: a phone that does not work gets no calls, and a call that rings there goes on to somebody else. */
function setPhone(deciding: Deciding, agent: Agent, phone: Phone): Verdict {
  const { device, health } = agent.phone;
  if (device === phone.device && health === phone.health) return null;
  if (device !== phone.device && (callsInHand(deciding, agent.id).length > 0 || agent.monitoring !== null))
    return reject("not_suitable_state", { device });
  // What stays up is the line to one phone.
  if (device !== phone.device && agent.line !== null)
    deciding.emit({ type: "LineChanged", agentId: agent.id, line: null });
  deciding.emit({ type: "PhoneChanged", agentId: agent.id, phone });
  if (phone.device === "none" || phone.health !== "ok")
    withdrawOffersOf(deciding, agent.id, "phone_lost", "voice");
  return null;
}

function logIn(deciding: Deciding, command: Extract<AgentCommand, { readonly type: "LogIn" }>): Verdict {
  const user = userOf(deciding, command.agentId);
  if (!user?.enabled) return reject("user_disabled_or_deleted", { agentId: command.agentId });
  const agent = agentOf(deciding, command.agentId);
  if (!agent) {
    const presence: Presence =
      user.roles.includes("supervisor") || !user.roles.includes("agent")
        ? { kind: "supervising" }
        : { kind: "not_ready", reason: systemReasons.signedIn };
    deciding.emit({ type: "AgentLoggedIn", agentId: user.id, sessionId: command.sessionId, presence });
    return null;
  }
  if (agent.sessionId === command.sessionId) {
    if (agent.deskLost !== null) deciding.emit({ type: "DeskReturned", agentId: agent.id });
    return null;
  }
  if (!command.force) return reject("user_already_logged_in", { since: agent.loggedInAt });
  deciding.emit({
    type: "AgentSessionMoved",
    agentId: agent.id,
    sessionId: command.sessionId,
    previousSessionId: agent.sessionId,
  });
  return null;
}

function forcePresence(
  deciding: Deciding,
  command: Extract<AgentCommand, { readonly type: "ForcePresence" }>,
): Verdict {
  if (!mayDo(userOf(deciding, command.supervisorId), "force_states")) return reject("not_enough_privileges");
  const agent = agentOf(deciding, command.agentId);
  if (!agent) return reject("not_logged_in", { agentId: command.agentId });
  if (!looksAfter(deciding, command.supervisorId, command.agentId)) return reject("not_enough_privileges");
  const refusal = refusalOf(deciding, agent, command.presence, true);
  if (refusal) return refusal;
  const source: PresenceSource = { by: "supervisor", supervisorId: command.supervisorId };
  if (command.presence.kind === "logged_out") {
    logOut(deciding, agent.id, "supervisor", command.supervisorId);
  } else {
    if (command.presence.kind !== "ready")
      withdrawOffersOf(deciding, agent.id, "agent_away", undefined, isWork);
    deciding.emit({ type: "AgentPresenceChanged", agentId: agent.id, presence: command.presence, source });
  }
  return null;
}

const hasAnyRole = (has: readonly Role[], wanted: readonly Role[]): boolean =>
  wanted.some((role) => has.includes(role));

/** Whether this presence may be chosen at all: the reason must exist, the role must allow it. */
function refusalOf(deciding: Deciding, agent: Agent, presence: NextPresence, forced: boolean): Verdict {
  const roles = userOf(deciding, agent.id)?.roles ?? [];
  if (presence.kind === "ready" && !roles.includes("agent")) return reject("not_enough_privileges");
  if (presence.kind === "supervising" && !hasAnyRole(roles, ["supervisor", "administrator"])) {
    return reject("not_enough_privileges");
  }
  if (presence.kind === "not_ready" && presence.reason !== null) {
    const reason = deciding.store.state.configuration.reasons.get(presence.reason);
    if (!reason || (reason.kind === "system" && !forced))
      return reject("reason_unknown", { reason: presence.reason });
  }
  return null;
}

/** SPEC AGT-4 to AGT-6: now, or, with work in hand, as what comes next. */
function choosePresence(deciding: Deciding, agent: Agent, presence: NextPresence): Verdict {
  const refusal = refusalOf(deciding, agent, presence, false);
  if (refusal) return refusal;
  const source: PresenceSource = { by: "agent" };
  const working = agent.loads.some((load) => load.state !== "reserved" && load.state !== "ringing");
  if (working && presence.kind !== "ready") {
    const alreadyAway = agent.presence.kind !== "ready" && presence.kind !== "logged_out";
    if (!alreadyAway) {
      withdrawOffersOf(deciding, agent.id, "agent_away", undefined, isWork);
      deciding.emit({ type: "AgentNextChosen", agentId: agent.id, next: presence, source });
      return null;
    }
  }
  if (presence.kind === "logged_out") {
    logOut(deciding, agent.id, "agent", null);
    return null;
  }
  if (presence.kind !== "ready") withdrawOffersOf(deciding, agent.id, "agent_away", undefined, isWork);
  if (presence.kind === "ready" && agent.presence.kind === "ready") {
    if (agent.next !== null)
      deciding.emit({ type: "AgentNextChosen", agentId: agent.id, next: null, source });
    return null;
  }
  deciding.emit({ type: "AgentPresenceChanged", agentId: agent.id, presence, source });
  return null;
}

/** SPEC AGT-8: an offer in front of a lost desk goes on to somebody else, and nobody is blamed. */
export function loseDesk(deciding: Deciding, agentId: AgentId, graceMs: number): void {
  withdrawOffersOf(deciding, agentId, "desk_lost");
  deciding.emit({ type: "DeskLost", agentId, until: deciding.at + graceMs });
}

/** Presence set by the center itself after a missed or rejected offer. */
export function setAway(deciding: Deciding, agentId: AgentId, reason: ReasonId): void {
  const agent = agentOf(deciding, agentId);
  if (agent?.presence.kind !== "ready") return;
  // A log-out that was already chosen still follows; another chosen state takes the place of this one.
  if (agent.next !== null) return;
  deciding.emit({
    type: "AgentPresenceChanged",
    agentId,
    presence: { kind: "not_ready", reason },
    source: { by: "system" },
  });
}

/** SPEC AGT-7: what the agent held waits again with its age; what was only being wrapped up is closed. */
export function logOut(
  deciding: Deciding,
  agentId: AgentId,
  cause: LogOutCause,
  supervisorId: AgentId | null,
): void {
  withdrawOffersOf(deciding, agentId, cause === "desk_lost" ? "desk_lost" : "agent_away");
  stopMonitoring(deciding, agentId);
  stopMonitoringChat(deciding, agentId, "logged_out");
  assistanceWithout(deciding, agentId);
  const { interactions } = deciding.store.state;
  const held = agentOf(deciding, agentId)?.loads.map((load) => load.interactionId) ?? [];
  for (const interactionId of held) {
    const interaction = interactions.get(interactionId);
    if (!interaction) continue;
    if (interaction.stage === "ending" && interaction.endedBy === agentId)
      endNow(deciding, interaction, "agent", agentId);
    const party = partyOf(interaction, agentId);
    if (!party) continue;
    if (!isActive(interaction, agentId)) {
      deciding.emit({ type: "WrapUpCompleted", interactionId, agentId, cause: "logged_out" });
      continue;
    }
    deciding.emit({ type: "AgentLeft", interactionId, agentId, partyId: party.partyId, cause: "logged_out" });
    if (interaction.request?.by === agentId && interaction.request.agentId !== null) {
      closeRequest(deciding, interaction, "cancelled");
    }
    if (
      // Whether a call still has somebody to talk to follows from its legs (SPEC CAL-12).
      interaction.call === null &&
      activeParties(interaction).length === 0 &&
      interaction.request === null &&
      interaction.stage === "open"
    ) {
      requestAgain(deciding, interaction);
    }
  }
  deciding.emit({ type: "AgentLoggedOut", agentId, cause, supervisorId });
}

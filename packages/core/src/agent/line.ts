import type { LegId, LegReport } from "../call/call.js";
import { callsInHand } from "../call/legs.js";
import { type Deciding, reject, type Verdict } from "../center/deciding.js";
import type { AgentId, InteractionId } from "../ids/ids.js";
import { withdrawOffersOf } from "../offer/decide-offer.js";
import type { Instant } from "../time/time.js";
import type { Agent } from "./agent.js";

/**
 * An agent's line that stays up between calls (SPEC LIN): a desk phone or a number outside that is called once, and
 * lent to each call.
 *
 *   down ──RaiseLine──▶ dialing ──▶ ringing ──▶ up ◀──lent──▶ in a call
 *    ▲                                           │
 *    └──────── hung up, by either side ──────────┘
 */
export interface AgentLine {
  readonly state: "down" | "dialing" | "ringing" | "up";
  readonly since: Instant;
  /** Its leg between calls; another one each time that it is dialled or comes back. */
  readonly legId: LegId;
  readonly legCount: number;
  /** The call that has it. */
  readonly inCall: InteractionId | null;
  /** Out of which call it has come back; `null`: it was dialled. */
  readonly cameFrom: { readonly interactionId: InteractionId; readonly legId: LegId } | null;
}

export type LineCommand =
  /** Whether the agent's phone stays up between calls. */
  | { readonly type: "KeepLine"; readonly agentId: AgentId; readonly keep: boolean }
  /** "Call me". */
  | { readonly type: "RaiseLine"; readonly agentId: AgentId }
  | { readonly type: "LowerLine"; readonly agentId: AgentId }
  | {
      readonly type: "ReportLine";
      readonly agentId: AgentId;
      readonly legId: LegId;
      readonly report: LegReport;
    };

/** The name under which the voice process knows the line while no call has it. */
export const lineCallId = (agentId: AgentId): InteractionId => `line.${agentId}` as InteractionId;
/** Whose line that is; `undefined`: it is a call. */
export const agentOfLine = (interactionId: string): AgentId | undefined =>
  interactionId.startsWith("line.") ? (interactionId.slice("line.".length) as AgentId) : undefined;

export function decideLine(deciding: Deciding, agent: Agent, command: LineCommand): Verdict {
  const { line } = agent;
  switch (command.type) {
    case "KeepLine":
      return keep(deciding, agent, command.keep);
    case "RaiseLine":
      if (!line) return reject("not_suitable_state", { line: null });
      if (line.state !== "down") return null;
      if (agent.phone.health !== "ok") return reject("phone_not_registered", { health: agent.phone.health });
      change(deciding, agent.id, nextLeg(agent.id, line, { state: "dialing", cameFrom: null }, deciding.at));
      return null;
    case "LowerLine":
      if (line?.inCall != null) return reject("not_suitable_state", { line: "in_call" });
      if (line && line.state !== "down") lineIsDown(deciding, agent.id);
      return null;
    case "ReportLine":
      report(deciding, agent, command.legId, command.report);
      return null;
  }
}

/** SPEC LIN-1. */
function keep(deciding: Deciding, agent: Agent, wanted: boolean): Verdict {
  if ((agent.line != null) === wanted) return null;
  if (callsInHand(deciding, agent.id).length > 0 || agent.monitoring !== null)
    return reject("not_suitable_state", { line: "in_call" });
  if (!wanted) {
    change(deciding, agent.id, null);
    return null;
  }
  const { device } = agent.phone;
  if (device !== "sip" && device !== "external") return reject("not_suitable_state", { device });
  change(deciding, agent.id, {
    state: "down",
    since: deciding.at,
    legId: `line.${agent.id}.0` as LegId,
    legCount: 0,
    inCall: null,
    cameFrom: null,
  });
  withdrawOffersOf(deciding, agent.id, "phone_lost", "voice");
  return null;
}

/** Facts about a former leg of the line change nothing. */
function report(deciding: Deciding, { id, line }: Agent, legId: LegId, { kind }: LegReport): void {
  if (line?.legId !== legId || line.inCall !== null) return;
  switch (kind) {
    case "ringing":
      if (line.state === "dialing") change(deciding, id, { ...line, state: "ringing", since: deciding.at });
      return;
    case "connected":
      if (line.state !== "up" && line.state !== "down")
        change(deciding, id, { ...line, state: "up", since: deciding.at });
      return;
    // Its packets pause: the line stands until somebody hangs up.
    case "lost":
      return;
    case "gone":
      lineIsDown(deciding, id);
  }
}

/** SPEC LIN-4: whoever has put it down, calls do not go there until it is up again. */
export function lineIsDown(deciding: Deciding, agentId: AgentId): void {
  const line = deciding.store.state.agents.get(agentId)?.line;
  if (!line || line.state === "down") return;
  change(deciding, agentId, { ...line, state: "down", since: deciding.at, inCall: null, cameFrom: null });
  withdrawOffersOf(deciding, agentId, "phone_lost", "voice");
}

/** A call has it from now on. */
export function lendLine(deciding: Deciding, agentId: AgentId, inCall: InteractionId): void {
  const line = deciding.store.state.agents.get(agentId)?.line;
  if (line) change(deciding, agentId, { ...line, inCall });
}

/** SPEC LIN-3: the call does not need this leg any more, and the line comes back out of it. */
export function lineComesBack(
  deciding: Deciding,
  agentId: AgentId,
  interactionId: InteractionId,
  legId: LegId,
): void {
  const line = deciding.store.state.agents.get(agentId)?.line;
  if (line?.inCall !== interactionId) return;
  const cameFrom = { interactionId, legId };
  change(deciding, agentId, nextLeg(agentId, line, { state: "up", cameFrom }, deciding.at));
}

function nextLeg(
  agentId: AgentId,
  line: AgentLine,
  { state, cameFrom }: Pick<AgentLine, "state" | "cameFrom">,
  since: Instant,
): AgentLine {
  const legCount = line.legCount + 1;
  return { state, since, legId: `line.${agentId}.${legCount}` as LegId, legCount, inCall: null, cameFrom };
}

const change = (deciding: Deciding, agentId: AgentId, line: AgentLine | null): void =>
  deciding.emit({ type: "LineChanged", agentId, line });

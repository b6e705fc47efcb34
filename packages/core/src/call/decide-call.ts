import type { Agent } from "../agent/agent.js";
import {
  activeParties,
  agentOf,
  type Deciding,
  isActive,
  reject,
  userOf,
  type Verdict,
} from "../center/deciding.js";
import {
  type ForwardingReason,
  internalEntryId,
  internalServiceId,
  type User,
} from "../configuration/configuration.js";
import type { AgentId, InteractionId, PartyId } from "../ids/ids.js";
import type { Interaction } from "../interaction/interaction.js";
import { closeCallRequest, endNow, requestAgain } from "../interaction/lifecycle.js";
import { CALLS_AT_ONCE_MAX, isContactable } from "../queue/eligibility.js";
import { hearReport, startScenario } from "../scenario/run-scenario.js";
import type { Instant } from "../time/time.js";
import type { Leg, LegEndCause, LegId } from "./call.js";
import type { CallCommand, PartyCommand, PlayingCommand } from "./commands.js";
import { decideAppCall } from "./decide-app-call.js";
import { decideMonitoring } from "./decide-monitoring.js";
import { decideParty } from "./decide-party.js";
import { decidePlaying, stopMessage } from "./decide-playing.js";
import { decideRecording } from "./decide-recording.js";
import { divert } from "./divert.js";
import { callOf } from "./evolve-call.js";
import {
  APP_ANSWER_MAX_MS,
  addAgentLeg,
  agentLeg,
  callsInHand,
  customerLeg,
  holdOthers,
  isThere,
  legOfAgent,
  PHONE_LOST_MAX_MS,
  phoneProblem,
  removeLeg,
} from "./legs.js";
import { closeMailbox, endMailbox } from "./mailbox.js";

type CommandOf<T extends CallCommand["type"]> = Extract<CallCommand, { readonly type: T }>;

/** How long a silent desk stays logged in from one look to the next, while its agent talks. */
export const DESK_TALKING_GRACE_MS = 30_000;

export function decideCall(deciding: Deciding, command: CallCommand): Verdict {
  switch (command.type) {
    case "ArriveCall":
      return arrive(deciding, command);
    case "PlaceCall":
      return place(deciding, command);
    case "PlaceInternalCall":
      return placeInternal(deciding, command);
    case "ArriveAppCall":
    case "PlaceAppCall":
      return decideAppCall(deciding, command);
    // What the last seconds of a call were is told after it, too: then there is nothing to change.
    case "ReportRecording":
      if (!deciding.store.state.interactions.get(command.interactionId)?.call) return null;
      break;
    default:
  }
  const interaction = deciding.store.state.interactions.get(command.interactionId);
  if (!interaction?.call) return reject("no_interaction", { interactionId: command.interactionId });
  switch (command.type) {
    case "ReportLeg":
      return reportLeg(deciding, interaction, command);
    case "ReportPlay":
      // Late reports are no error: the caller may have gone on, or an agent may have come, in the meantime.
      hearPlay(deciding, interaction, command);
      return null;
    case "ReportRecording":
    case "StartRecording":
    case "StopRecording":
    case "PauseRecording":
    case "ResumeRecording":
    case "SetConsent":
      return decideRecording(deciding, interaction, command);
    case "MonitorCall":
    case "StopMonitoring":
    case "TakeOverCall":
      return decideMonitoring(deciding, interaction, command);
    default:
      return decideInHand(deciding, interaction, command);
  }
}

function hearPlay(
  deciding: Deciding,
  interaction: Interaction,
  { playId, report }: CommandOf<"ReportPlay">,
): void {
  const { run, mailbox, message } = callOf(interaction);
  if (run?.playId === playId) hearReport(deciding, interaction, report);
  else if (mailbox?.playId === playId)
    endMailbox(deciding, interaction, report.kind === "recorded" ? report.durationMs : null);
  else if (message?.playId === playId) stopMessage(deciding, interaction, "ended");
}

/** What was to be played or spoken and of which nothing more was heard. */
export function meetPlayingDeadlines(deciding: Deciding, interaction: Interaction): void {
  const { run, mailbox, message } = interaction.call ?? {};
  if (mailbox && mailbox.until <= deciding.at && run?.playId !== mailbox.playId)
    endMailbox(deciding, interaction, null);
  if (message && message.until <= deciding.at) stopMessage(deciding, interaction, "ended");
}

/** What only an agent who is in the call may do. */
function decideInHand(
  deciding: Deciding,
  interaction: Interaction,
  command: CommandOf<"MuteCall" | "HoldCall" | "NoteKeysSent"> | PartyCommand | PlayingCommand,
): Verdict {
  if (!isActive(interaction, command.agentId)) return reject("not_your_interaction");
  switch (command.type) {
    case "MuteCall":
      return mute(deciding, interaction, command);
    case "HoldCall":
      return hold(deciding, interaction, command);
    case "NoteKeysSent":
      deciding.emit({
        type: "KeysSent",
        interactionId: interaction.id,
        agentId: command.agentId,
        count: command.count,
      });
      return null;
    case "PlayMessage":
    case "StopMessage":
    case "ConnectApplication":
    case "EndApplication":
      return decidePlaying(deciding, interaction, command);
    default:
      return decideParty(deciding, interaction, command);
  }
}

/** SPEC CAL-1. */
function arrive(deciding: Deciding, command: CommandOf<"ArriveCall">): Verdict {
  const { state } = deciding.store;
  const entry = state.configuration.entries.get(command.entryId);
  if (!entry?.voice) return reject("entry_unknown", { entryId: command.entryId });
  if (state.interactions.has(command.interactionId)) return reject("id_taken");
  deciding.emit({
    type: "InteractionStarted",
    interactionId: command.interactionId,
    channel: "voice",
    entryId: entry.id,
    serviceId: entry.serviceId,
    contactId: command.contactId,
    clientKey: command.clientKey,
    caseNumber: state.lastCaseNumber + 1,
    caseOpened: true,
    priority: entry.priority,
    enqueuedAt: deciding.at,
  });
  const interaction = deciding.store.interaction(command.interactionId);
  deciding.emit({
    type: "CallArrived",
    interactionId: interaction.id,
    legId: `${interaction.id}.l1` as LegId,
  });
  startScenario(deciding, interaction, entry.voice.scenarioId);
  return null;
}

/** SPEC CAL-5: the agent is in it from the first moment; the other side is dialled when the agent's phone is there. */
function place(deciding: Deciding, command: CommandOf<"PlaceCall">): Verdict {
  const { state } = deciding.store;
  const { agentId, interactionId } = command;
  const refusal = callerProblem(deciding, agentId, command.fromPhone === true);
  if (refusal) return refusal;
  const entry = state.configuration.entries.get(command.entryId);
  if (!entry?.voice) return reject("entry_unknown", { entryId: command.entryId });
  if (state.interactions.has(interactionId)) return reject("id_taken");
  const beside = command.beside === null ? null : state.interactions.get(command.beside);
  if (beside === undefined) return reject("no_interaction", { interactionId: command.beside });
  if (beside && !beside.parties.some((party) => party.agentId === agentId))
    return reject("not_your_interaction");
  deciding.emit({
    type: "InteractionStarted",
    interactionId,
    channel: "voice",
    entryId: entry.id,
    serviceId: beside?.serviceId ?? entry.serviceId,
    contactId: beside?.contactId ?? command.contactId,
    clientKey: command.clientKey,
    caseNumber: beside?.caseNumber ?? state.lastCaseNumber + 1,
    caseOpened: beside === null,
    priority: entry.priority,
    enqueuedAt: deciding.at,
  });
  deciding.emit({
    type: "CallPlaced",
    interactionId,
    legId: `${interactionId}.l1` as LegId,
    agentId,
    beside: beside?.id ?? null,
  });
  joinsFirst(deciding, command);
  if (beside) closeCallRequest(deciding, beside, "placed", agentId);
  return null;
}

/** SPEC INT-1: it rings at the colleague's desk at once, whatever state is shown there. */
function placeInternal(deciding: Deciding, command: CommandOf<"PlaceInternalCall">): Verdict {
  const { state } = deciding.store;
  const { agentId, interactionId, to } = command;
  const refusal = callerProblem(deciding, agentId, command.fromPhone === true);
  if (refusal) return refusal;
  if (to === agentId) return reject("self_call");
  if (!userOf(deciding, to)) return reject("object_not_found", { agentId: to });
  const callee = agentOf(deciding, to);
  const user = userOf(deciding, to);
  const obstacle = obstacleTo(user, callee);
  const goesOn = obstacle !== null && (user?.voicemail !== undefined || isForwarded(user, obstacle));
  if (!callee && !goesOn) return reject("destination_user_not_logged", { agentId: to });
  if (obstacle !== null && !goesOn) return reject("destination_not_available", { agentId: to });
  if (state.interactions.has(interactionId)) return reject("id_taken");
  deciding.emit({
    type: "InteractionStarted",
    interactionId,
    channel: "voice",
    entryId: internalEntryId,
    serviceId: internalServiceId,
    contactId: command.contactId,
    clientKey: command.clientKey,
    // Colleagues among themselves open no case.
    caseNumber: 0,
    caseOpened: false,
    priority: 0,
    enqueuedAt: deciding.at,
  });
  deciding.emit({ type: "InternalCallPlaced", interactionId, agentId, to });
  joinsFirst(deciding, command);
  if (obstacle !== null) {
    divert(deciding, deciding.store.interaction(interactionId), to, obstacle);
    return null;
  }
  deciding.emit({
    type: "AgentRequested",
    interactionId,
    kind: "call",
    serviceId: internalServiceId,
    agentId: to,
    by: agentId,
    enqueuedAt: deciding.at,
    priority: 0,
    preferred: null,
  });
  return null;
}

/** Why a colleague's desk does not ring; `null`: it does. */
function obstacleTo(user: User | undefined, callee: Agent | undefined): ForwardingReason | null {
  if (isForwarded(user, "always")) return "always";
  if (!callee) return "not_logged_in";
  return isContactable(callee) ? null : "busy";
}

const isForwarded = (user: User | undefined, reason: ForwardingReason): boolean =>
  user?.forwarding?.some((when) => when === reason || when === "always") ?? false;

export function callerProblem(deciding: Deciding, agentId: AgentId, fromPhone = false): Verdict {
  const problem = phoneProblem(deciding, agentId);
  if (problem) return problem;
  // Whoever talks through another device has not chosen this one.
  if (fromPhone && agentOf(deciding, agentId)?.phone.device !== "sip") return reject("logged_without_phone");
  if (callsInHand(deciding, agentId).length >= CALLS_AT_ONCE_MAX)
    return reject("already_in_progress", { channel: "voice" });
  return null;
}

export function joinsFirst(
  deciding: Deciding,
  {
    interactionId,
    agentId,
    fromPhone,
  }: {
    readonly interactionId: InteractionId;
    readonly agentId: AgentId;
    readonly fromPhone?: boolean;
  },
): void {
  const partyId = `${interactionId}.p1` as PartyId;
  deciding.emit({ type: "AgentJoined", interactionId, agentId, partyId, kind: "first" });
  if (fromPhone !== true) return;
  addAgentLeg(deciding, deciding.store.interaction(interactionId), agentId, "agent", "main", true);
  holdOthers(deciding, agentId, interactionId);
}

/** SPEC CAL-3, CAL-4, CAL-6: reports of legs that are gone change nothing. */
function reportLeg(
  deciding: Deciding,
  interaction: Interaction,
  { legId, report }: CommandOf<"ReportLeg">,
): Verdict {
  const leg = callOf(interaction).legs.find((other) => other.id === legId);
  if (!leg) return null;
  if (report.kind === "gone") {
    legGone(deciding, interaction, leg, report.cause);
    return null;
  }
  // Ringing never follows being connected: the two reports may overtake each other on the way.
  if (report.kind === "ringing" && leg.state !== "dialing") return null;
  if (leg.state === report.kind) return null;
  deciding.emit({
    type: "LegChanged",
    interactionId: interaction.id,
    legId,
    state: report.kind,
    until: untilOf(deciding, leg, report.kind),
  });
  return null;
}

/** What is ours may come back for a while; an app that rings has its time (SPEC APP-4). */
function untilOf(deciding: Deciding, leg: Leg, state: "ringing" | "connected" | "lost"): Instant | null {
  if (state === "ringing") return leg.device === "app" ? deciding.at + APP_ANSWER_MAX_MS : leg.until;
  const isOurs = leg.role === "agent" || leg.role === "supervisor" || leg.device === "app";
  return isOurs && state === "lost" ? deciding.at + PHONE_LOST_MAX_MS : null;
}

function legGone(deciding: Deciding, interaction: Interaction, leg: Leg, cause: LegEndCause): void {
  switch (leg.role) {
    case "agent":
      // A desk phone that was hung up is its agent's End; one that is out of reach is not.
      if (cause === "hung_up" && leg.device !== "browser" && isThere(leg)) hungUp(deciding, interaction, leg);
      else phoneGone(deciding, interaction, leg);
      return;
    case "supervisor":
      removeLeg(deciding, interaction, leg, cause);
      return;
    case "external":
      removeLeg(deciding, interaction, leg, cause);
      externalGone(deciding, interaction, leg);
      return;
    case "customer":
      removeLeg(deciding, interaction, leg, cause);
      customerGone(deciding, interaction, leg);
  }
}

function customerGone(deciding: Deciding, interaction: Interaction, leg: Leg): void {
  if (interaction.stage !== "open") return;
  closeMailbox(deciding, interaction, null);
  const reached = isThere(leg) || leg.state === "arriving";
  // SPEC CNF-5: those who are left may have something to say to each other.
  if (reached && talkersLeft(interaction) >= 2) return;
  // SPEC APP-2: whoever calls in the app and goes before anybody said yes.
  if (!reached)
    endNow(deciding, interaction, interaction.answeredAt === null ? "abandoned" : "not_reached", null);
  else if (interaction.answeredAt === null && interaction.request !== null)
    endNow(deciding, interaction, "abandoned", null);
  else endNow(deciding, interaction, "customer", null);
}

/** SPEC XFR-8: a number that did not answer gives the call back; one that hung up after talking ends it. */
function externalGone(deciding: Deciding, interaction: Interaction, leg: Leg): void {
  if (interaction.stage !== "open" || activeParties(interaction).length > 0 || interaction.request !== null)
    return;
  const call = callOf(interaction);
  if (call.legs.some((other) => other.role === "external")) return;
  if (isThere(leg) || !customerLeg(call)) endNow(deciding, interaction, "transferred", null);
  else requestAgain(deciding, interaction, interaction.lastAgentId);
}

const talkersLeft = (interaction: Interaction): number =>
  activeParties(interaction).length +
  callOf(interaction).legs.filter((leg) => leg.role === "external" && isThere(leg)).length;

/** SPEC CAL-8: a phone that is not there takes its agent out of the call, without blame. */
export function meetLegDeadlines(deciding: Deciding, interaction: Interaction): void {
  for (const leg of [...(interaction.call?.legs ?? [])]) {
    if (leg.until === null || leg.until > deciding.at) continue;
    if (leg.role === "agent") phoneGone(deciding, interaction, leg);
    else
      legGone(
        deciding,
        interaction,
        leg,
        leg.role === "supervisor" || leg.state === "lost" ? "lost" : "no_answer",
      );
  }
}

/** SPEC PHN-3: putting down the receiver is End, or, with others there, Leave. */
function hungUp(deciding: Deciding, interaction: Interaction, leg: Leg): void {
  const party = interaction.parties.find((other) => other.agentId === leg.agentId);
  removeLeg(deciding, interaction, leg, "hung_up");
  if (party?.state !== "active" || interaction.stage !== "open") return;
  if (activeParties(interaction).length === 1 && interaction.request === null) {
    endNow(deciding, interaction, "agent", party.agentId);
    return;
  }
  const { agentId, partyId } = party;
  deciding.emit({ type: "AgentLeft", interactionId: interaction.id, agentId, partyId, cause: "left" });
}

function phoneGone(deciding: Deciding, interaction: Interaction, leg: Leg): void {
  const { agentId } = leg;
  const party = interaction.parties.find((other) => other.agentId === agentId);
  const agent = agentId && agentOf(deciding, agentId);
  removeLeg(deciding, interaction, leg, "lost");
  if (agentId === null || party?.state !== "active" || interaction.stage !== "open") return;
  if (agent && agent.phone.health === "ok") {
    const phone = { device: agent.phone.device, health: "media_timeout" } as const;
    deciding.emit({ type: "PhoneChanged", agentId, phone });
  }
  const customer = customerLeg(callOf(interaction));
  if (customer?.state === "dialing" || customer?.state === "ringing") {
    endNow(deciding, interaction, "not_reached", null);
    return;
  }
  deciding.emit({
    type: "AgentLeft",
    interactionId: interaction.id,
    agentId,
    partyId: party.partyId,
    cause: "phone_lost",
  });
}

function mute(deciding: Deciding, interaction: Interaction, command: CommandOf<"MuteCall">): Verdict {
  const leg = agentLeg(interaction, command.agentId);
  if (!leg) return reject("not_suitable_state");
  if (leg.muted === command.muted) return null;
  deciding.emit({
    type: "CallMuted",
    interactionId: interaction.id,
    legId: leg.id,
    muted: command.muted,
    by: command.agentId,
  });
  return null;
}

/** SPEC CAL-7, CAL-11. */
function hold(deciding: Deciding, interaction: Interaction, command: CommandOf<"HoldCall">): Verdict {
  const { agentId, held } = command;
  const leg = agentLeg(interaction, agentId);
  if (!leg || interaction.stage !== "open")
    return reject("not_suitable_state", { stage: interaction.stage, leg: null });
  if (held === (leg.heldSince !== null)) return null;
  const others = callOf(interaction).legs.filter(
    (other) => other.role !== "supervisor" && other.id !== leg.id && other.circle === leg.circle,
  );
  if (held && !others.some((other) => other.state === "connected")) {
    return reject("not_suitable_state", { stage: interaction.stage, leg: others[0]?.state ?? null });
  }
  deciding.emit({ type: "CallHeld", interactionId: interaction.id, agentId, held, cause: "agent" });
  if (!held) holdOthers(deciding, agentId, interaction.id);
  return null;
}

/** Whether the agent's audio is there in any call. */
export function isTalking(deciding: Deciding, agent: Agent): boolean {
  const calls = agent.loads.map((load) => load.interactionId);
  if (agent.monitoring !== null) calls.push(agent.monitoring);
  return calls.some((interactionId) => {
    const interaction = deciding.store.state.interactions.get(interactionId);
    return interaction !== undefined && legOfAgent(interaction, agent.id)?.state === "connected";
  });
}

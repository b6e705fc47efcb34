import { meetPlayingDeadlines } from "../call/decide-call.js";
import { meetRecordingDeadlines } from "../call/decide-recording.js";
import { meetLegDeadlines } from "../call/leg-reports.js";
import { outsideTalkers } from "../call/legs.js";
import {
  activeParties,
  type Deciding,
  isActive,
  partyOf,
  reject,
  serviceOf,
  type Verdict,
} from "../center/deciding.js";
import type { AgentId, InteractionId } from "../ids/ids.js";
import { takesPart } from "../queue/eligibility.js";
import { meetRunDeadline } from "../scenario/run-scenario.js";
import type { Instant } from "../time/time.js";
import { decideAssistance } from "./decide-assistance.js";
import { decideChatMonitoring, isBeside } from "./decide-chat-monitoring.js";
import { decideCustomer } from "./decide-customer.js";
import { decideSupervision } from "./decide-supervision.js";
import { type AgentParty, type Interaction, type InteractionCommand, isAsking } from "./interaction.js";
import { closeCallRequest, closeRequest, endNow, targetOf } from "./lifecycle.js";
import { decideSurvey } from "./survey.js";

type CommandOf<T extends InteractionCommand["type"]> = Extract<InteractionCommand, { readonly type: T }>;

/** Wrap-up may be extended up to this many times its set length in all. */
export const WRAP_UP_LENGTHS_MAX = 3;

export function decideInteraction(deciding: Deciding, command: InteractionCommand): Verdict {
  switch (command.type) {
    case "StartInteraction":
    case "ReceiveMessage":
    case "CustomerEnd":
    case "CustomerDisconnect":
    case "WithdrawCallRequest":
    case "CloseCase":
      return decideCustomer(deciding, command);
    case "AnswerSurvey":
      return decideSurvey(deciding, command);
    default:
  }
  const interaction = deciding.store.state.interactions.get(command.interactionId);
  if (!interaction) return reject("no_interaction", { interactionId: command.interactionId });
  switch (command.type) {
    case "ReportReceipt":
      return reportReceipt(deciding, interaction, command);
    case "ChangeContact":
      deciding.emit({ type: "ContactChanged", interactionId: interaction.id, contactId: command.contactId });
      return null;
    case "MonitorChat":
    case "StopMonitoringChat":
      return decideChatMonitoring(deciding, interaction, command);
    case "TakeOverChat":
    case "Reassign":
      return decideSupervision(deciding, interaction, command);
    case "AskAssistance":
    case "WithdrawAssistance":
    case "AnswerAssistance":
    case "ResolveAssistance":
      return decideAssistance(deciding, interaction, command);
    case "SendMessage":
      if (isBeside(interaction, command.agentId)) return whisper(deciding, interaction, command);
      break;
    default:
  }
  if (!takesPart(interaction, command.agentId)) return reject("not_your_interaction");
  switch (command.type) {
    case "SendMessage":
      return sendMessage(deciding, interaction, command);
    case "EndInteraction":
      return end(deciding, interaction, command);
    case "UndoEnd":
      if (interaction.stage !== "ending" || interaction.endedBy !== command.agentId)
        return reject("undo_too_late");
      deciding.emit({ type: "EndTakenBack", interactionId: interaction.id, cause: "agent" });
      return null;
    case "LeaveInteraction":
      return leave(deciding, interaction, command);
    case "RequestAgent":
      return requestAgent(deciding, interaction, command);
    case "CancelRequest":
      if (!mayCancel(interaction, command.agentId)) return reject("nothing_to_cancel");
      closeRequest(deciding, interaction, "cancelled");
      return null;
    case "DismissCallRequest":
      if (interaction.callRequest?.messageId !== command.messageId) return reject("nothing_to_cancel");
      closeCallRequest(deciding, interaction, "dismissed", command.agentId);
      return null;
    case "SetDisposition":
      return setDisposition(deciding, interaction, command);
    case "SaveNote":
      deciding.emit({ type: "NoteSaved", interactionId: interaction.id, agentId: command.agentId });
      return null;
    case "CompleteWrapUp":
      return completeWrapUp(deciding, interaction, command);
    case "ExtendWrapUp":
      return extendWrapUp(deciding, interaction, command);
  }
}

function sendMessage(
  deciding: Deciding,
  interaction: Interaction,
  command: CommandOf<"SendMessage">,
): Verdict {
  const party = partyOf(interaction, command.agentId);
  if (party?.state !== "active") return reject("not_suitable_state", { stage: interaction.stage });
  if (interaction.stage !== "open") return reject("not_suitable_state", { stage: interaction.stage });
  // SPEC ASK-1: a whisper never reaches the customer, so nothing can be asked in one.
  if (isAsking(command.kind) && command.audience === "team") {
    return reject("not_suitable_state", { audience: command.audience });
  }
  deciding.emit({
    type: "MessageSent",
    interactionId: interaction.id,
    messageId: command.messageId,
    kind: command.kind,
    agentId: command.agentId,
    partyId: party.partyId,
    audience: command.audience,
  });
  return null;
}

/** SPEC MON-9: whoever is beside a chat has words for its agents alone. */
function whisper(deciding: Deciding, interaction: Interaction, command: CommandOf<"SendMessage">): Verdict {
  const { agentId, messageId, kind, audience } = command;
  if (interaction.stage !== "open") return reject("not_suitable_state", { stage: interaction.stage });
  if (audience !== "team" || isAsking(kind)) return reject("not_suitable_state", { audience });
  const interactionId = interaction.id;
  deciding.emit({ type: "MessageSent", interactionId, messageId, kind, agentId, partyId: null, audience });
  return null;
}

/** Repeats and receipts for what is no longer waited for are no error: apps send both (wire contract 3.1). */
function reportReceipt(
  deciding: Deciding,
  interaction: Interaction,
  command: CommandOf<"ReportReceipt">,
): Verdict {
  const open = interaction.receipts.find((receipt) => receipt.messageId === command.messageId);
  if (!open) return null;
  const own = open.from === "customer" ? command.reader === "customer" : command.reader !== "customer";
  if (own) return null;
  if (command.reader !== "customer" && !isActive(interaction, command.reader))
    return reject("not_your_interaction");
  if (command.receipt === "delivered" && open.delivered) return null;
  deciding.emit({
    type: "MessageReceiptReported",
    interactionId: interaction.id,
    messageId: command.messageId,
    reader: command.reader,
    receipt: command.receipt,
  });
  return null;
}

/**
 * SPEC END-1, END-2, END-8: with others present it only takes this agent out; alone, it ends after the undo window, unless
 * somebody is being asked for.
 */
function end(deciding: Deciding, interaction: Interaction, command: CommandOf<"EndInteraction">): Verdict {
  if (!isActive(interaction, command.agentId) || interaction.stage !== "open") {
    return reject("not_suitable_state", { stage: interaction.stage });
  }
  // A colleague who is being called is let go with the call.
  if (interaction.request?.kind === "call") {
    endNow(deciding, interaction, "agent", command.agentId);
    return null;
  }
  if (activeParties(interaction).length > 1) return leave(deciding, interaction, command);
  if (interaction.call?.consultation?.by === command.agentId)
    return reject("not_suitable_state", { consultation: true });
  // SPEC END-8: what rings at a colleague's desk is not taken back in passing.
  if (interaction.request !== null) return reject("already_in_progress", { kind: interaction.request.kind });
  const { endUndoMs } = serviceOf(deciding, interaction.serviceId);
  // A line that has been hung up cannot be taken back.
  if (endUndoMs === 0 || interaction.call !== null) endNow(deciding, interaction, "agent", command.agentId);
  else {
    const until = deciding.at + endUndoMs;
    deciding.emit({ type: "EndRequested", interactionId: interaction.id, agentId: command.agentId, until });
  }
  return null;
}

/** SPEC END-3: nobody leaves a customer alone: somebody else is there, or somebody else is being looked for. */
function leave(
  deciding: Deciding,
  interaction: Interaction,
  command: { readonly agentId: CommandOf<"LeaveInteraction">["agentId"] },
): Verdict {
  const party = partyOf(interaction, command.agentId);
  if (party?.state !== "active" || interaction.stage !== "open") {
    return reject("not_suitable_state", { stage: interaction.stage });
  }
  // SPEC CNS-4: whoever asks somebody ends that, or gives the call away.
  if (interaction.call?.consultation?.by === command.agentId)
    return reject("not_suitable_state", { consultation: true });
  // SPEC CNF-4: a customer and a number that was called in talk on without an agent.
  const alone =
    activeParties(interaction).length === 1 &&
    !(interaction.call !== null && outsideTalkers(interaction.call) > 1);
  if (alone && interaction.request === null) return reject("not_suitable_state", { alone: true });
  deciding.emit({
    type: "AgentLeft",
    interactionId: interaction.id,
    agentId: command.agentId,
    partyId: party.partyId,
    cause: "left",
  });
  return null;
}

/** SPEC XFR-5: once whoever asked has left, those who stay may not be bound by it. XFR-9: a supervisor's word stands. */
function mayCancel(interaction: Interaction, agentId: AgentId): boolean {
  const by = interaction.request?.by ?? null;
  if (by === null || interaction.request?.supervisorId !== undefined) return false;
  return by === agentId || (isActive(interaction, agentId) && !isActive(interaction, by));
}

function requestAgent(
  deciding: Deciding,
  interaction: Interaction,
  command: CommandOf<"RequestAgent">,
): Verdict {
  if (!isActive(interaction, command.agentId) || interaction.stage !== "open") {
    return reject("not_suitable_state", { stage: interaction.stage });
  }
  if (interaction.request !== null) return reject("already_in_progress", { kind: interaction.request.kind });
  if (interaction.call?.consultation) return reject("already_in_progress", { kind: "consult" });
  if (interaction.call?.application) return reject("already_in_progress", { kind: "application" });
  if (interaction.call?.message) return reject("already_in_progress", { kind: "message" });
  const leaves = command.leave === true;
  if (leaves && (interaction.call === null || command.kind !== "transfer"))
    return reject("not_suitable_state", { kind: command.kind });
  const target = targetOf(deciding, interaction, command.agentId, command.to);
  if ("code" in target) return target;
  deciding.emit({
    type: "AgentRequested",
    interactionId: interaction.id,
    kind: command.kind,
    ...target,
    by: command.agentId,
    enqueuedAt: interaction.enqueuedAt,
    priority: interaction.priority,
    preferred: null,
  });
  const party = leaves ? partyOf(interaction, command.agentId) : undefined;
  if (party)
    deciding.emit({
      type: "AgentLeft",
      interactionId: interaction.id,
      agentId: party.agentId,
      partyId: party.partyId,
      cause: "transferred",
    });
  return null;
}

function setDisposition(
  deciding: Deciding,
  interaction: Interaction,
  command: CommandOf<"SetDisposition">,
): Verdict {
  const { dispositionId } = command;
  const known = serviceOf(deciding, interaction.serviceId).dispositions.some(
    ({ id }) => id === dispositionId,
  );
  if (dispositionId !== null && !known) return reject("disposition_unknown", { dispositionId });
  if (interaction.disposition === dispositionId) return null;
  deciding.emit({
    type: "DispositionSet",
    interactionId: interaction.id,
    agentId: command.agentId,
    dispositionId,
  });
  return null;
}

/** SPEC WRP-2: a mandatory disposition blocks Complete, and nothing else. Inside the undo window, Complete is the end. */
function completeWrapUp(
  deciding: Deciding,
  interaction: Interaction,
  command: CommandOf<"CompleteWrapUp">,
): Verdict {
  const ending = interaction.stage === "ending" && interaction.endedBy === command.agentId;
  if (!ending && partyOf(interaction, command.agentId)?.state !== "wrap_up") {
    return reject("not_suitable_state", { stage: interaction.stage });
  }
  const { dispositionMandatory } = serviceOf(deciding, interaction.serviceId);
  if (dispositionMandatory && interaction.disposition === null) return reject("no_disposition");
  if (ending) endNow(deciding, interaction, "agent", command.agentId);
  if (partyOf(interaction, command.agentId)) {
    deciding.emit({
      type: "WrapUpCompleted",
      interactionId: interaction.id,
      agentId: command.agentId,
      cause: "agent",
    });
  }
  return null;
}

/**
 * SPEC WRP-3: until when a wrap-up goes on when it is extended now.
 * @returns `null` when it cannot be: it has no end of its own, or has had its three times
 */
export function extendedWrapUp(
  party: Pick<AgentParty, "wrapUpSince" | "wrapUpUntil"> | undefined,
  wrapUpMs: number,
): Instant | null {
  if (party?.wrapUpUntil == null || party.wrapUpSince === null) return null;
  const until = party.wrapUpUntil + wrapUpMs;
  return until > party.wrapUpSince + wrapUpMs * WRAP_UP_LENGTHS_MAX ? null : until;
}

function extendWrapUp(
  deciding: Deciding,
  interaction: Interaction,
  command: CommandOf<"ExtendWrapUp">,
): Verdict {
  const party = partyOf(interaction, command.agentId);
  if (party?.wrapUpUntil == null) return reject("not_suitable_state");
  const until = extendedWrapUp(party, serviceOf(deciding, interaction.serviceId).wrapUpMs);
  if (until === null) return reject("not_suitable_state", { extensionsUsed: true });
  deciding.emit({ type: "WrapUpExtended", interactionId: interaction.id, agentId: command.agentId, until });
  return null;
}

/** Deadlines of one interaction, each decided when it is due and not before (SPEC DLN). */
export function meetInteractionDeadlines(deciding: Deciding, id: InteractionId): void {
  const interaction = deciding.store.state.interactions.get(id);
  if (!interaction) return;
  const { at } = deciding;
  if (interaction.stageUntil !== null && interaction.stageUntil <= at) {
    if (interaction.stage === "ending") endNow(deciding, interaction, "agent", interaction.endedBy);
    else endNow(deciding, interaction, "customer", null);
  }
  const { inactivity } = interaction;
  if (inactivity !== null && inactivity.at <= at) {
    if (inactivity.step === "end") endNow(deciding, interaction, "inactivity", null);
    else {
      const endsAt = at + serviceOf(deciding, interaction.serviceId).inactivityEndMs;
      deciding.emit({ type: "InactivityWarned", interactionId: id, endsAt });
    }
  }
  const { request } = interaction;
  if (request?.preferred && request.offerId === null && request.preferred.until <= at) {
    deciding.emit({ type: "PreferenceLapsed", interactionId: id });
  }
  const run = interaction.call?.run;
  if (run && ((run.until ?? at + 1) <= at || (run.announceAt ?? at + 1) <= at))
    meetRunDeadline(deciding, interaction);
  meetLegDeadlines(deciding, interaction);
  meetRecordingDeadlines(deciding, interaction);
  meetPlayingDeadlines(deciding, interaction);
  for (const party of [...interaction.parties]) {
    if (party.wrapUpUntil === null || party.wrapUpUntil > at) continue;
    deciding.emit({ type: "WrapUpCompleted", interactionId: id, agentId: party.agentId, cause: "timeout" });
  }
}

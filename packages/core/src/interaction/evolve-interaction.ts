import { dropLoad, moveLoad } from "../agent/evolve-agent.js";
import type { Store } from "../center/store.js";
import type { AgentId, InteractionId, MessageId } from "../ids/ids.js";
import { invariant } from "../invariant.js";
import type { Instant } from "../time/time.js";
import {
  type AgentParty,
  type Interaction,
  type InteractionEvent,
  isAsking,
  type MessageKind,
  RECEIPTS_OPEN_MAX,
} from "./interaction.js";
import { evolveSurvey } from "./survey.js";

/** Handling times kept for the estimated wait (FEATURES 1.11). */
export const HANDLING_SAMPLES_MAX = 20;
const VISITS_FORGOTTEN_MAX = 8;

export function evolveInteraction(store: Store, event: InteractionEvent, at: Instant): void {
  switch (event.type) {
    case "InteractionStarted":
      forgetVisits(store, at);
      store.setRecent(event.clientKey, null);
      if (event.caseOpened) store.setCaseNumber(event.caseNumber);
      store.addInteraction({
        id: event.interactionId,
        channel: event.channel,
        entryId: event.entryId,
        serviceId: event.serviceId,
        contactId: event.contactId,
        clientKey: event.clientKey,
        caseNumber: event.caseNumber,
        priority: event.priority,
        startedAt: at,
        enqueuedAt: event.enqueuedAt,
        stage: "open",
        stageUntil: null,
        endedBy: null,
        request: null,
        parties: [],
        partyCount: 0,
        monitors: [],
        assistance: null,
        offerCount: 0,
        messageCount: 0,
        unansweredSince: null,
        inactivity: null,
        disposition: null,
        answeredAt: null,
        lastAgentId: null,
        caseClosed: false,
        call: null,
        callRequest: null,
        appCall: null,
        receipts: [],
      });
      return;
    case "CaseClosed": {
      const live = store.state.interactions.get(event.interactionId);
      if (live) store.interaction(event.interactionId).caseClosed = true;
      if (store.state.recent.get(event.clientKey)?.caseNumber === event.caseNumber) {
        store.setRecent(event.clientKey, null);
      }
      return;
    }
    case "InteractionCompleted":
      store.removeInteraction(event.interactionId);
      return;
    case "SurveyOffered":
    case "SurveyAnswered":
      evolveSurvey(store, event, at);
      return;
    default:
      evolveLive(store, store.interaction(event.interactionId), event, at);
  }
}

type LiveEvent = Exclude<
  InteractionEvent,
  {
    readonly type:
      | "InteractionStarted"
      | "CaseClosed"
      | "InteractionCompleted"
      | "SurveyOffered"
      | "SurveyAnswered";
  }
>;

function evolveLive(store: Store, interaction: Interaction, event: LiveEvent, at: Instant): void {
  switch (event.type) {
    case "AgentRequested":
      interaction.request = {
        kind: event.kind,
        serviceId: event.serviceId,
        agentId: event.agentId,
        by: event.by,
        ...(event.supervisorId === undefined ? {} : { supervisorId: event.supervisorId }),
        enqueuedAt: event.enqueuedAt,
        priority: event.priority,
        preferred: event.preferred,
        offerId: null,
      };
      // A caller in a menu does not wait yet, and may choose another service there than the entry's.
      if (interaction.call && event.kind === "first") {
        interaction.enqueuedAt = event.enqueuedAt;
        interaction.serviceId = event.serviceId;
      }
      return;
    case "AgentRequestClosed":
      interaction.request = null;
      return;
    case "ConsultationBecameTransfer": {
      if (!interaction.request) return;
      interaction.request.kind = "transfer";
      if (interaction.request.offerId !== null) store.offer(interaction.request.offerId).kind = "transfer";
      return;
    }
    case "PreferenceLapsed":
      if (interaction.request) interaction.request.preferred = null;
      return;
    case "AgentJoined":
      joined(store, interaction, event, at);
      return;
    case "AgentLeft":
      interaction.parties = interaction.parties.filter((party) => party.agentId !== event.agentId);
      dropLoad(store, event.agentId, interaction.id, at);
      return;
    case "MessageReceived":
      interaction.messageCount++;
      if (needsAnswer(interaction, event.kind)) interaction.unansweredSince ??= at;
      interaction.inactivity = null;
      if (event.kind === "call_request") interaction.callRequest = { messageId: event.messageId, since: at };
      openReceipt(interaction, event.messageId, "customer");
      return;
    case "CallRequestClosed":
      // Nothing else has been asked since: then nobody waits any more.
      if (interaction.unansweredSince === interaction.callRequest?.since) interaction.unansweredSince = null;
      interaction.callRequest = null;
      return;
    case "MessageSent":
      interaction.messageCount++;
      for (const monitor of interaction.monitors)
        if (monitor.supervisorId === event.agentId) monitor.spoken = true;
      if (event.audience === "team" || event.kind === "form_withdrawal") return;
      interaction.unansweredSince = null;
      interaction.inactivity = silenceFrom(store, interaction, at);
      // No app says that it has got what it was asked: its answer says so (SPEC ASK-2).
      if (isAsking(event.kind)) return;
      openReceipt(interaction, event.messageId, event.agentId);
      return;
    case "ChatMonitored":
      interaction.monitors.push({ supervisorId: event.supervisorId, since: at, spoken: false });
      if (store.state.agents.has(event.supervisorId))
        store.agent(event.supervisorId).monitoringChat = interaction.id;
      return;
    case "ChatMonitoringEnded":
      notBeside(store, interaction, event.supervisorId);
      return;
    // What follows says it: who joins and who leaves.
    case "ChatTakenOver":
      return;
    case "AssistanceAsked":
      interaction.assistance = {
        agentId: event.agentId,
        reason: event.reason,
        since: at,
        answered: null,
      };
      return;
    case "AssistanceAnswered": {
      const { supervisorId } = event;
      const answered = supervisorId === null ? null : { supervisorId, since: at };
      if (interaction.assistance) interaction.assistance = { ...interaction.assistance, answered };
      return;
    }
    case "AssistanceClosed":
      interaction.assistance = null;
      return;
    case "MessageReceiptReported":
      if (event.receipt === "read") {
        interaction.receipts = interaction.receipts.filter((open) => open.messageId !== event.messageId);
      } else {
        for (const open of interaction.receipts)
          if (open.messageId === event.messageId) open.delivered = true;
      }
      return;
    case "EndRequested":
      interaction.stage = "ending";
      interaction.stageUntil = event.until;
      interaction.endedBy = event.agentId;
      interaction.inactivity = null;
      return;
    case "EndTakenBack":
      interaction.stage = "open";
      interaction.stageUntil = null;
      interaction.endedBy = null;
      return;
    case "InactivityWarned":
      interaction.inactivity = { step: "end", at: event.endsAt };
      return;
    case "CustomerDisconnected":
      interaction.callRequest = null;
      interaction.stage = "disconnected";
      interaction.stageUntil = event.until;
      interaction.unansweredSince = null;
      interaction.inactivity = null;
      return;
    case "CustomerReturned":
      interaction.stage = "open";
      interaction.stageUntil = null;
      for (const party of interaction.parties) {
        party.state = "active";
        party.wrapUpSince = null;
        party.wrapUpUntil = null;
        moveLoad(store, party.agentId, interaction.id, interaction.channel, "active", at);
      }
      return;
    case "InteractionEnded":
      ended(store, interaction, event.agentId, at);
      return;
    case "WrapUpStarted": {
      const party = partyOf(interaction, event.agentId);
      party.state = "wrap_up";
      party.wrapUpSince = at;
      party.wrapUpUntil = event.until;
      moveLoad(store, event.agentId, interaction.id, interaction.channel, "wrap_up", at);
      return;
    }
    case "WrapUpExtended":
      partyOf(interaction, event.agentId).wrapUpUntil = event.until;
      return;
    case "WrapUpCompleted":
      interaction.parties = interaction.parties.filter((party) => party.agentId !== event.agentId);
      dropLoad(store, event.agentId, interaction.id, at);
      return;
    case "DispositionSet":
      interaction.disposition = event.dispositionId;
      return;
    case "NoteSaved":
      return;
    case "ContactChanged":
      interaction.contactId = event.contactId;
      return;
  }
}

/** A position, a page view or a step of cobrowsing is news, not a question: nobody is kept waiting by it. */
function needsAnswer(interaction: Interaction, kind: MessageKind): boolean {
  switch (kind) {
    case "text":
    case "file":
    case "form":
    case "secure_form":
    case "call_request":
      return true;
    case "form_declined":
      // Where the conversation is already over, it keeps nobody waiting either.
      return interaction.stage === "open";
    default:
      return false;
  }
}

function joined(
  store: Store,
  interaction: Interaction,
  event: Extract<InteractionEvent, { readonly type: "AgentJoined" }>,
  at: Instant,
): void {
  interaction.parties.push({
    agentId: event.agentId,
    partyId: event.partyId,
    state: "active",
    joinedAt: at,
    wrapUpSince: null,
    wrapUpUntil: null,
  });
  interaction.partyCount++;
  // SPEC MON-6: who takes part is not beside it any more.
  notBeside(store, interaction, event.agentId);
  interaction.answeredAt ??= at;
  // Whoever is only asked is not who has it.
  if (event.kind !== "consult" && event.kind !== "call") interaction.lastAgentId = event.agentId;
  if (interaction.request && event.kind === "transfer") interaction.serviceId = interaction.request.serviceId;
  moveLoad(store, event.agentId, interaction.id, interaction.channel, "active", at);
  store.agent(event.agentId).idleSince = at;
}

function notBeside(store: Store, interaction: Interaction, supervisorId: AgentId): void {
  interaction.monitors = interaction.monitors.filter((monitor) => monitor.supervisorId !== supervisorId);
  if (store.state.agents.get(supervisorId)?.monitoringChat === interaction.id)
    store.agent(supervisorId).monitoringChat = null;
}

function ended(store: Store, interaction: Interaction, agentId: AgentId | null, at: Instant): void {
  interaction.stage = "ended";
  interaction.stageUntil = null;
  interaction.endedBy = agentId;
  interaction.unansweredSince = null;
  interaction.inactivity = null;
  interaction.receipts = [];
  interaction.callRequest = null;
  if (interaction.call?.beside != null) leftApp(store, interaction, interaction.call.beside, at);
  store.setLive(interaction.clientKey, null);
  if (interaction.answeredAt !== null) {
    store.pushHandling(interaction.serviceId, at - interaction.answeredAt, HANDLING_SAMPLES_MAX);
  }
  const graceMs = store.state.configuration.services.get(interaction.serviceId)?.graceMs ?? 0;
  forgetVisits(store, at);
  if (graceMs > 0 && !interaction.caseClosed) {
    store.setRecent(interaction.clientKey, {
      clientKey: interaction.clientKey,
      caseNumber: interaction.caseNumber,
      agentId: interaction.lastAgentId,
      contactId: interaction.contactId,
      enqueuedAt: interaction.enqueuedAt,
      until: at + graceMs,
    });
  }
}

/** The call in the chat's app is over: from now on its silence counts again. */
function leftApp(store: Store, call: Interaction, beside: InteractionId, at: Instant): void {
  if (store.state.interactions.get(beside)?.appCall !== call.id) return;
  const chat = store.interaction(beside);
  chat.appCall = null;
  if (chat.stage === "open" && chat.unansweredSince === null && chat.answeredAt !== null)
    chat.inactivity = silenceFrom(store, chat, at);
}

/** Visits beyond their grace time are forgotten when the next one begins or ends: a few at a time, oldest first. */
function forgetVisits(store: Store, at: Instant): void {
  for (let forgotten = 0; forgotten < VISITS_FORGOTTEN_MAX; forgotten++) {
    const clientKey = store.indexes.visitOver(at);
    if (clientKey === undefined) return;
    store.setRecent(clientKey, null);
  }
}

function openReceipt(interaction: Interaction, messageId: MessageId, from: "customer" | AgentId): void {
  interaction.receipts.push({ messageId, from, delivered: false });
  if (interaction.receipts.length > RECEIPTS_OPEN_MAX) interaction.receipts.shift();
}

function silenceFrom(store: Store, interaction: Interaction, at: Instant): Interaction["inactivity"] {
  if (interaction.appCall !== null) return null;
  const warnMs = store.state.configuration.services.get(interaction.serviceId)?.inactivityWarnMs ?? null;
  return warnMs === null ? null : { step: "warn", at: at + warnMs };
}

function partyOf(interaction: Interaction, agentId: AgentId): AgentParty {
  const party = interaction.parties.find((other) => other.agentId === agentId);
  invariant(party !== undefined, `agent ${agentId} takes no part in ${interaction.id}`);
  return party;
}

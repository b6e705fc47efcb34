import {
  activeParties,
  agentOf,
  type Deciding,
  reject,
  serviceOf,
  takesSomebodyNew,
  userOf,
  type Verdict,
} from "../center/deciding.js";
import type { RecentVisit } from "../center/state.js";
import type { Service } from "../configuration/configuration.js";
import type { AgentId } from "../ids/ids.js";
import { exclusionOf } from "../queue/eligibility.js";
import { type AgentRequest, type Interaction, type InteractionCommand, isSign } from "./interaction.js";
import {
  closeCallRequest,
  closeRequest,
  endAppCall,
  endNow,
  requestAgain,
  startWrapUps,
} from "./lifecycle.js";

type CustomerCommand = Extract<
  InteractionCommand,
  {
    readonly type:
      | "StartInteraction"
      | "ReceiveMessage"
      | "CustomerEnd"
      | "CustomerDisconnect"
      | "WithdrawCallRequest"
      | "CloseCase";
  }
>;
type CommandOf<T extends CustomerCommand["type"]> = Extract<CustomerCommand, { readonly type: T }>;

export function decideCustomer(deciding: Deciding, command: CustomerCommand): Verdict {
  if (command.type === "StartInteraction") return start(deciding, command);
  const live = deciding.store.state.interactions.get(command.interactionId);
  if (command.type === "CloseCase") return closeCase(deciding, live, command);
  // Somebody else's chat is answered like one that does not exist: its id must not be confirmed.
  if (!live || live.clientKey !== command.clientKey || live.stage === "ended")
    return reject("no_interaction");
  switch (command.type) {
    case "ReceiveMessage":
      receiveMessage(deciding, live, command);
      return null;
    case "CustomerEnd":
      endNow(deciding, live, live.answeredAt === null ? "abandoned" : "customer", null);
      return null;
    case "CustomerDisconnect":
      disconnect(deciding, live);
      return null;
    case "WithdrawCallRequest":
      closeCallRequest(deciding, live, "withdrawn", null);
      return null;
  }
}

function start(deciding: Deciding, command: CommandOf<"StartInteraction">): Verdict {
  const { state, indexes } = deciding.store;
  const entry = state.configuration.entries.get(command.entryId);
  if (!entry) return reject("entry_unknown", { entryId: command.entryId });
  const service = serviceOf(deciding, entry.serviceId);
  const already = state.liveByClient.get(command.clientKey);
  if (already !== undefined) return reject("already_in_progress", { interactionId: already });
  if (!takesSomebodyNew(deciding, service)) return reject("no_chat_in_service", { serviceId: service.id });
  if ((indexes.line(service.id)?.length ?? 0) >= service.queueLengthMax) return reject("queue_full");
  if (state.interactions.has(command.interactionId)) return reject("id_taken");
  const visit = state.recent.get(command.clientKey);
  const recent = visit && visit.until > deciding.at ? visit : undefined;
  const enqueuedAt = recent?.enqueuedAt ?? deciding.at;
  deciding.emit({
    type: "InteractionStarted",
    interactionId: command.interactionId,
    channel: entry.channel,
    entryId: entry.id,
    serviceId: service.id,
    contactId: command.contactId,
    clientKey: command.clientKey,
    caseNumber: recent?.caseNumber ?? state.lastCaseNumber + 1,
    caseOpened: recent === undefined,
    priority: entry.priority,
    enqueuedAt,
  });
  deciding.emit({
    type: "AgentRequested",
    interactionId: command.interactionId,
    kind: recent ? "return" : "first",
    serviceId: service.id,
    agentId: null,
    by: null,
    enqueuedAt,
    priority: entry.priority,
    preferred: recent ? preferredAgent(deciding, recent, service, entry.channel) : null,
  });
  return null;
}

/** SPEC GRC-2: the same agent first, if ready with capacity, for a short time. */
function preferredAgent(
  deciding: Deciding,
  visit: Pick<RecentVisit, "agentId">,
  service: Service,
  channel: Interaction["channel"],
): AgentRequest["preferred"] {
  if (visit.agentId === null || service.graceOfferMs === 0) return null;
  const agent = agentOf(deciding, visit.agentId);
  const user = userOf(deciding, visit.agentId);
  if (!agent || !user || exclusionOf(agent, user, channel, false) !== null) return null;
  return { agentId: visit.agentId, until: deciding.at + service.graceOfferMs };
}

function receiveMessage(deciding: Deciding, live: Interaction, command: CommandOf<"ReceiveMessage">): void {
  const interactionId = live.id;
  if (live.stage === "ending" && !isSign(command.kind))
    deciding.emit({ type: "EndTakenBack", interactionId, cause: "customer_message" });
  if (live.stage === "disconnected" && !isSign(command.kind)) {
    deciding.emit({ type: "CustomerReturned", interactionId });
    if (activeParties(live).length === 0 && live.request === null) {
      const last: AgentId | null = live.lastAgentId;
      const preferred = preferredAgent(
        deciding,
        { agentId: last },
        serviceOf(deciding, live.serviceId),
        live.channel,
      );
      if (preferred === null) requestAgain(deciding, live);
      else {
        deciding.emit({
          type: "AgentRequested",
          interactionId,
          kind: "return",
          serviceId: live.serviceId,
          agentId: null,
          by: null,
          enqueuedAt: live.enqueuedAt,
          priority: live.priority,
          preferred,
        });
      }
    }
  }
  deciding.emit({ type: "MessageReceived", interactionId, messageId: command.messageId, kind: command.kind });
}

/** The conversation is over, the chat is not: a message within the grace time brings it back (SPEC END-6). */
function disconnect(deciding: Deciding, live: Interaction): void {
  if (live.stage === "disconnected") return;
  if (live.answeredAt === null || activeParties(live).length === 0) {
    endNow(deciding, live, live.answeredAt === null ? "abandoned" : "customer", null);
    return;
  }
  closeRequest(deciding, live, "cancelled");
  endAppCall(deciding, live, "customer", null);
  const { graceMs } = serviceOf(deciding, live.serviceId);
  deciding.emit({ type: "CustomerDisconnected", interactionId: live.id, until: deciding.at + graceMs });
  startWrapUps(deciding, live);
}

function closeCase(
  deciding: Deciding,
  live: Interaction | undefined,
  command: CommandOf<"CloseCase">,
): Verdict {
  if (live && live.clientKey !== command.clientKey) return reject("no_interaction");
  const caseNumber = live?.caseNumber ?? deciding.store.state.recent.get(command.clientKey)?.caseNumber;
  if (caseNumber === undefined || live?.caseClosed) return null;
  deciding.emit({
    type: "CaseClosed",
    interactionId: command.interactionId,
    clientKey: command.clientKey,
    caseNumber,
  });
  return null;
}

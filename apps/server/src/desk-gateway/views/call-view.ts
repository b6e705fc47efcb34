import {
  type AgentId,
  type Call,
  hostOf,
  type Interaction,
  type Leg,
  MESSAGE_MAX_MS,
  recordingRuleDefault,
} from "@patchbay/core";
import type { CallPartyView, CallView } from "@patchbay/protocol";
import type { LiveInteraction } from "../content/live-interaction.js";
import { runningApplication } from "./application-view.js";
import { contactView, phoneView } from "./contact-view.js";
import type { ViewSources } from "./interaction-view.js";
import { agentName } from "./message-view.js";
import { supervises } from "./supervises.js";

/** A call as one of its agents sees it, or a supervisor who is beside one of them. */
export function callView(
  sources: ViewSources,
  interaction: Interaction,
  call: Call,
  live: LiveInteraction,
  agentId: AgentId,
): CallView {
  const customer = call.legs.find((leg) => leg.role === "customer");
  const own = call.legs.find((leg) => leg.agentId === agentId);
  const raw = live.data?.phoneNumber ?? null;
  const { consultation } = call;
  const { state } = sources;
  const service = state.configuration.services.get(interaction.serviceId);
  const rule = service?.recording ?? recordingRuleDefault;
  const number = raw === null ? null : { raw, display: phoneView(raw, sources.words).display };
  return {
    direction: call.direction,
    number,
    inApp: isInApp(sources.state, interaction),
    customer: customer === undefined ? null : { state: customer.state, since: customer.since },
    own:
      own === undefined
        ? null
        : {
            legId: own.id,
            device: own.device === null || own.device === "app" ? "browser" : own.device,
            state: own.state === "connected" || own.state === "lost" ? own.state : "dialing",
            since: own.since,
            muted: own.muted,
            circle: own.circle,
          },
    heldSince: own?.heldSince ?? null,
    beside: call.beside,
    parties: call.legs
      .filter((leg) => maySee(sources, leg, agentId))
      .map((leg) => partyView(sources, interaction, leg, live, agentId)),
    consultation:
      consultation === null
        ? null
        : {
            by: consultation.by,
            own: consultation.by === agentId,
            since: consultation.since,
            reached: consultation.reached,
          },
    message: messageView(sources, call),
    host: hostOf(interaction) === agentId,
    recordings: call.recordings.map(
      ({ id, agentId: of, kind, automatic, startedAt, pausedSince, resumeAt }) => ({
        recordingId: id,
        agentId: of,
        own: of === agentId,
        kind,
        automatic,
        startedAt,
        pausedSince,
        resumeAt,
      }),
    ),
    inMailbox: call.mailbox !== null,
    application: runningApplication(call, sources.words),
    recordingRule: {
      mode: call.direction === "internal" ? "never" : rule.mode,
      mayStop: rule.mayStop,
      consent: rule.consent,
    },
    signatureScript: call.direction === "internal" ? null : (service?.signatureScript ?? null),
    consent: call.consent,
    recordingFailed:
      call.recordingFailed === null
        ? null
        : { cause: call.recordingFailed.failure, until: call.recordingFailed.until },
    recordingAnnounced: call.recordingAnnounced,
    consentNoted:
      call.consentNoted === null
        ? null
        : { name: agentName(sources.words, call.consentNoted.by), at: call.consentNoted.at },
  };
}

/** What is played into the call now. */
function messageView({ state, words }: ViewSources, { message }: Call): CallView["message"] {
  if (message === null) return null;
  const { promptId, by, until, thenEnds } = message;
  return {
    messageId: promptId,
    name: words.prompts.get(promptId)?.name ?? "",
    by,
    since: until - MESSAGE_MAX_MS,
    durationMs: state.configuration.prompts.get(promptId)?.durationMs ?? 0,
    thenEnds,
    announces: message.announces,
  };
}

/** A call between an agent and a chat's app goes through the app's entry, which is no telephone line. */
export const isInApp = (
  { configuration }: ViewSources["state"],
  { channel, entryId }: Interaction,
): boolean => channel === "voice" && configuration.entries.get(entryId)?.channel === "chat";

/** Who listens without a word is known to supervisors; who whispers, to the agent who hears it. */
function maySee(sources: ViewSources, { monitoring, agentId }: Leg, viewer: AgentId): boolean {
  if (monitoring === null || agentId === viewer || monitoring.mode === "barge") return true;
  if (monitoring.mode === "whisper" && monitoring.beside === viewer) return true;
  return supervises(sources.state, viewer);
}

function partyView(
  sources: ViewSources,
  interaction: Interaction,
  leg: Leg,
  live: LiveInteraction,
  viewer: AgentId,
): CallPartyView {
  const { words, content } = sources;
  const { role, agentId } = leg;
  const called = live.called.get(leg.id);
  const raw = role === "customer" ? (live.data?.phoneNumber ?? null) : called?.number || null;
  const number = raw === null ? null : { raw, display: phoneView(raw, words).display };
  const name =
    role === "customer"
      ? contactView(interaction.contactId, content.contact(live.contactId), interaction.caseNumber, words)
          .name
      : agentId === null
        ? called?.name || (number?.display ?? "")
        : agentName(words, agentId);
  return {
    legId: leg.id,
    role,
    agentId,
    name,
    number,
    device: leg.device,
    state: leg.state,
    since: leg.since,
    muted: leg.muted,
    circle: leg.circle,
    heldSince: leg.heldSince,
    own: agentId === viewer,
    host: role === "agent" && agentId !== null && hostOf(interaction) === agentId,
    monitoring: leg.monitoring,
  };
}

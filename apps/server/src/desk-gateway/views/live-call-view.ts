import type { AgentId, AgentParty, Call, Interaction, Leg } from "@patchbay/core";
import type { LiveCallState, LiveCallView, QueueView } from "@patchbay/protocol";
import type { CenterQuestions } from "../../center/center.js";
import type { LiveInteraction } from "../content/live-interaction.js";
import { phoneView } from "./contact-view.js";
import { otherSide, serviceName, type ViewSources } from "./interaction-view.js";
import { agentName } from "./message-view.js";

const isThere = ({ state }: Leg): boolean => state === "connected" || state === "lost";

/** A call that is up. After its end nothing of it is, though somebody may still wrap up. */
export const isLive = ({ call, stage }: Interaction): boolean =>
  call !== null && call.legs.length > 0 && stage === "open";

/** A call as those see it who watch over all of them. */
export function liveCallView(
  sources: ViewSources,
  questions: CenterQuestions,
  interaction: Interaction,
  call: Call,
  live: LiveInteraction,
): LiveCallView {
  const { words } = sources;
  const { contactId, name } = contactFor(sources, interaction, live);
  const ringing = ringingAt(sources, interaction);
  return {
    interactionId: interaction.id,
    direction: call.direction,
    contact: { contactId, name },
    number: numberOf(live, words),
    serviceId: interaction.serviceId,
    serviceName: serviceName(words, interaction.serviceId),
    entryName: words.entries.get(interaction.entryId)?.name ?? "",
    startedAt: interaction.startedAt,
    ...standingOf(interaction, call, ringing?.since ?? null),
    queue: queueOf(sources, questions, interaction),
    ringingAt: ringing,
    agents: agentsIn(sources, interaction, call),
    parties: call.legs.filter((leg) => leg.role !== "supervisor" && isThere(leg)).length,
    monitors: call.legs.flatMap(({ agentId, monitoring }) =>
      agentId === null || monitoring === null
        ? []
        : [{ agentId, name: agentName(words, agentId), beside: monitoring.beside, mode: monitoring.mode }],
    ),
    recording: recordingOf(call),
  };
}

/** The customer; among colleagues, whoever is called. */
const contactFor = (
  sources: ViewSources,
  interaction: Interaction,
  live: LiveInteraction,
): ReturnType<typeof otherSide> =>
  otherSide(sources, interaction, live, interaction.parties[0]?.agentId ?? null);

const numberOf = ({ data }: LiveInteraction, words: ViewSources["words"]): LiveCallView["number"] =>
  data?.phoneNumber == null
    ? null
    : { raw: data.phoneNumber, display: phoneView(data.phoneNumber, words).display };

function recordingOf({ recordings }: Call): LiveCallView["recording"] {
  if (recordings.length === 0) return null;
  return recordings.some(({ pausedSince }) => pausedSince === null) ? "on" : "paused";
}

interface Standing {
  readonly state: LiveCallState;
  readonly since: number;
}

/**
 * The word for what is going on, and since when: both of the call as it is now, so that whoever looks later sees the
 * same.
 * @param ringsSince at somebody's desk; `null`: at nobody's
 */
function standingOf(interaction: Interaction, call: Call, ringsSince: number | null): Standing {
  const { startedAt, request } = interaction;
  if (call.mailbox !== null) return { state: "voicemail", since: startedAt };
  if (call.application !== null) return { state: "application", since: call.application.since };
  const active = interaction.parties.filter((party) => party.state === "active");
  if (active.length === 0 && request !== null)
    return ringsSince === null
      ? { state: "waiting", since: request.enqueuedAt }
      : { state: "ringing", since: ringsSince };
  if (call.run !== null) return { state: "scenario", since: startedAt };
  if (call.consultation !== null) return { state: "consulting", since: call.consultation.since };
  const [, second, third] = arrivalsIn(call, active);
  if (second === undefined) return coming(call, startedAt, ringsSince);
  const held = call.legs.flatMap((leg) => (leg.role === "agent" ? [leg.heldSince] : []));
  const since = held.flatMap((at) => (at === null ? [] : [at]));
  if (held.length > 0 && since.length === held.length) return { state: "on_hold", since: Math.max(...since) };
  return third === undefined ? { state: "talking", since: second } : { state: "conference", since: third };
}

/** One is there, and somebody is on the way: a colleague who is called has no leg before answering. */
function coming({ legs }: Call, startedAt: number, ringsSince: number | null): Standing {
  if (ringsSince !== null) return { state: "ringing", since: ringsSince };
  const agents = legs.filter((leg) => leg.role === "agent");
  if (agents.length > 0 && !agents.some(isThere))
    return { state: "connecting", since: agents[0]?.since ?? startedAt };
  const called = legs.find((leg) => leg.role !== "supervisor" && !isThere(leg));
  return { state: "dialing", since: called?.since ?? startedAt };
}

/** When those who are there came, earliest first. */
function arrivalsIn(call: Call, active: readonly AgentParty[]): number[] {
  return call.legs
    .filter((leg) => leg.role !== "supervisor" && isThere(leg))
    .map((leg) => active.find((party) => party.agentId === leg.agentId)?.joinedAt ?? leg.since)
    .sort((a, b) => a - b);
}

function queueOf(
  { words }: ViewSources,
  questions: CenterQuestions,
  { id, request }: Interaction,
): LiveCallView["queue"] {
  const ahead = questions.ahead(id);
  if (request === null || ahead === undefined) return null;
  const { serviceId, enqueuedAt: since } = request;
  return { serviceId, serviceName: serviceName(words, serviceId), since, position: ahead + 1 };
}

function ringingAt({ state, words }: ViewSources, { request }: Interaction): LiveCallView["ringingAt"] {
  const offer = request?.offerId == null ? undefined : state.offers.get(request.offerId);
  if (offer === undefined) return null;
  return { agentId: offer.agentId, name: agentName(words, offer.agentId), since: offer.madeAt };
}

function agentsIn({ words }: ViewSources, { parties }: Interaction, { legs }: Call): LiveCallView["agents"] {
  const legOf = (agentId: AgentId): Leg | undefined =>
    legs.find((leg) => leg.role === "agent" && leg.agentId === agentId);
  return parties.flatMap(({ agentId, state }) => {
    const leg = legOf(agentId);
    if (state !== "active" || leg === undefined) return [];
    const { heldSince, muted, circle } = leg;
    const shown = leg.state === "connected" || leg.state === "lost" ? leg.state : "dialing";
    return [{ agentId, name: agentName(words, agentId), leg: shown, heldSince, muted, circle }];
  });
}

/** One who stands in a service's queue, of whatever channel; `undefined`: in none. */
export function queueLine(
  sources: ViewSources,
  questions: CenterQuestions,
  interaction: Interaction,
  live: LiveInteraction,
): QueueView["waiting"][number] | undefined {
  const { request, channel, id: interactionId } = interaction;
  if (request === null || request.agentId !== null) return undefined;
  const offered = ringingAt(sources, interaction);
  return {
    interactionId,
    channel,
    kind: request.kind,
    contactName: contactFor(sources, interaction, live).name,
    number: numberOf(live, sources.words),
    since: request.enqueuedAt,
    offeredTo: offered === null ? null : { agentId: offered.agentId, name: offered.name },
    ewtSeconds:
      questions.estimatedWaitSeconds(request.serviceId, questions.ahead(interactionId) ?? 0) ?? null,
  };
}

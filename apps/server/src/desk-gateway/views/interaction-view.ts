import {
  type AgentId,
  type AgentParty,
  type CenterState,
  extendedWrapUp,
  type Interaction,
  internalService,
  internalServiceId,
  type Offer,
} from "@patchbay/core";
import type { ContactView, InteractionView, OfferView } from "@patchbay/protocol";
import type { CenterWords } from "../../center/records.js";
import type { LiveContent } from "../content/live-content.js";
import type { LiveInteraction } from "../content/live-interaction.js";
import { openAssistance } from "./assistance-view.js";
import { callView, isInApp } from "./call-view.js";
import { colleagueView, contactView } from "./contact-view.js";
import { monitorsFor } from "./live-chat-view.js";
import { agentName, dataView, locationViews, numberView } from "./message-view.js";

/** What every view is made of: committed state, names, content, and who of the customers is there. */
export interface ViewSources {
  readonly state: CenterState;
  readonly words: CenterWords;
  readonly content: LiveContent;
  presenceOf(interactionId: string): "here" | "away" | "gone";
  /** Whether the customer's app, as far as it is known, can be called. */
  talksInApp(interactionId: string): boolean;
}

/** The interactions in an agent's hands and the offers before it, as the core has them. */
export function handsOf(
  state: CenterState,
  agentId: AgentId,
): { readonly interactions: readonly Interaction[]; readonly offers: readonly Offer[] } {
  const interactions: Interaction[] = [];
  const offers: Offer[] = [];
  for (const load of state.agents.get(agentId)?.loads ?? []) {
    const interaction = state.interactions.get(load.interactionId);
    if (interaction === undefined) continue;
    if (interaction.parties.some((party) => party.agentId === agentId)) interactions.push(interaction);
    if (load.state !== "reserved" && load.state !== "ringing") continue;
    const offerId = interaction.request?.offerId;
    const offer = offerId === undefined || offerId === null ? undefined : state.offers.get(offerId);
    if (offer?.agentId === agentId) offers.push(offer);
  }
  const { monitoring = null, monitoringChat = null } = state.agents.get(agentId) ?? {};
  for (const monitored of [monitoring, monitoringChat]) {
    const beside = monitored === null ? undefined : state.interactions.get(monitored);
    if (beside !== undefined && !interactions.includes(beside)) interactions.push(beside);
  }
  return { interactions, offers };
}

export const markOf = (
  sources: ViewSources,
  interaction: Interaction,
  live: LiveInteraction,
): "mobile" | "web" =>
  live.data?.channelMark ?? sources.words.entries.get(interaction.entryId)?.mark ?? "web";

export const serviceName = (words: CenterWords, serviceId: string): string =>
  serviceId === internalServiceId ? "Internal call" : (words.services.get(serviceId)?.name ?? serviceId);

function phaseOf(interaction: Interaction, own: AgentParty | undefined): InteractionView["phase"] {
  if (own === undefined) return "monitoring";
  if (own.state === "wrap_up") return "wrap_up";
  return interaction.stage === "ending" ? "ending" : "connected";
}

/** The customer; in a call among colleagues, the one who calls or is called, as `viewer` sees it. */
export function otherSide(
  { words, content }: Pick<ViewSources, "words" | "content">,
  { call, contactId, caseNumber, parties, request }: Interaction,
  live: LiveInteraction,
  viewer: AgentId | null,
): ContactView {
  const colleagues = [
    ...parties.map(({ agentId }) => agentId),
    request?.by ?? null,
    request?.agentId ?? null,
    call?.mailbox?.of.kind === "agent" ? call.mailbox.of.agentId : null,
  ];
  const colleague = colleagues.find((agentId) => agentId !== null && agentId !== viewer);
  return call?.direction === "internal" && colleague != null
    ? colleagueView(contactId, colleague, words)
    : contactView(contactId, content.contact(live.contactId), caseNumber, words);
}

/** An interaction as one of its agents sees it, or a supervisor who is beside one of them. */
export function interactionView(
  sources: ViewSources,
  interaction: Interaction,
  live: LiveInteraction,
  agentId: AgentId,
): InteractionView {
  const { state, words } = sources;
  const own = interaction.parties.find((party) => party.agentId === agentId);
  const { request } = interaction;
  return {
    interactionId: interaction.id,
    channel: interaction.channel,
    mark: markOf(sources, interaction, live),
    phase: phaseOf(interaction, own),
    stage: interaction.stage,
    stageUntil: interaction.stageUntil,
    contact: otherSide(sources, interaction, live, agentId),
    serviceId: interaction.serviceId,
    serviceName: serviceName(words, interaction.serviceId),
    ...(words.services.get(interaction.serviceId)?.afterChat?.transcriptDays == null
      ? {}
      : { transcripts: true as const }),
    entryName: words.entries.get(interaction.entryId)?.name ?? interaction.entryId,
    caseNumber: interaction.caseNumber,
    startedAt: interaction.startedAt,
    enqueuedAt: interaction.enqueuedAt,
    answeredAt: interaction.answeredAt,
    joinedAt: own?.joinedAt ?? interaction.startedAt,
    unansweredSince: interaction.unansweredSince,
    // Whoever is beside it has nothing to answer.
    unread: own === undefined ? 0 : unreadOf(live),
    customerPresence: sources.presenceOf(interaction.id),
    inactivityEndsAt: interaction.inactivity?.step === "end" ? interaction.inactivity.at : null,
    parties: interaction.parties.map((party) => ({
      agentId: party.agentId,
      name: agentName(words, party.agentId),
      state: party.state,
      joinedAt: party.joinedAt,
    })),
    monitors: monitorsFor(sources, interaction, agentId),
    assistance: openAssistance(interaction, live, words),
    request:
      request === null
        ? null
        : {
            kind: request.kind,
            serviceId: request.serviceId,
            agentId: request.agentId,
            by: request.by,
            ...(request.supervisorId === undefined ? {} : { supervisorId: request.supervisorId }),
            since: request.enqueuedAt,
            offered: request.offerId !== null,
          },
    callRequest: callRequestView(interaction, live, words),
    app: { talks: sources.talksInApp(interaction.id), callId: interaction.appCall },
    data: dataView(live.data),
    locations: locationViews(live.data, live.messages, interaction.startedAt),
    disposition: interaction.disposition,
    note: live.notes.get(agentId) ?? "",
    draft: live.drafts.get(agentId) ?? { text: "", audience: "all", version: 0 },
    transferNote: shownTransferNote(live),
    teamNotes: teamNotes(words, live, agentId),
    wrapUpSince: own?.wrapUpSince ?? null,
    wrapUpUntil: own?.wrapUpUntil ?? null,
    wrapUpExtendable:
      extendedWrapUp(own, state.configuration.services.get(interaction.serviceId)?.wrapUpMs ?? 0) !== null,
    call: interaction.call === null ? null : callView(sources, interaction, interaction.call, live, agentId),
  };
}

function callRequestView(
  { callRequest }: Interaction,
  live: LiveInteraction,
  words: CenterWords,
): InteractionView["callRequest"] {
  if (callRequest === null) return null;
  const body = live.messageById.get(callRequest.messageId)?.row?.body;
  const number = body?.kind === "call_request" ? numberView(body.number, words) : null;
  return { messageId: callRequest.messageId, since: callRequest.since, number };
}

/** A transfer without a note stores an empty one, so that an older note is not taken for its own. */
const shownTransferNote = (live: LiveInteraction): LiveInteraction["transferNote"] =>
  live.transferNote === null || live.transferNote.text === "" ? null : live.transferNote;

/** What colleagues have noted, by their ids, so that it reads the same however it was read; this agent's own note is shown where it is written. */
const teamNotes = (
  words: CenterWords,
  live: LiveInteraction,
  viewer: AgentId,
): InteractionView["teamNotes"] =>
  [...live.notes]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([agentId, text]) =>
      agentId === viewer || text === "" ? [] : [{ agentId, name: agentName(words, agentId), text }],
    );

/** Since when whoever is on the other side has waited. Somebody who only asks has not waited for long. */
function waitingSince({ call, request, enqueuedAt }: Interaction): number {
  if (request?.kind === "consult" && call?.consultation) return call.consultation.since;
  return request?.enqueuedAt ?? enqueuedAt;
}

/** How long it rings: a colleague's call as long as whoever is called has set it. */
function ringMsOf({ state }: ViewSources, { kind, agentId, serviceId }: Offer): number {
  const own = kind === "call" ? state.configuration.users.get(agentId)?.ringMs : undefined;
  const service =
    serviceId === internalServiceId ? internalService : state.configuration.services.get(serviceId);
  return own ?? service?.answerTimeoutMs ?? 0;
}

function unreadOf(live: LiveInteraction): number {
  let unread = 0;
  for (let index = live.messages.length - 1; index >= 0; index -= 1) {
    const line = live.messages[index];
    if (line === undefined || line.seq <= live.customerReadSeq) break;
    if (line.fromCustomer && line.readAt === null) unread += 1;
  }
  return unread;
}

export const FIRST_MESSAGE_CHARACTERS_MAX = 200;

/** What rings at a desk. */
export function offerView(
  sources: ViewSources,
  offer: Offer,
  interaction: Interaction,
  live: LiveInteraction,
): OfferView {
  const { state, words } = sources;
  const contact = otherSide(sources, interaction, live, offer.agentId);
  // A supervisor who has decided it speaks for it.
  const asker = interaction.request?.supervisorId ?? interaction.request?.by ?? null;
  const [called] = offer.kind === "call" ? (interaction.call?.forwardedBy ?? []) : [];
  const note = shownTransferNote(live);
  return {
    offerId: offer.id,
    interactionId: interaction.id,
    kind: offer.kind,
    channel: interaction.channel,
    mark: markOf(sources, interaction, live),
    status: offer.status,
    until: offer.until,
    ringMs: ringMsOf(sources, offer),
    customerName: contact.name,
    contact,
    serviceId: offer.serviceId,
    serviceName: serviceName(words, offer.serviceId),
    waitingSince: waitingSince(interaction),
    firstMessage: firstWords(live),
    locations: locationViews(live.data, live.messages, interaction.startedAt),
    data: dataView(live.data),
    from: asker === null ? null : { agentId: asker, name: agentName(words, asker) },
    forwardedBy: called === undefined ? null : { agentId: called, name: agentName(words, called) },
    note: asker !== null && note?.by === asker ? note.text : null,
    beside: isInApp(state, interaction) ? (interaction.call?.beside ?? null) : null,
    teamNotes: asker === null ? [] : teamNotes(words, live, offer.agentId),
  };
}

/**
 * Why the customer is here: the first words, or, after a return into the same chat, the newest since then. What was said
 * before has been answered.
 */
function firstWords(live: LiveInteraction): string | null {
  const returnedSeq = live.happenings.findLast(({ what }) => what === "CustomerReturned")?.seq;
  const isText = (line: LiveInteraction["messages"][number]): boolean =>
    line.fromCustomer && line.row?.body.kind === "text";
  const line =
    returnedSeq === undefined
      ? live.messages.find(isText)
      : live.messages.findLast((other) => other.seq > returnedSeq && isText(other));
  const body = line?.row?.body;
  // Cut by characters as people count them, so that no emoji is torn in two.
  return body?.kind === "text" ? Array.from(body.text).slice(0, FIRST_MESSAGE_CHARACTERS_MAX).join("") : null;
}

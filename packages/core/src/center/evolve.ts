import { evolveAgent } from "../agent/evolve-agent.js";
import { isCallEvent } from "../call/events.js";
import { evolveCall } from "../call/evolve-call.js";
import { evolveConfiguration } from "../configuration/evolve-configuration.js";
import { evolveInteraction } from "../interaction/evolve-interaction.js";
import { evolveOffer } from "../offer/evolve-offer.js";
import type { Instant } from "../time/time.js";
import type { CenterEvent, Event } from "./messages.js";
import type { Store } from "./store.js";

/** Folds one event into the state and everything derived from it. Never refuses. */
export function evolveEvent(store: Store, event: Event): void {
  store.setClock(event.seq, event.at);
  switch (event.type) {
    case "UserConfigured":
    case "UserRemoved":
    case "ServiceConfigured":
    case "ServiceRemoved":
    case "EntryConfigured":
    case "EntryRemoved":
    case "ReasonConfigured":
    case "ReasonRemoved":
    case "ScheduleConfigured":
    case "ScheduleRemoved":
    case "ScheduleTurned":
    case "ScenarioConfigured":
    case "ScenarioRemoved":
    case "PromptConfigured":
    case "PromptRemoved":
      evolveConfiguration(store, event);
      break;
    case "AgentLoggedIn":
    case "AgentSessionMoved":
    case "AgentPresenceChanged":
    case "AgentNextChosen":
    case "DeskLost":
    case "DeskReturned":
    case "AgentLoggedOut":
    case "PhoneChanged":
    case "LineChanged":
      evolveAgent(store, event, event.at);
      break;
    case "OfferMade":
    case "OfferRang":
    case "OfferAccepted":
    case "OfferRejected":
    case "OfferExpired":
    case "OfferWithdrawn":
      evolveOffer(store, event, event.at);
      break;
    case "CenterResumed":
      evolveResumed(store, event, event.at);
      break;
    default:
      if (isCallEvent(event)) evolveCall(store, event, event.at);
      else evolveInteraction(store, event, event.at);
  }
  store.settleDerived(event.at);
}

/** Every deadline moves by the outage; every desk has until `deskUntil` to come back. */
function evolveResumed(store: Store, event: CenterEvent, at: Instant): void {
  const later = (until: Instant): Instant => until + event.outageMs;
  store.touchAll();
  for (const agent of store.state.agents.values()) {
    agent.deskLost = { at: agent.deskLost?.at ?? at, until: event.deskUntil };
  }
  for (const offer of store.state.offers.values()) offer.until = later(offer.until);
  for (const interaction of store.state.interactions.values()) {
    if (interaction.stageUntil !== null) interaction.stageUntil = later(interaction.stageUntil);
    if (interaction.inactivity !== null) {
      interaction.inactivity = { step: interaction.inactivity.step, at: later(interaction.inactivity.at) };
    }
    for (const leg of interaction.call?.legs ?? []) if (leg.until !== null) leg.until = later(leg.until);
    for (const recording of interaction.call?.recordings ?? [])
      if (recording.resumeAt !== null) recording.resumeAt = later(recording.resumeAt);
    const { mailbox, message, leftRecording } = interaction.call ?? {};
    if (interaction.call && leftRecording?.resumeAt != null)
      interaction.call.leftRecording = { ...leftRecording, resumeAt: later(leftRecording.resumeAt) };
    if (mailbox) mailbox.until = later(mailbox.until);
    if (message) message.until = later(message.until);
    const run = interaction.call?.run;
    if (interaction.call && run) {
      interaction.call.run = {
        ...run,
        until: run.until === null ? null : later(run.until),
        announceAt: run.announceAt === null ? null : later(run.announceAt),
      };
    }
    const preferred = interaction.request?.preferred;
    if (interaction.request && preferred) {
      interaction.request.preferred = { agentId: preferred.agentId, until: later(preferred.until) };
    }
    for (const party of interaction.parties) {
      if (party.wrapUpUntil !== null) party.wrapUpUntil = later(party.wrapUpUntil);
    }
  }
}

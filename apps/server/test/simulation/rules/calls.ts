import { type CenterState, type Interaction, type Leg, pictureOf } from "@patchbay/core";
import type { Ledger } from "../day/ledger.js";

const isAgents = ({ role }: Leg): boolean => role === "agent";

/** What holds of every call after every decision: told from the outside, by legs, parties and what is drawn. */
export function checkCalls(state: CenterState, ledger: Ledger): void {
  for (const interaction of state.interactions.values()) {
    const { call } = interaction;
    if (call === null) continue;
    const breach = (rule: string, what: unknown = ""): void =>
      ledger.breach(rule, `${interaction.id}: ${JSON.stringify(what)}`);
    if (interaction.stage !== "open") {
      if (call.legs.length > 0) breach("a call that is over has no legs", call.legs);
      if (call.recordings.length > 0) breach("recordings end with their legs", call.recordings);
      continue;
    }
    checkParties(interaction, call.legs, breach);
    checkCircles(interaction, breach);
    checkSound(interaction, breach);
    checkApplication(interaction, breach);
    for (const recording of call.recordings)
      if (!call.legs.some(({ id }) => id === recording.legId))
        breach("recordings end with their legs", recording);
  }
  checkAgents(state, ledger);
}

type Breach = (rule: string, what?: unknown) => void;

/** Whoever takes part has a leg, one, and whoever does not has none; a supervisor is beside somebody who does. */
function checkParties({ parties, call }: Interaction, legs: readonly Leg[], breach: Breach): void {
  const active = parties.filter(({ state }) => state === "active").map(({ agentId }) => agentId);
  const own = legs.filter(isAgents).map(({ agentId }) => agentId);
  if ([...active].sort().join() !== [...own].sort().join())
    breach("every agent of a call has a leg, and nobody else", { active, own });
  const ids = legs.map(({ id }) => id);
  if (new Set(ids).size !== ids.length) breach("a leg is there once", ids);
  for (const { agentId, monitoring } of legs.filter(({ role }) => role === "supervisor")) {
    if (monitoring === null || !active.includes(monitoring.beside))
      breach("a supervisor is beside an agent of the call", { agentId, monitoring });
    if (agentId !== null && active.includes(agentId)) breach("nobody watches the own call", agentId);
  }
  const customers = legs.filter(({ role }) => role === "customer").length;
  if (customers > (call?.direction === "internal" ? 0 : 1)) breach("a call has one customer", legs);
}

/** Two circles only while somebody is asked, and whoever asks is in the call. */
function checkCircles({ parties, call, request }: Interaction, breach: Breach): void {
  const { consultation, legs } = call ?? { consultation: null, legs: [] };
  const aside = legs.filter(({ circle }) => circle === "consult");
  if (consultation === null) {
    if (aside.length > 0) breach("a circle of its own is a consultation's", aside);
    return;
  }
  const asker = parties.find(({ agentId }) => agentId === consultation.by);
  if (asker?.state !== "active") breach("whoever asks is in the call", consultation);
  const others = legs.filter(({ role, agentId }) => role !== "supervisor" && agentId !== consultation.by);
  const asked = others.some(({ circle }) => circle === "consult") || request?.kind === "consult";
  if (!asked) breach("a consultation is with somebody", { consultation, legs });
  if (!others.some(({ circle }) => circle === "main"))
    breach("a consultation leaves somebody waiting", { consultation, legs });
}

/** Nobody outside is left in silence: who is there talks with somebody, or hears something. */
function checkSound(interaction: Interaction, breach: Breach): void {
  const picture = pictureOf(interaction);
  const { call } = interaction;
  if (picture === null || call === null || call.application !== null) return;
  const played = new Set(picture.plays.flatMap(({ to }) => to));
  const shown = picture.legs.filter(({ role }) => role !== "supervisor");
  for (const leg of call.legs) {
    if (leg.role === "supervisor" || leg.state !== "connected") continue;
    const own = shown.find(({ legId }) => legId === leg.id);
    if (own === undefined) {
      breach("who is connected is in the picture", leg);
      continue;
    }
    const company = shown.some(
      (other) =>
        other.legId !== leg.id &&
        own.circle !== null &&
        other.circle === own.circle &&
        call.legs.some(({ id, state }) => id === other.legId && state === "connected"),
    );
    const mayBeAlone =
      leg.role === "agent" && (leg.heldSince !== null || call.consultation?.by === leg.agentId);
    const waits =
      leg.role === "agent" && call.legs.some((other) => other.id !== leg.id && other.state !== "connected");
    if (company && played.has(leg.id) && call.message === null && call.run === null)
      breach("who talks hears no music", { leg, plays: picture.plays });
    if (leg.role !== "agent" && !company && !played.has(leg.id))
      breach("nobody is left alone without music", { leg, legs: call.legs });
    if (
      leg.role === "agent" &&
      !mayBeAlone &&
      !waits &&
      !company &&
      !played.has(leg.id) &&
      !othersParked(call.legs)
    )
      breach("nobody is left alone without music", { leg, legs: call.legs });
  }
}

/** The host has parked everybody else, and waits in silence by choice. */
const othersParked = (legs: readonly Leg[]): boolean =>
  legs.some(({ role, heldSince }) => role !== "agent" && heldSince !== null) ||
  legs.filter(({ role, heldSince }) => role === "agent" && heldSince !== null).length > 0;

/** Whoever is with a voice application is heard by nobody, and in no recording; its secrets go with it. */
function checkApplication(interaction: Interaction, breach: Breach): void {
  const { call } = interaction;
  if (call === null) return;
  const { application, run, secrets, consultation, message } = call;
  if (application === null) {
    if (run === null && Object.keys(secrets).length > 0) breach("secrets go with their application", secrets);
    return;
  }
  const picture = pictureOf(interaction);
  const customer = picture?.legs.find(({ role }) => role === "customer");
  if (customer === undefined) breach("an application has a customer", application);
  else if (customer.circle !== null) breach("nobody hears who is with an application", customer);
  for (const recording of picture?.recordings ?? [])
    if (!recording.paused) breach("an application is in no recording", recording);
  if (run === null) breach("an application is at a step", application);
  if (consultation !== null || message !== null) breach("beside an application nothing else goes on", call);
}

/** An agent's ears: one call at a time, and loads as the legs are. */
function checkAgents(state: CenterState, ledger: Ledger): void {
  for (const agent of state.agents.values()) {
    const talking: string[] = [];
    for (const { id, call, stage } of state.interactions.values()) {
      if (call === null || stage !== "open") continue;
      for (const leg of call.legs) {
        if (leg.agentId !== agent.id) continue;
        if (leg.heldSince === null && leg.role === "agent") talking.push(id);
        if (leg.role === "supervisor" && agent.monitoring !== id)
          ledger.breach("who is beside a call knows it", `${agent.id} ${id} ${agent.monitoring}`);
      }
    }
    if (talking.length > 1)
      ledger.breach("an agent talks in one call at a time", `${agent.id}: ${talking.join()}`);
    const beside = agent.monitoring === null ? undefined : state.interactions.get(agent.monitoring);
    if (agent.monitoring !== null && !beside?.call?.legs.some((leg) => leg.agentId === agent.id))
      ledger.breach("who is beside a call knows it", `${agent.id} is beside ${agent.monitoring}`);
    for (const load of agent.loads) {
      const leg = state.interactions
        .get(load.interactionId)
        ?.call?.legs.find((one) => one.role === "agent" && one.agentId === agent.id);
      if (leg === undefined || (load.state !== "active" && load.state !== "hold")) continue;
      if ((load.state === "hold") !== (leg.heldSince !== null))
        ledger.breach("a call on hold counts as on hold", `${agent.id} ${load.interactionId} ${load.state}`);
    }
  }
}

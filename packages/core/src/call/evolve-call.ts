import { moveLoad } from "../agent/evolve-agent.js";
import type { Store } from "../center/store.js";
import type { Interaction } from "../interaction/interaction.js";
import { invariant } from "../invariant.js";
import type { Instant } from "../time/time.js";
import type { Call, CallEvent, Leg, LegId } from "./call.js";

export function evolveCall(store: Store, event: CallEvent, at: Instant): void {
  const interaction = store.interaction(event.interactionId);
  switch (event.type) {
    case "CallArrived":
      interaction.call = newCall("inbound", null, { id: event.legId, state: "arriving" }, at);
      return;
    case "CallPlaced":
      interaction.call = newCall("outbound", event.beside, { id: event.legId, state: "dialing" }, at);
      return;
    default:
      evolveLive(store, interaction, callOf(interaction), event, at);
  }
}

function evolveLive(
  store: Store,
  interaction: Interaction,
  call: Call,
  event: Exclude<CallEvent, { readonly type: "CallArrived" | "CallPlaced" }>,
  at: Instant,
): void {
  switch (event.type) {
    case "ScenarioStarted":
      call.scenario = store.state.configuration.scenarios.get(event.scenarioId) ?? null;
      return;
    case "ScenarioStepEntered":
      call.playCount++;
      call.run = {
        stepId: event.stepId,
        playId: event.playId,
        attempt: event.attempt,
        afterInvalid: event.afterInvalid,
        until: event.until,
        announcement: null,
        announceAt: event.announceAt,
      };
      return;
    case "QueuePositionAnnounced":
      if (!call.run) return;
      call.run = {
        ...call.run,
        announcement: {
          count: (call.run.announcement?.count ?? 0) + 1,
          ahead: event.ahead,
          waitSeconds: event.waitSeconds,
        },
        announceAt: event.announceAt,
      };
      return;
    case "ScenarioLeft":
      call.run = null;
      return;
    case "LegAdded":
      call.legCount++;
      call.legs.push({
        id: event.legId,
        role: "agent",
        agentId: event.agentId,
        state: "dialing",
        since: at,
        until: event.until,
        muted: false,
      });
      return;
    case "LegChanged": {
      const leg = legOf(call, event.legId);
      leg.state = event.state;
      leg.since = at;
      leg.until = event.until;
      return;
    }
    case "LegRemoved":
      call.legs = call.legs.filter((leg) => leg.id !== event.legId);
      return;
    case "CallMuted":
      legOf(call, event.legId).muted = event.muted;
      return;
    case "CallHeld":
      call.heldSince = event.held ? at : null;
      moveLoad(store, event.agentId, interaction.id, interaction.channel, event.held ? "hold" : "active", at);
      return;
    // What a caller entered is content; how many keys an agent sent is history.
    case "CallDataSet":
    case "KeysSent":
      return;
  }
}

function newCall(
  direction: Call["direction"],
  beside: Call["beside"],
  leg: Pick<Leg, "id" | "state">,
  at: Instant,
): Call {
  return {
    direction,
    beside,
    legs: [{ ...leg, role: "customer", agentId: null, since: at, until: null, muted: false }],
    legCount: 1,
    scenario: null,
    run: null,
    playCount: 0,
    heldSince: null,
  };
}

export function callOf(interaction: Interaction): Call {
  invariant(interaction.call !== null, `${interaction.id} is no call`);
  return interaction.call;
}

function legOf(call: Call, id: LegId): Leg {
  const leg = call.legs.find((other) => other.id === id);
  invariant(leg !== undefined, `leg ${id} is not in the call`);
  return leg;
}

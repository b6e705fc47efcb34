import { moveLoad } from "../agent/evolve-agent.js";
import type { Store } from "../center/store.js";
import type { AgentId } from "../ids/ids.js";
import type { Interaction } from "../interaction/interaction.js";
import { invariant } from "../invariant.js";
import type { Instant } from "../time/time.js";
import type { Call, Leg, LegId, LegState } from "./call.js";
import type { CallEvent } from "./events.js";
import {
  leftBy,
  pausedForApplication,
  recordingPaused,
  recordingResumed,
  recordingStarted,
  recordingStopped,
  resumedAfterApplication,
} from "./evolve-recordings.js";

type Beginning = Extract<
  CallEvent,
  {
    readonly type: "CallArrived" | "CallPlaced" | "InternalCallPlaced" | "AppCallArrived" | "AppCallPlaced";
  }
>;

export function evolveCall(store: Store, event: CallEvent, at: Instant): void {
  const interaction = store.interaction(event.interactionId);
  switch (event.type) {
    case "CallArrived":
      interaction.call = newCall("inbound", null, [customer(event.legId, "arriving")], at);
      return;
    case "CallPlaced":
      interaction.call = newCall("outbound", event.beside, [customer(event.legId, "dialing")], at);
      return;
    case "InternalCallPlaced":
      interaction.call = newCall("internal", null, [], at);
      return;
    case "AppCallArrived":
    case "AppCallPlaced": {
      const direction = event.type === "AppCallArrived" ? "inbound" : "outbound";
      const app = { ...customer(event.legId, "dialing"), device: "app" } as const;
      interaction.call = newCall(direction, event.beside, [app], at);
      const chat = store.interaction(event.beside);
      chat.appCall = interaction.id;
      // Whoever talks is not silent.
      chat.inactivity = null;
      return;
    }
    default:
      evolveLive(store, interaction, callOf(interaction), event, at);
  }
}

function evolveLive(
  store: Store,
  interaction: Interaction,
  call: Call,
  event: Exclude<CallEvent, Beginning>,
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
      call.secrets = {};
      return;
    case "LegAdded":
      added(store, call, event, at);
      return;
    case "LegChanged": {
      const leg = legOf(call, event.legId);
      leg.state = event.state;
      leg.since = at;
      leg.until = event.until;
      const { consultation } = call;
      if (consultation && leg.circle === "consult" && event.state === "connected")
        consultation.reached ||= leg.agentId !== consultation.by;
      return;
    }
    case "LegRemoved":
      removed(store, interaction, call, event.legId);
      return;
    case "CallMuted":
      legOf(call, event.legId).muted = event.muted;
      return;
    case "CallHeld": {
      const leg = call.legs.find((other) => other.role === "agent" && other.agentId === event.agentId);
      if (leg) leg.heldSince = event.held ? at : null;
      load(store, interaction, event.agentId, event.held ? "hold" : "active", at);
      return;
    }
    case "PartyHeld":
      legOf(call, event.legId).heldSince = event.held ? at : null;
      return;
    case "ConsultationStarted":
      call.consultation = { by: event.agentId, since: at, reached: false, serviceId: event.serviceId };
      // Whoever has put the call on hold before asking is there for the one who is asked.
      for (const leg of call.legs) {
        if (!isAgents(leg, event.agentId)) continue;
        leg.circle = "consult";
        leg.heldSince = null;
      }
      load(store, interaction, event.agentId, "active", at);
      return;
    case "CircleSwitched":
      for (const leg of call.legs) {
        if (!isAgents(leg, event.agentId)) continue;
        leg.circle = event.circle;
        leg.heldSince = null;
      }
      load(store, interaction, event.agentId, "active", at);
      return;
    // Its legs, and the end of the other call, follow.
    case "CallsJoined":
      call.leftRecording ??= leftBy(
        callOf(store.interaction(event.other)).recordings.find(({ kind }) => kind === "call"),
      );
      return;
    case "LegMoved": {
      const other = callOf(store.interaction(event.from));
      const leg = legOf(other, event.legId);
      other.legs = other.legs.filter((one) => one !== leg);
      // A microphone that is off stays so: nobody is heard who did not ask for it.
      const ofItsOwn = { heldSince: null, autoRecorded: false, circle: "main" } as const;
      call.legs.push({
        ...leg,
        ...ofItsOwn,
        role: event.role,
        movedFrom: { interactionId: event.from, legId: event.legId },
      });
      return;
    }
    case "ConsultationEnded":
      consultationEnded(store, interaction, call, event, at);
      return;
    case "CallMonitored": {
      for (const leg of call.legs) {
        if (leg.role === "supervisor" && leg.agentId === event.supervisorId)
          leg.monitoring = { beside: event.agentId, mode: event.mode };
      }
      return;
    }
    case "CallTakenOver":
      for (const leg of call.legs) {
        if (leg.role !== "supervisor" || leg.agentId !== event.supervisorId) continue;
        leg.role = "agent";
        leg.monitoring = null;
        leg.circle = "main";
        leg.heldSince = null;
      }
      if (store.state.agents.has(event.supervisorId)) store.agent(event.supervisorId).monitoring = null;
      return;
    case "RecordingStarted":
      recordingStarted(call, event, at);
      if (event.automatic) legOf(call, event.legId).autoRecorded = true;
      return;
    case "RecordingPaused":
      recordingPaused(call, event, at);
      return;
    case "RecordingResumed":
      recordingResumed(call, event);
      return;
    case "RecordingStopped":
      recordingStopped(call, event, at);
      return;
    case "VoicemailStarted": {
      const { of, legId, playId, recordingId, prompts, maxMs, until } = event;
      call.recordingCount++;
      call.playCount++;
      call.mailbox = { of, legId, playId, recordingId, prompts, maxMs, until };
      return;
    }
    case "VoicemailEnded":
      call.mailbox = null;
      return;
    case "MessagePlaying": {
      const { playId, promptId, agentId: by, thenEnds, until } = event;
      call.playCount++;
      call.message = { playId, promptId, by, thenEnds, until, announces: event.announces ?? null };
      if (event.announces !== undefined) call.recordingAnnounced = true;
      return;
    }
    case "MessageStopped":
      call.message = null;
      return;
    case "ApplicationConnected":
      call.application = {
        by: event.agentId,
        scenarioId: event.scenarioId,
        since: at,
        amount: event.amount,
        paused: pausedForApplication(call, at),
      };
      return;
    case "ApplicationEnded":
      resumedAfterApplication(call);
      call.application = null;
      call.run = null;
      call.secrets = {};
      return;
    // Its leg, or who is asked instead, follows.
    case "CallForwarded":
    case "CallForwardedInside":
      call.forwardedBy = [...call.forwardedBy, event.agentId];
      return;
    case "ConsentSet":
      call.consent = event.consent;
      call.consentNoted = { by: event.agentId, at };
      return;
    // What a caller entered is content: here is only what stands for it.
    case "CallDataSet":
      if (event.token !== null) call.secrets = { ...call.secrets, [event.name]: event.token };
      return;
    // Whatever came of it, the digits have been used.
    case "PaymentReported":
      call.secrets = {};
      return;
    // How many keys an agent sent is history.
    case "KeysSent":
      return;
  }
}

function added(
  store: Store,
  call: Call,
  event: Extract<CallEvent, { readonly type: "LegAdded" }>,
  at: Instant,
): void {
  call.legCount++;
  call.legs.push({
    id: event.legId,
    role: event.role,
    agentId: event.agentId,
    device: event.device,
    state: event.arriving ? "arriving" : "dialing",
    since: at,
    until: event.until,
    muted: false,
    circle: event.circle,
    heldSince: null,
    monitoring: null,
    ...(event.from !== undefined && { movedFrom: event.from }),
    autoRecorded: false,
  });
  if (event.role === "supervisor" && event.agentId !== null)
    store.agent(event.agentId).monitoring = event.interactionId;
}

function removed(store: Store, interaction: Interaction, call: Call, legId: LegId): void {
  const leg = legOf(call, legId);
  call.legs = call.legs.filter((other) => other.id !== legId);
  if (leg.role !== "supervisor" || leg.agentId === null || !store.state.agents.has(leg.agentId)) return;
  const supervisor = store.agent(leg.agentId);
  if (supervisor.monitoring === interaction.id) supervisor.monitoring = null;
}

/** The two circles are one again. Whoever asked in vain is on hold until the call is retrieved. */
function consultationEnded(
  store: Store,
  interaction: Interaction,
  call: Call,
  event: Extract<CallEvent, { readonly type: "ConsultationEnded" }>,
  at: Instant,
): void {
  const { consultation } = call;
  call.consultation = null;
  const asked = call.legs.find(
    (leg) => leg.circle === "consult" && leg.role === "agent" && !isAgents(leg, event.agentId),
  );
  if (asked?.agentId != null && event.cause !== "merged") interaction.lastAgentId = asked.agentId;
  for (const leg of call.legs) leg.circle = "main";
  const own = call.legs.find((leg) => isAgents(leg, event.agentId));
  if (!own) return;
  const waits = event.cause === "ended" || event.cause === "failed";
  // Whoever is in another call at that moment stays there.
  if (waits) own.heldSince ??= at;
  else if (event.cause === "merged") own.heldSince = null;
  load(store, interaction, event.agentId, own.heldSince === null ? "active" : "hold", at);
  if (event.cause === "transferred" && consultation?.serviceId != null)
    interaction.serviceId = consultation.serviceId;
}

const isAgents = (leg: Leg, agentId: AgentId): boolean => leg.role === "agent" && leg.agentId === agentId;

/** Only of somebody who has it in hand: whoever wraps up, or is gone, is not put back to work. */
function load(
  store: Store,
  interaction: Interaction,
  agentId: AgentId,
  state: "hold" | "active",
  at: Instant,
): void {
  const party = interaction.parties.find((other) => other.agentId === agentId);
  if (party?.state === "active") moveLoad(store, agentId, interaction.id, interaction.channel, state, at);
}

const customer = (id: LegId, state: LegState) => ({ id, state, device: null });

function newCall(
  direction: Call["direction"],
  beside: Call["beside"],
  legs: readonly Pick<Leg, "id" | "state" | "device">[],
  at: Instant,
): Call {
  return {
    direction,
    beside,
    legs: legs.map((leg) => ({
      ...leg,
      role: "customer",
      agentId: null,
      since: at,
      until: null,
      muted: false,
      circle: "main",
      heldSince: null,
      monitoring: null,
      autoRecorded: false,
    })),
    legCount: legs.length,
    scenario: null,
    run: null,
    playCount: 0,
    consultation: null,
    mailbox: null,
    forwardedBy: [],
    message: null,
    application: null,
    secrets: {},
    recordings: [],
    recordingCount: 0,
    leftRecording: null,
    recordingFailed: null,
    consent: null,
    consentNoted: null,
    recordingAnnounced: false,
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

import { decideAgent, logOut } from "../agent/decide-agent.js";
import { isCallCommand } from "../call/commands.js";
import { DESK_TALKING_GRACE_MS, decideCall, isTalking } from "../call/decide-call.js";
import { decideConfiguration } from "../configuration/decide-configuration.js";
import { isScheduleOpen } from "../configuration/schedule.js";
import type { AgentId, InteractionId, ScheduleId, ServiceId } from "../ids/ids.js";
import { decideInteraction, meetInteractionDeadlines } from "../interaction/decide-interaction.js";
import { invariant } from "../invariant.js";
import { decideOffer, meetOfferDeadline } from "../offer/decide-offer.js";
import { estimateSeconds } from "../queue/estimate.js";
import { type Passing, passingOf, type Standing, standingOf } from "../queue/standing.js";
import type { Instant } from "../time/time.js";
import type { Deciding, Verdict } from "./deciding.js";
import { reject } from "./deciding.js";
import { evolveEvent } from "./evolve.js";
import type { Command, Decision, Event, EventBody } from "./messages.js";
import { followUp } from "./policies.js";
import { type CenterState, emptyState } from "./state.js";
import { Store } from "./store.js";

/**
 * One contact center: its state and the two functions that move it. `decide` applies what it decides at once
 * (a refusal leaves no trace); `evolve` folds in an event from the journal and never refuses.
 */
export interface CoreCenter {
  readonly state: CenterState;
  decide(command: Command, at: Instant): Decision;
  evolve(event: Event): void;
  /** The earliest deadline, or `undefined`: when the edge should send MeetDeadlines. A hint, nothing more. */
  nextDeadline(): Instant | undefined;
  /** How many stand in the service's queue before this interaction; `undefined` when it does not wait. */
  ahead(interactionId: string): number | undefined;
  /** How many wait in a service, and since when the one waiting longest has waited. */
  waiting(serviceId: string): { readonly count: number; readonly oldestSince: Instant | null };
  /** Estimated wait in whole seconds for somebody with `ahead` people before them; `undefined` below 5 samples. */
  estimatedWaitSeconds(serviceId: string, ahead: number): number | undefined;
  /** Logged-in agents who have the skills of a service, whatever their presence. */
  qualified(serviceId: string): number;
  /** How an interaction stands and whom it could be offered to; `undefined` when it is gone. Dear: looks at every user. */
  standing(interactionId: string): Standing | undefined;
  /** Whether this offer, not yet folded in, passes an interaction that waits (queue/standing.ts). */
  passing(event: Event, interactionId: string): Passing | undefined;
}

/** Deadlines met by one command; what remains is due at once again. */
const DUE_MAX = 200;

export function createCenter(state: CenterState = emptyState()): CoreCenter {
  const store = new Store(state);
  const { indexes } = store;

  function decide(command: Command, asked: Instant): Decision {
    // A command's time is never before the previous one's: clocks may jump, the center's does not.
    const at = Math.max(asked, state.at);
    const events: Event[] = [];
    const deciding: Deciding = {
      store,
      at,
      emit(body: EventBody) {
        const event: Event = { ...body, seq: state.seq + 1, at };
        evolveEvent(store, event);
        events.push(event);
      },
    };
    store.begin();
    try {
      const verdict = decideCommand(deciding, command);
      if (verdict !== null) {
        store.rollback();
        return { ok: false, rejection: verdict };
      }
      followUp(deciding);
      store.commit();
      return { ok: true, events };
    } catch (cause) {
      store.rollback();
      throw cause;
    }
  }

  return {
    state,
    decide,
    evolve(event) {
      invariant(event.seq === state.seq + 1, `event ${event.seq} after ${state.seq}`);
      evolveEvent(store, event);
      store.forgetChanged();
    },
    nextDeadline: () => indexes.nextDeadline(),
    ahead(interactionId) {
      const waiting = indexes.waiting(interactionId as InteractionId);
      return waiting && indexes.line(waiting.serviceId)?.positionOf(waiting);
    },
    waiting(serviceId) {
      const line = indexes.line(serviceId as ServiceId);
      return { count: line?.length ?? 0, oldestSince: line?.oldestSince() ?? null };
    },
    estimatedWaitSeconds(serviceId, ahead) {
      const samples = state.handling.get(serviceId as ServiceId) ?? [];
      return estimateSeconds(samples, indexes.qualified(serviceId as ServiceId).size, ahead);
    },
    qualified: (serviceId) => indexes.qualified(serviceId as ServiceId).size,
    standing: (interactionId) => standingOf(state, indexes, interactionId as InteractionId),
    passing: (event, interactionId) =>
      event.type === "OfferMade"
        ? passingOf(state, indexes, event, interactionId as InteractionId)
        : undefined,
  };
}

function decideCommand(deciding: Deciding, command: Command): Verdict {
  switch (command.type) {
    case "MeetDeadlines":
      meetDeadlines(deciding);
      return null;
    case "ResumeCenter":
      return resume(deciding, command);
    case "ConfigureUser":
    case "RemoveUser":
    case "ConfigureService":
    case "RemoveService":
    case "ConfigureEntry":
    case "RemoveEntry":
    case "ConfigureReason":
    case "RemoveReason":
    case "ConfigureSchedule":
    case "RemoveSchedule":
    case "ConfigureScenario":
    case "RemoveScenario":
    case "ConfigurePrompt":
    case "RemovePrompt":
    case "ConfigureOwnRole":
    case "ConfigureMailbox":
    case "ConfigureForwarding":
      return decideConfiguration(deciding, command);
    case "LogIn":
    case "LogOut":
    case "SetPresence":
    case "ClearNext":
    case "ForcePresence":
    case "LoseDesk":
    case "ReturnDesk":
    case "SetPhone":
    case "KeepLine":
    case "RaiseLine":
    case "LowerLine":
    case "ReportLine":
      return decideAgent(deciding, command);
    case "ConfirmOffer":
    case "AcceptOffer":
    case "RejectOffer":
      return decideOffer(deciding, command);
    default:
      return isCallCommand(command) ? decideCall(deciding, command) : decideInteraction(deciding, command);
  }
}

/** SPEC DLN-1: whatever is due is decided, in the order in which it was due. */
function meetDeadlines(deciding: Deciding): void {
  const { store, at } = deciding;
  let before = "";
  for (let met = 0; met < DUE_MAX; met++) {
    const due = store.indexes.firstDue(at);
    if (!due) return;
    const mark = `${due.of}/${due.id}/${store.state.seq}`;
    invariant(mark !== before, `deadline of ${due.of} ${due.id} changed nothing`);
    before = mark;
    if (due.of === "agent") meetAgentDeadline(deciding, due.id);
    else if (due.of === "interaction") meetInteractionDeadlines(deciding, due.id);
    else if (due.of === "schedule") turnSchedule(deciding, due.id);
    else {
      const offer = store.state.offers.get(due.id);
      if (offer) meetOfferDeadline(deciding, offer);
    }
    followUp(deciding);
  }
}

/** SPEC HRS-2. */
function turnSchedule(deciding: Deciding, scheduleId: ScheduleId): void {
  const schedule = deciding.store.state.configuration.schedules.get(scheduleId);
  invariant(schedule !== undefined, `schedule ${scheduleId} is not configured`);
  deciding.emit({ type: "ScheduleTurned", scheduleId, open: isScheduleOpen(schedule, deciding.at) });
}

function meetAgentDeadline(deciding: Deciding, agentId: AgentId): void {
  const agent = deciding.store.state.agents.get(agentId);
  if (!agent?.deskLost || agent.deskLost.until > deciding.at) return;
  // The desk is silent and the microphone is not: whoever is talking is not cut off (SPEC CAL-9).
  if (isTalking(deciding, agent)) {
    deciding.emit({ type: "DeskLost", agentId, until: deciding.at + DESK_TALKING_GRACE_MS });
  } else logOut(deciding, agentId, "desk_lost", null);
}

/** SPEC RES-1: nobody pays for our absence. Nothing alive, nothing to move: then it is not worth an event. */
function resume(deciding: Deciding, command: Extract<Command, { readonly type: "ResumeCenter" }>): Verdict {
  if (command.deskGraceMs < 0) return reject("not_suitable_state");
  const { state } = deciding.store;
  if (state.agents.size === 0 && state.interactions.size === 0) return null;
  deciding.emit({
    type: "CenterResumed",
    lastSeenAt: command.lastSeenAt,
    outageMs: Math.max(0, deciding.at - Math.max(command.lastSeenAt, state.at)),
    deskUntil: deciding.at + command.deskGraceMs,
  });
  return null;
}

import type { PlayId, PlayReport } from "../call/call.js";
import { callOf } from "../call/evolve-call.js";
import { closeMailbox, openMailbox } from "../call/mailbox.js";
import { type Deciding, takesSomebodyNew } from "../center/deciding.js";
import type { Interaction } from "../interaction/interaction.js";
import { closeRequest, endNow } from "../interaction/lifecycle.js";
import { invariant } from "../invariant.js";
import { estimateSeconds } from "../queue/estimate.js";
import { isOpen } from "./hours.js";
import type { MenuKey, ScenarioId, ScenarioStep, StepId } from "./scenario.js";

type StepOf<T extends ScenarioStep["type"]> = Extract<ScenarioStep, { readonly type: T }>;

/** Steps that may follow each other within one decision: more is a circle through other scenarios. */
const STEPS_AT_ONCE_MAX = 50;
/** A voice process that owes an answer for this long will not give it any more. */
export const PLAY_MAX_MS = 180_000;
/** A processor that owes an answer for this long: nobody knows whether it was paid. */
export const PAYMENT_MAX_MS = 60_000;
/** Nobody listens to the own voice for longer. */
export const ECHO_MAX_MS = 300_000;

/** Begins at the scenario's first step. A scenario that is gone hangs up. */
export function startScenario(deciding: Deciding, interaction: Interaction, scenarioId: ScenarioId): void {
  const scenario = deciding.store.state.configuration.scenarios.get(scenarioId);
  if (!scenario) {
    finishScenario(deciding, interaction, "done");
    return;
  }
  deciding.emit({
    type: "ScenarioStarted",
    interactionId: interaction.id,
    scenarioId,
    version: scenario.version,
  });
  enter(deciding, interaction, scenario.start, STEPS_AT_ONCE_MAX);
}

/** SPEC VAP-2: a call's own scenario hangs up; a voice application gives the customer back. */
export function finishScenario(deciding: Deciding, interaction: Interaction, cause: "done" | "agent"): void {
  const { application } = callOf(interaction);
  if (application === null) endNow(deciding, interaction, "scenario", null);
  else
    deciding.emit({
      type: "ApplicationEnded",
      interactionId: interaction.id,
      agentId: application.by,
      cause,
    });
}

/** What came of what was played. Of a step that is over, it changes nothing. */
export function hearReport(deciding: Deciding, interaction: Interaction, report: PlayReport): void {
  const { run, step } = currentOf(interaction);
  switch (step.type) {
    case "play":
    case "echo":
      enter(deciding, interaction, step.next, STEPS_AT_ONCE_MAX);
      return;
    case "voicemail":
      closeMailbox(deciding, interaction, report.kind === "recorded" ? report.durationMs : null);
      enter(deciding, interaction, step.next, STEPS_AT_ONCE_MAX);
      return;
    case "hang_up":
      finishScenario(deciding, interaction, "done");
      return;
    case "menu": {
      const chosen = report.kind === "key" ? step.choices[report.key as MenuKey] : undefined;
      if (chosen !== undefined) enter(deciding, interaction, chosen, STEPS_AT_ONCE_MAX);
      else again(deciding, interaction, step, run.attempt, report.kind === "key");
      return;
    }
    case "collect":
      if (report.kind === "collected" && report.length >= step.lengthMin && report.length <= step.lengthMax) {
        deciding.emit({
          type: "CallDataSet",
          interactionId: interaction.id,
          name: step.name,
          value: null,
          length: report.length,
          token: step.secure ? report.token : null,
        });
        enter(deciding, interaction, step.next, STEPS_AT_ONCE_MAX);
      } else if (report.kind === "cancelled" && step.cancelled != null)
        enter(deciding, interaction, step.cancelled, STEPS_AT_ONCE_MAX);
      else again(deciding, interaction, step, run.attempt, report.kind !== "no_input");
      return;
    case "pay": {
      const outcome = report.kind === "paid" ? report.outcome : "failed";
      enter(deciding, interaction, step[outcome], STEPS_AT_ONCE_MAX);
      return;
    }
    default:
      return;
  }
}

/** A run's deadline: the wait overflows, a position is said, or the voice process never answered. */
export function meetRunDeadline(deciding: Deciding, interaction: Interaction): void {
  const { run, step } = currentOf(interaction);
  const { at } = deciding;
  if (run.until !== null && run.until <= at) {
    if (step.type === "find_agent") {
      closeRequest(deciding, interaction, "cancelled");
      enter(deciding, interaction, step.overflow, STEPS_AT_ONCE_MAX);
    } else if (step.type === "menu" || step.type === "collect") {
      enter(deciding, interaction, step.otherwise, STEPS_AT_ONCE_MAX);
    } else hearReport(deciding, interaction, { kind: "ended" });
    return;
  }
  if (run.announceAt === null || run.announceAt > at || step.type !== "find_agent") return;
  const { indexes, state } = deciding.store;
  const waiting = indexes.waiting(interaction.id);
  const ahead = waiting ? (indexes.line(waiting.serviceId)?.positionOf(waiting) ?? 0) : 0;
  // SPEC XFR-10: a supervisor may have given it to another one than the step's.
  const serviceId = waiting?.serviceId ?? step.serviceId;
  const samples = state.handling.get(serviceId) ?? [];
  const agents = indexes.qualified(serviceId).size;
  deciding.emit({
    type: "QueuePositionAnnounced",
    interactionId: interaction.id,
    ahead,
    waitSeconds: estimateSeconds(samples, agents, ahead) ?? null,
    announceAt: at + (step.announceEveryMs ?? PLAY_MAX_MS),
  });
}

function again(
  deciding: Deciding,
  interaction: Interaction,
  step: StepOf<"menu" | "collect">,
  attempt: number,
  afterInvalid: boolean,
): void {
  const { run } = currentOf(interaction);
  if (attempt >= step.attemptsMax) enter(deciding, interaction, step.otherwise, STEPS_AT_ONCE_MAX);
  else wait(deciding, interaction, run.stepId, PLAY_MAX_MS, { attempt: attempt + 1, afterInvalid });
}

function enter(deciding: Deciding, interaction: Interaction, stepId: StepId, left: number): void {
  const step = callOf(interaction).scenario?.steps[stepId];
  if (!step || left === 0) {
    finishScenario(deciding, interaction, "done");
    return;
  }
  switch (step.type) {
    case "hours": {
      const open = isOpen(deciding.store.state.configuration, step, deciding.at);
      enter(deciding, interaction, open ? step.whenOpen : step.whenClosed, left - 1);
      return;
    }
    case "set":
      deciding.emit({
        type: "CallDataSet",
        interactionId: interaction.id,
        name: step.name,
        value: step.value,
        length: step.value.length,
        token: null,
      });
      enter(deciding, interaction, step.next, left - 1);
      return;
    case "transfer":
      transfer(deciding, interaction, step, left - 1);
      return;
    case "find_agent":
      findAgent(deciding, interaction, stepId, step, left - 1);
      return;
    case "voicemail":
      voicemail(deciding, interaction, stepId, step);
      return;
    case "pay":
      // Called without an agent, nobody has said how much.
      if (callOf(interaction).application?.amount == null)
        enter(deciding, interaction, step.failed, left - 1);
      else wait(deciding, interaction, stepId, PAYMENT_MAX_MS);
      return;
    case "hang_up":
      if (step.prompts.length === 0) finishScenario(deciding, interaction, "done");
      else wait(deciding, interaction, stepId, PLAY_MAX_MS);
      return;
    case "echo":
      wait(deciding, interaction, stepId, ECHO_MAX_MS);
      return;
    default:
      wait(deciding, interaction, stepId, PLAY_MAX_MS);
  }
}

function transfer(
  deciding: Deciding,
  interaction: Interaction,
  step: StepOf<"transfer">,
  left: number,
): void {
  const { configuration } = deciding.store.state;
  const entry = configuration.entries.get(step.entryId);
  const scenario = entry?.voice && configuration.scenarios.get(entry.voice.scenarioId);
  if (!scenario) {
    enter(deciding, interaction, step.unavailable, left);
    return;
  }
  deciding.emit({
    type: "ScenarioStarted",
    interactionId: interaction.id,
    scenarioId: scenario.id,
    version: scenario.version,
  });
  enter(deciding, interaction, scenario.start, left);
}

/** SPEC VML-1. */
function voicemail(
  deciding: Deciding,
  interaction: Interaction,
  stepId: StepId,
  step: StepOf<"voicemail">,
): void {
  const { prompts, maxMs, serviceId } = step;
  wait(deciding, interaction, stepId, PLAY_MAX_MS + maxMs);
  const { run, legs } = callOf(interaction);
  const caller = legs.find((leg) => leg.role === "customer");
  if (!run || !caller) return;
  const of = { kind: "service", serviceId } as const;
  openMailbox(deciding, interaction, { of, legId: caller.id, prompts, maxMs, playId: run.playId });
}

/** SPEC SCN-4: the caller stands in the service's queue from now, and hears music until an agent is there. */
function findAgent(
  deciding: Deciding,
  interaction: Interaction,
  stepId: StepId,
  step: StepOf<"find_agent">,
  left: number,
): void {
  if (callOf(interaction).application !== null) {
    finishScenario(deciding, interaction, "done");
    return;
  }
  const { state, indexes } = deciding.store;
  const service = state.configuration.services.get(step.serviceId);
  const length = indexes.line(step.serviceId)?.length ?? 0;
  if (!service || !takesSomebodyNew(deciding, service) || length >= service.queueLengthMax) {
    enter(deciding, interaction, step.unavailable, left);
    return;
  }
  deciding.emit({
    type: "AgentRequested",
    interactionId: interaction.id,
    kind: "first",
    serviceId: service.id,
    agentId: null,
    by: null,
    enqueuedAt: deciding.at,
    priority: interaction.priority,
    preferred: null,
  });
  const { announceEveryMs, overflowAfterMs } = step;
  wait(deciding, interaction, stepId, overflowAfterMs, {
    announceAt: announceEveryMs === null ? null : deciding.at + announceEveryMs,
  });
}

/** The call rests in this step. */
function wait(
  deciding: Deciding,
  interaction: Interaction,
  stepId: StepId,
  lengthMs: number | null,
  more: {
    readonly attempt?: number;
    readonly afterInvalid?: boolean;
    readonly announceAt?: number | null;
  } = {},
): void {
  deciding.emit({
    type: "ScenarioStepEntered",
    interactionId: interaction.id,
    stepId,
    playId: `${interaction.id}.s${callOf(interaction).playCount + 1}` as PlayId,
    attempt: more.attempt ?? 1,
    afterInvalid: more.afterInvalid ?? false,
    until: lengthMs === null ? null : deciding.at + lengthMs,
    announceAt: more.announceAt ?? null,
  });
}

function currentOf(interaction: Interaction) {
  const { run, scenario } = callOf(interaction);
  const step = run && scenario?.steps[run.stepId];
  invariant(run !== null && step != null, `${interaction.id} is in no step`);
  return { run, step };
}

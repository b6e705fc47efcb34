import {
  activeParties,
  type Deciding,
  partyOf,
  reject,
  serviceOf,
  type Verdict,
} from "../center/deciding.js";
import type { Interaction } from "../interaction/interaction.js";
import { endNow, startWrapUp } from "../interaction/lifecycle.js";
import { finishScenario, startScenario } from "../scenario/run-scenario.js";
import { takesPayment } from "../scenario/scenario.js";
import type { Amount, PlayId } from "./call.js";
import type { PlayingCommand } from "./commands.js";
import { callOf } from "./evolve-call.js";
import { agentLeg, customerLeg, isThere } from "./legs.js";

type CommandOf<T extends PlayingCommand["type"]> = Extract<PlayingCommand, { readonly type: T }>;

/** More is a slip of the keyboard. */
export const AMOUNT_MINOR_MAX = 100_000_000;
/** No recorded message is longer; a voice process that owes an answer is not waited for after it. */
export const MESSAGE_MAX_MS = 300_000;

export function decidePlaying(
  deciding: Deciding,
  interaction: Interaction,
  command: PlayingCommand,
): Verdict {
  const { agentId } = command;
  const own = agentLeg(interaction, agentId);
  if (interaction.stage !== "open") return reject("not_suitable_state", { stage: interaction.stage });
  if (own?.state !== "connected") return reject("not_suitable_state", { leg: own?.state ?? null });
  const call = callOf(interaction);
  switch (command.type) {
    case "PlayMessage":
      return playMessage(deciding, interaction, command);
    case "StopMessage":
      if (call.message === null) return reject("not_suitable_state", { message: null });
      stopMessage(deciding, interaction, "agent");
      return null;
    case "ConnectApplication":
      return connect(deciding, interaction, command);
    case "EndApplication":
      if (call.application === null) return reject("not_suitable_state", { application: null });
      // Nobody could say later what came of it.
      if (isPaying(interaction)) return reject("already_in_progress", { kind: "payment" });
      finishScenario(deciding, interaction, "agent");
      return null;
  }
}

/** One thing at a time is done with the customer, who must be there to hear it. */
function customerProblem(interaction: Interaction): Verdict {
  const call = callOf(interaction);
  const customer = customerLeg(call);
  if (!customer || !isThere(customer)) return reject("not_suitable_state", { leg: customer?.state ?? null });
  if (interaction.request !== null) return reject("already_in_progress", { kind: interaction.request.kind });
  if (call.consultation !== null) return reject("already_in_progress", { kind: "consult" });
  if (call.message !== null) return reject("already_in_progress", { kind: "message" });
  if (call.application !== null) return reject("already_in_progress", { kind: "application" });
  if (call.recordings.some(({ kind }) => kind === "signature"))
    return reject("already_in_progress", { kind: "signature" });
  return null;
}

/** The processor of payments has been asked, and has not answered. */
const isPaying = (interaction: Interaction): boolean => {
  const { run, scenario } = callOf(interaction);
  return run !== null && scenario?.steps[run.stepId]?.type === "pay";
};

/** SPEC MSG-1, MSG-2. */
function playMessage(
  deciding: Deciding,
  interaction: Interaction,
  { agentId, promptId, thenEnds }: CommandOf<"PlayMessage">,
): Verdict {
  const refusal = customerProblem(interaction);
  if (refusal) return refusal;
  if (agentLeg(interaction, agentId)?.heldSince !== null) return reject("not_suitable_state", { held: true });
  if (thenEnds && activeParties(interaction).length > 1)
    return reject("not_suitable_state", { agents: activeParties(interaction).length });
  deciding.emit({
    type: "MessagePlaying",
    interactionId: interaction.id,
    agentId,
    promptId,
    playId: `${interaction.id}.s${callOf(interaction).playCount + 1}` as PlayId,
    thenEnds,
    until: deciding.at + MESSAGE_MAX_MS,
  });
  const party = partyOf(interaction, agentId);
  if (thenEnds && party)
    startWrapUp(deciding, interaction, agentId, serviceOf(deciding, interaction.serviceId));
  return null;
}

export function stopMessage(deciding: Deciding, interaction: Interaction, cause: "ended" | "agent"): void {
  const { message } = callOf(interaction);
  if (message === null) return;
  const { by: agentId, playId, thenEnds } = message;
  deciding.emit({ type: "MessageStopped", interactionId: interaction.id, agentId, playId, cause });
  if (thenEnds && interaction.stage === "open") endNow(deciding, interaction, "agent", agentId);
}

const isAmount = (amount: Amount | null): boolean =>
  amount !== null &&
  Number.isInteger(amount.minor) &&
  amount.minor > 0 &&
  amount.minor <= AMOUNT_MINOR_MAX &&
  /^[A-Z]{3}$/.test(amount.currency);

/** SPEC VAP-1, VAP-3. */
function connect(
  deciding: Deciding,
  interaction: Interaction,
  { agentId, scenarioId, amount }: CommandOf<"ConnectApplication">,
): Verdict {
  const refusal = customerProblem(interaction);
  if (refusal) return refusal;
  const scenario = deciding.store.state.configuration.scenarios.get(scenarioId);
  if (scenario?.application == null) return reject("object_not_found", { scenarioId });
  if (takesPayment(scenario) ? !isAmount(amount) : amount !== null)
    return reject("not_suitable_state", { amount: amount?.minor ?? null });
  deciding.emit({ type: "ApplicationConnected", interactionId: interaction.id, agentId, scenarioId, amount });
  startScenario(deciding, interaction, scenarioId);
  return null;
}

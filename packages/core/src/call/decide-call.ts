import type { Agent } from "../agent/agent.js";
import { type Deciding, isActive, reject, type Verdict } from "../center/deciding.js";
import type { Interaction } from "../interaction/interaction.js";
import { hearReport } from "../scenario/run-scenario.js";
import type { CallCommand, PartyCommand, PlayingCommand } from "./commands.js";
import { decideAppCall } from "./decide-app-call.js";
import { decideMonitoring } from "./decide-monitoring.js";
import { decideParty } from "./decide-party.js";
import { arrive, place, placeInternal } from "./decide-placing.js";
import { decidePlaying, stopMessage } from "./decide-playing.js";
import { decideRecording } from "./decide-recording.js";
import { callOf } from "./evolve-call.js";
import { reportLeg } from "./leg-reports.js";
import { agentLeg, holdOthers, legOfAgent } from "./legs.js";
import { endMailbox } from "./mailbox.js";

type CommandOf<T extends CallCommand["type"]> = Extract<CallCommand, { readonly type: T }>;

/** How long a silent desk stays logged in from one look to the next, while its agent talks. */
export const DESK_TALKING_GRACE_MS = 30_000;

export function decideCall(deciding: Deciding, command: CallCommand): Verdict {
  switch (command.type) {
    case "ArriveCall":
      return arrive(deciding, command);
    case "PlaceCall":
      return place(deciding, command);
    case "PlaceInternalCall":
      return placeInternal(deciding, command);
    case "ArriveAppCall":
    case "PlaceAppCall":
      return decideAppCall(deciding, command);
    // What the last seconds of a call were is told after it, too: then there is nothing to change.
    case "ReportRecording":
      if (!deciding.store.state.interactions.get(command.interactionId)?.call) return null;
      break;
    default:
  }
  const interaction = deciding.store.state.interactions.get(command.interactionId);
  if (!interaction?.call) return reject("no_interaction", { interactionId: command.interactionId });
  switch (command.type) {
    case "ReportLeg":
      return reportLeg(deciding, interaction, command);
    case "ReportPlay":
      // Late reports are no error: the caller may have gone on, or an agent may have come, in the meantime.
      hearPlay(deciding, interaction, command);
      return null;
    case "ReportRecording":
    case "StartRecording":
    case "StopRecording":
    case "PauseRecording":
    case "ResumeRecording":
    case "SetConsent":
      return decideRecording(deciding, interaction, command);
    case "MonitorCall":
    case "StopMonitoring":
    case "TakeOverCall":
      return decideMonitoring(deciding, interaction, command);
    default:
      return decideInHand(deciding, interaction, command);
  }
}

function hearPlay(
  deciding: Deciding,
  interaction: Interaction,
  { playId, report }: CommandOf<"ReportPlay">,
): void {
  const { run, mailbox, message } = callOf(interaction);
  // Money is told of even when nobody waits for the answer any more.
  if (report.kind === "paid")
    deciding.emit({
      type: "PaymentReported",
      interactionId: interaction.id,
      outcome: report.outcome,
      amount: report.amount,
    });
  if (run?.playId === playId) hearReport(deciding, interaction, report);
  else if (mailbox?.playId === playId)
    endMailbox(deciding, interaction, report.kind === "recorded" ? report.durationMs : null);
  else if (message?.playId === playId) stopMessage(deciding, interaction, "ended");
}

/** What was to be played or spoken and of which nothing more was heard. */
export function meetPlayingDeadlines(deciding: Deciding, interaction: Interaction): void {
  const { run, mailbox, message } = interaction.call ?? {};
  if (mailbox && mailbox.until <= deciding.at && run?.playId !== mailbox.playId)
    endMailbox(deciding, interaction, null);
  if (message && message.until <= deciding.at) stopMessage(deciding, interaction, "ended");
}

/** What only an agent who is in the call may do. */
function decideInHand(
  deciding: Deciding,
  interaction: Interaction,
  command: CommandOf<"MuteCall" | "HoldCall" | "NoteKeysSent"> | PartyCommand | PlayingCommand,
): Verdict {
  // SPEC MON-5: a supervisor beside an agent has a microphone, too.
  const beside = legOfAgent(interaction, command.agentId)?.role === "supervisor";
  if (!isActive(interaction, command.agentId) && !(beside && command.type === "MuteCall"))
    return reject("not_your_interaction");
  switch (command.type) {
    case "MuteCall":
      return mute(deciding, interaction, command);
    case "HoldCall":
      return hold(deciding, interaction, command);
    case "NoteKeysSent":
      deciding.emit({
        type: "KeysSent",
        interactionId: interaction.id,
        agentId: command.agentId,
        count: command.count,
      });
      return null;
    case "PlayMessage":
    case "StopMessage":
    case "ConnectApplication":
    case "EndApplication":
      return decidePlaying(deciding, interaction, command);
    default:
      return decideParty(deciding, interaction, command);
  }
}

function mute(deciding: Deciding, interaction: Interaction, command: CommandOf<"MuteCall">): Verdict {
  const leg = legOfAgent(interaction, command.agentId);
  if (!leg) return reject("not_suitable_state");
  if (leg.muted === command.muted) return null;
  deciding.emit({
    type: "CallMuted",
    interactionId: interaction.id,
    legId: leg.id,
    muted: command.muted,
    by: command.agentId,
  });
  return null;
}

/** SPEC CAL-7, CAL-11. */
function hold(deciding: Deciding, interaction: Interaction, command: CommandOf<"HoldCall">): Verdict {
  const { agentId, held } = command;
  const leg = agentLeg(interaction, agentId);
  if (!leg || interaction.stage !== "open")
    return reject("not_suitable_state", { stage: interaction.stage, leg: null });
  if (held === (leg.heldSince !== null)) return null;
  const others = callOf(interaction).legs.filter(
    (other) => other.role !== "supervisor" && other.id !== leg.id && other.circle === leg.circle,
  );
  if (held && !others.some((other) => other.state === "connected")) {
    return reject("not_suitable_state", { stage: interaction.stage, leg: others[0]?.state ?? null });
  }
  deciding.emit({ type: "CallHeld", interactionId: interaction.id, agentId, held, cause: "agent" });
  if (!held) holdOthers(deciding, agentId, interaction.id);
  return null;
}

/** Whether the agent's audio is there in any call. */
export function isTalking(deciding: Deciding, agent: Agent): boolean {
  const calls = agent.loads.map((load) => load.interactionId);
  if (agent.monitoring !== null) calls.push(agent.monitoring);
  return calls.some((interactionId) => {
    const interaction = deciding.store.state.interactions.get(interactionId);
    return interaction !== undefined && legOfAgent(interaction, agent.id)?.state === "connected";
  });
}

import type { AgentId, Event, LegEndCause } from "@patchbay/core";
import type { DepartureView } from "@patchbay/protocol";
import type { CenterWords } from "../../center/records.js";
import { agentName } from "./message-view.js";

const HOW_LEFT = {
  left: "left",
  transferred: "transferred",
  logged_out: "signed_out",
  phone_lost: "lost",
  consultation_ended: "consultation_ended",
  removed: "removed",
  taken_over: "taken_over",
} as const;
const HOW_COMPLETED = {
  agent: "completed",
  none: "completed",
  timeout: "timed_out",
  logged_out: "signed_out",
} as const;

/**
 * How an interaction left an agent's hands, as these events tell it.
 * @returns `null` when they do not
 */
export function departureOf(
  events: readonly Event[],
  interactionId: string,
  agentId: AgentId,
  words: CenterWords,
): DepartureView | null {
  const end = events.findLast(
    (event) =>
      (event.type === "AgentLeft" || event.type === "WrapUpCompleted") &&
      event.interactionId === interactionId &&
      event.agentId === agentId,
  );
  const withTheChat = events.some(
    (event) =>
      event.type === "ChatMonitoringEnded" &&
      event.cause === "chat_ended" &&
      event.interactionId === interactionId &&
      event.supervisorId === agentId,
  );
  if (withTheChat) return { how: "chat_ended", to: null };
  if (end?.type === "WrapUpCompleted") return { how: HOW_COMPLETED[end.cause], to: null };
  if (end?.type !== "AgentLeft") return null;
  const taker =
    end.cause === "transferred" || end.cause === "taken_over"
      ? events.findLast(
          (event) =>
            event.type === "AgentJoined" &&
            event.interactionId === interactionId &&
            event.agentId !== agentId &&
            event.seq < end.seq,
        )
      : undefined;
  const recording = events.findLast(
    (event) =>
      event.type === "RecordingStopped" &&
      event.interactionId === interactionId &&
      event.agentId === agentId &&
      event.goesOn !== undefined,
  );
  return {
    how: HOW_LEFT[end.cause],
    to:
      taker?.type === "AgentJoined"
        ? { agentId: taker.agentId, name: agentName(words, taker.agentId) }
        : null,
    ...(recording?.type === "RecordingStopped" &&
      recording.goesOn !== undefined && { recordingGoesOn: recording.goesOn }),
  };
}

/**
 * Why nobody was reached by a call out, or by one to a colleague: the customer's leg is the first that goes, and a
 * colleague's no is the end's own cause. `undefined`: it was none, or somebody was reached.
 */
export function unreachedOf(events: readonly Event[], interactionId: string): LegEndCause | undefined {
  const end = events.find(
    (event) => event.type === "InteractionEnded" && event.interactionId === interactionId,
  );
  if (end?.type !== "InteractionEnded") return undefined;
  if (end.cause === "declined" || end.cause === "no_answer") return end.cause;
  if (end.cause !== "not_reached") return undefined;
  const leg = events.find((event) => event.type === "LegRemoved" && event.interactionId === interactionId);
  return leg?.type === "LegRemoved" ? leg.cause : undefined;
}

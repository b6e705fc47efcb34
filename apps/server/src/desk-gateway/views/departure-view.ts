import type { AgentId, Event } from "@patchbay/core";
import type { DepartureView } from "@patchbay/protocol";
import type { CenterWords } from "../../center/records.js";
import { agentName } from "./message-view.js";

const HOW_LEFT = {
  left: "left",
  transferred: "transferred",
  logged_out: "signed_out",
  phone_lost: "lost",
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
  if (end?.type === "WrapUpCompleted") return { how: HOW_COMPLETED[end.cause], to: null };
  if (end?.type !== "AgentLeft") return null;
  const taker =
    end.cause === "transferred"
      ? events.findLast(
          (event) =>
            event.type === "AgentJoined" && event.interactionId === interactionId && event.seq < end.seq,
        )
      : undefined;
  return {
    how: HOW_LEFT[end.cause],
    to:
      taker?.type === "AgentJoined"
        ? { agentId: taker.agentId, name: agentName(words, taker.agentId) }
        : null,
  };
}

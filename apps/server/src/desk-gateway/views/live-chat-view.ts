import type { ChatMonitor, Interaction } from "@patchbay/core";
import type { InteractionView, LiveChatView } from "@patchbay/protocol";
import type { CenterWords } from "../../center/records.js";
import type { LiveInteraction } from "../content/live-interaction.js";
import { markOf, otherSide, serviceName, type ViewSources } from "./interaction-view.js";
import { agentName } from "./message-view.js";
import { supervises } from "./supervises.js";

/** A chat that somebody has taken and that is not over. Who waits for the first agent stands in a queue. */
export const isLiveChat = ({ channel, answeredAt, stage }: Interaction): boolean =>
  channel === "chat" && answeredAt !== null && stage !== "ended";

/** A chat as those see it who watch over all of them. */
export function liveChatView(
  sources: ViewSources,
  interaction: Interaction,
  live: LiveInteraction,
): LiveChatView | undefined {
  const { words } = sources;
  const { stage } = interaction;
  if (stage === "ended") return undefined;
  const { contactId, name } = otherSide(sources, interaction, live, null);
  return {
    interactionId: interaction.id,
    mark: markOf(sources, interaction, live),
    contact: { contactId, name },
    serviceId: interaction.serviceId,
    serviceName: serviceName(words, interaction.serviceId),
    entryName: words.entries.get(interaction.entryId)?.name ?? "",
    startedAt: interaction.startedAt,
    stage,
    unansweredSince: interaction.unansweredSince,
    agents: interaction.parties.flatMap(({ agentId, state, joinedAt }) =>
      state === "active" ? [{ agentId, name: agentName(words, agentId), since: joinedAt }] : [],
    ),
    monitors: interaction.monitors.map((monitor) => monitorView(monitor, words)),
  };
}

const monitorView = (
  { supervisorId, since }: ChatMonitor,
  words: CenterWords,
): LiveChatView["monitors"][number] => ({
  agentId: supervisorId,
  name: agentName(words, supervisorId),
  since,
});

/**
 * Who reads along, as somebody in the chat may know it: supervisors know it of each other, agents from the first whisper
 * on.
 */
export function monitorsFor(
  { state, words }: ViewSources,
  { monitors }: Interaction,
  viewer: string,
): InteractionView["monitors"] {
  const all = supervises(state, viewer);
  return monitors
    .filter(({ supervisorId, spoken }) => supervisorId !== viewer && (all || spoken))
    .map((monitor) => monitorView(monitor, words));
}

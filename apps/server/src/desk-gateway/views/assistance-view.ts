import type { Interaction } from "@patchbay/core";
import type { AssistanceView, OpenAssistance } from "@patchbay/protocol";
import type { CenterWords } from "../../center/records.js";
import type { LiveInteraction } from "../content/live-interaction.js";
import { markOf, otherSide, serviceName, type ViewSources } from "./interaction-view.js";
import { agentName } from "./message-view.js";

/** The open request for a supervisor of an interaction, as its agents see it; `null`: there is none. */
export function openAssistance(
  { assistance }: Interaction,
  live: LiveInteraction,
  words: CenterWords,
): OpenAssistance | null {
  if (assistance === null) return null;
  const { agentId, reason, since, answered } = assistance;
  const person = (id: typeof agentId) => ({ agentId: id, name: agentName(words, id) });
  const said = [...live.assistanceNotes.values()].findLast(({ kind }) => kind === "asked");
  return {
    agent: person(agentId),
    reason,
    text: said?.by === agentId ? said.text : "",
    since,
    answered: answered && { ...person(answered.supervisorId), since: answered.since },
  };
}

/** The same for those who supervise. */
export function assistanceView(
  sources: ViewSources,
  interaction: Interaction,
  live: LiveInteraction,
): AssistanceView | undefined {
  const { words } = sources;
  const open = openAssistance(interaction, live, words);
  if (open === null) return undefined;
  return {
    ...open,
    interactionId: interaction.id,
    channel: interaction.channel,
    mark: markOf(sources, interaction, live),
    contactName: otherSide(sources, interaction, live, interaction.assistance?.agentId ?? null).name,
    serviceName: serviceName(words, interaction.serviceId),
  };
}

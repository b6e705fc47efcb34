import type { DeskChange, HappeningView, InteractionView } from "@patchbay/protocol";
import { create } from "zustand";
import { word } from "../words/words.js";
import type { DeskData } from "./desk-data.js";

/** What an agent must hear of, though the chat that it is about may not be open. */
export interface News {
  readonly tone: "plain" | "error";
  readonly text: string;
}

/** Chats whose transfer or invitation nobody has taken, until the agent looks at them: their cards say so. */
export const useUntaken = create<{ readonly untaken: ReadonlyMap<string, "transfer" | "invite"> }>(() => ({
  untaken: new Map(),
}));

export function lookedAt(interactionId: string): void {
  const { untaken } = useUntaken.getState();
  if (!untaken.has(interactionId)) return;
  useUntaken.setState({ untaken: new Map([...untaken].filter(([id]) => id !== interactionId)) });
}

/** Reads the news out of one frame; `data` as it was before it. */
export function newsOf(
  data: Pick<DeskData, "user" | "interactions" | "services" | "roster">,
  changes: readonly DeskChange[],
): readonly News[] {
  return changes.flatMap((change): readonly News[] => {
    if (change.on === "interaction.gone") return goneNews(data, change);
    if (change.on !== "happening") return [];
    const { what, facts, interactionId } = change.view;
    const { kind, cause, by } = facts;
    const view = data.interactions.get(interactionId);
    if (view?.assistance?.agent.agentId === data.user.agentId && what.startsWith("Assistance"))
      return helpNews(data, view, change.view);
    const isMine = what === "AgentRequestClosed" && cause === "failed" && by === data.user.agentId;
    // Of calls there is more to say: why, and where the customer is now.
    if (
      !isMine ||
      view === undefined ||
      view.channel === "voice" ||
      (kind !== "transfer" && kind !== "invite")
    )
      return [];
    const channel = wordsOf(view.channel);
    return [
      { tone: "error", text: word(`toast.untaken.${kind}.${channel}`, { customer: view.contact.name }) },
    ];
  });
}

/** What became of this agent's own request for help. */
function helpNews(
  { roster }: Pick<DeskData, "roster">,
  { contact }: InteractionView,
  { what, facts }: HappeningView,
): readonly News[] {
  const name = roster.get(String(facts["supervisorId"]))?.name ?? word("conversation.somebody");
  const values = { name, customer: contact.name, text: facts["text"] };
  const told = (path: string): readonly News[] => [{ tone: "plain", text: word(path, values) }];
  if (what === "AssistanceAnswered" && facts["supervisorId"] != null)
    return told("toast.assistance.answered");
  if (what !== "AssistanceClosed" || facts["cause"] !== "resolved") return [];
  return told(facts["text"] ? "toast.assistance.said" : "toast.assistance.resolved");
}

function goneNews(
  { interactions, services }: Pick<DeskData, "interactions" | "services">,
  { interactionId, departure }: Extract<DeskChange, { on: "interaction.gone" }>,
): readonly News[] {
  const view = interactions.get(interactionId);
  if (view === undefined || departure === null) return [];
  const customer = view.contact.name;
  const channel = wordsOf(view.channel);
  if (departure.how === "chat_ended") return [{ tone: "plain", text: word("beside.over", { customer }) }];
  if (departure.how === "transferred" && departure.to !== null) {
    const service = takenFrom(view) === null ? null : services.get(takenFrom(view) ?? "")?.name;
    const who = departure.to.name;
    return [
      {
        tone: "plain",
        text: service
          ? word(`toast.takenInService.${channel}`, { who, service, customer })
          : word(`toast.taken.${channel}`, { who, customer }),
      },
    ];
  }
  if (departure.how === "taken_over" && departure.to !== null && view.channel !== "voice")
    return [{ tone: "plain", text: word("toast.takenOver", { who: departure.to.name, customer }) }];
  return isWithoutResult(view, services, departure.how)
    ? [{ tone: "error", text: word(`toast.withoutResult.${channel}`, { customer }) }]
    : [];
}

/** Which of the two sentences: of a call, or of what is written. */
const wordsOf = (channel: InteractionView["channel"]): "chat" | "voice" =>
  channel === "voice" ? "voice" : "chat";

/** The service in whose line it stood; `null` when it was for one colleague. */
const takenFrom = ({ request }: InteractionView): string | null =>
  request === null || request.agentId !== null ? null : request.serviceId;

/** Whether the time for a result that the service asks for has run out without one. */
export const isWithoutResult = (
  { disposition, serviceId }: InteractionView,
  services: DeskData["services"],
  how: string | null,
): boolean =>
  how === "timed_out" && disposition === null && services.get(serviceId)?.dispositionMandatory === true;

/** Marks the cards of requests that nobody took, and takes the marks of new requests away. */
export function markUntaken(
  data: Pick<DeskData, "user">,
  changes: readonly DeskChange[],
  inFront: string | null,
): void {
  for (const change of changes) {
    if (change.on === "interaction.gone") lookedAt(change.interactionId);
    if (change.on !== "happening") continue;
    const { what, facts, interactionId } = change.view;
    if (what === "AgentRequested") lookedAt(interactionId);
    const { kind } = facts;
    if (what !== "AgentRequestClosed" || facts["cause"] !== "failed" || facts["by"] !== data.user.agentId)
      continue;
    if ((kind !== "transfer" && kind !== "invite") || interactionId === inFront) continue;
    useUntaken.setState(({ untaken }) => ({ untaken: new Map(untaken).set(interactionId, kind) }));
  }
}

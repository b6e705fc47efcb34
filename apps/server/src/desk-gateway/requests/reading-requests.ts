import { asId } from "@patchbay/core";
import { type DeskOutput, deskRequests } from "@patchbay/protocol";
import type { FollowUpFound } from "../../center/follow-up-records.js";
import type { InteractionRow } from "../../center/records.js";
import { happeningsFor, readInteraction } from "../content/live-interaction.js";
import { contactView } from "../views/contact-view.js";
import { agentName, dataView, messageView } from "../views/message-view.js";
import { pastCall } from "../views/past-call.js";
import { supervises } from "../views/supervises.js";
import { followUpView } from "./follow-up-requests.js";
import { type Asker, type RequestRoom, type Responder, responder } from "./respond.js";

/** How many of a contact's interactions the history lists: the newest. */
export const HISTORY_INTERACTIONS_MAX = 50;

type HistoryLine = DeskOutput<"contactHistory">["interactions"][number];

async function historyLine(
  room: RequestRoom,
  asker: Asker,
  row: InteractionRow,
  followUps: readonly FollowUpFound[],
): Promise<HistoryLine> {
  const { handle } = room;
  const [data, notes, withoutResult, events] = await Promise.all([
    handle.records.interactionData(row.interactionId),
    handle.records.notes(row.interactionId),
    isWithoutResult(handle, row),
    row.channel === "voice" ? handle.records.events(row.interactionId) : [],
  ]);
  const words = handle.words();
  const disposition = row.dispositionId === null ? undefined : words.dispositions.get(row.dispositionId);
  return {
    interactionId: row.interactionId,
    channel: row.channel,
    mark: data?.channelMark ?? words.entries.get(row.entryId)?.mark ?? "web",
    serviceName: words.services.get(row.serviceId)?.name ?? row.serviceId,
    caseNumber: row.caseNumber,
    status: row.status,
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    endCause: row.endCause,
    agentNames: row.agentIds.map((agentId) => agentName(words, agentId)),
    dispositionName: row.dispositionId === null ? null : (disposition?.name ?? row.dispositionId),
    withoutResult,
    notes: notes
      .filter((note) => note.text !== "")
      .map((note) => ({ name: agentName(words, note.agentId), text: note.text })),
    messageCount: row.messageCount,
    followUps: followUps.map((one) => followUpView(one, asker, room)),
    mayFollowUp: row.agentIds.includes(asker.agentId),
    call: pastCall(events, handle.clock.now()),
  };
}

/** Whether a result was asked for and the time for it ran out. The few lines without a result are looked up. */
async function isWithoutResult(
  { records, center }: RequestRoom["handle"],
  row: InteractionRow,
): Promise<boolean> {
  if (row.dispositionId !== null || row.status !== "completed") return false;
  const service = center.state.configuration.services.get(asId(row.serviceId));
  if (service?.dispositionMandatory !== true) return false;
  const events = await records.events(row.interactionId);
  return events.some((event) => event.type === "WrapUpCompleted" && event.cause === "timeout");
}

/**
 * Reading the past. Everybody who is signed in to the center may read it, as an agent needs to know a returning
 * customer's story; narrower rules by team or service have no place yet where they could be set.
 */
export const readingRequests: readonly Responder[] = [
  responder(deskRequests.contactHistory, ({ contactId }, asker, room) => ({
    query: async () => {
      const { records } = room.handle;
      const rows = await records.interactionsOfContact(contactId, HISTORY_INTERACTIONS_MAX);
      const found = await records.followUps.ofInteractions(rows.map(({ interactionId }) => interactionId));
      return {
        interactions: await Promise.all(
          rows.map((row) => {
            const own = found.filter(({ interactionId }) => interactionId === row.interactionId);
            return historyLine(room, asker, row, own);
          }),
        ),
      };
    },
  })),
  responder(deskRequests.transcript, async ({ interactionId }, { agentId }, { handle }) => {
    const [row, live] = await Promise.all([
      handle.records.interaction(interactionId),
      readInteraction(handle.records, interactionId),
    ]);
    if (row === undefined || live === undefined) return { fault: { code: "object_not_found" } };
    const contact = await handle.records.contact(row.contactId);
    const words = handle.words();
    return {
      submissions: [],
      output: {
        contact:
          contact === undefined ? null : contactView(contact.contactId, contact, row.caseNumber, words),
        messages: live.messages.map((line) => messageView(interactionId, line, words)),
        happenings: [...happeningsFor(live, supervises(handle.center.state, agentId))],
        data: dataView(live.data),
      },
    };
  }),
];

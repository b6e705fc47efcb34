import { asId } from "@patchbay/core";
import { deskRequests, type FollowUpList, type FollowUpView } from "@patchbay/protocol";
import type { FollowUpFound, FollowUpQuestion } from "../../center/follow-up-records.js";
import { type FollowUps, mayChange, supervisedBy } from "../../follow-ups/index.js";
import { numberFacts } from "../numbers/describe-number.js";
import { contactView } from "../views/contact-view.js";
import { agentName } from "../views/message-view.js";
import { type Asker, type Fault, type RequestRoom, type Responder, responder } from "./respond.js";

export const followUpResponders: readonly Responder[] = [
  responder(deskRequests.followUps, ({ list, state, after, limit }, asker, room) => ({
    query: async () => {
      const whose = whoseAre(list, asker, room);
      if (whose === null) return { followUps: [], more: false };
      const rows = await room.handle.records.followUps.list({ ...whose, state, after, limit: limit + 1 });
      return {
        followUps: rows.slice(0, limit).map((row) => followUpView(row, asker, room)),
        more: rows.length > limit,
      };
    },
  })),
  responder(deskRequests.addFollowUp, ({ followUpId, interactionId, form }, asker, room) =>
    doing(asker, room, (all) => all.add(asker.agentId, followUpId, interactionId, form)),
  ),
  responder(deskRequests.changeFollowUp, ({ followUpId, version, form }, asker, room) =>
    doing(asker, room, (all) => all.change(asker.agentId, followUpId, version, form)),
  ),
  responder(deskRequests.snoozeFollowUp, ({ followUpId, version, dueAt }, asker, room) =>
    doing(asker, room, (all) => all.snooze(asker.agentId, followUpId, version, dueAt)),
  ),
  responder(deskRequests.finishFollowUp, ({ followUpId, version, done }, asker, room) =>
    doing(asker, room, (all) => all.finish(asker.agentId, followUpId, version, done)),
  ),
  responder(deskRequests.deleteFollowUp, ({ followUpId, version, deleted }, asker, room) =>
    doing(asker, room, (all) => all.delete(asker.agentId, followUpId, version, deleted)),
  ),
  responder(deskRequests.seeReminder, ({ followUpId, dueAt }, { agentId }, { followUps }) => ({
    ask: async () =>
      (await followUps.reminderSeen(agentId, followUpId, dueAt))
        ? { output: {} }
        : { fault: { code: "object_not_found" } },
  })),
];

/** `null`: nobody's. */
function whoseAre(
  list: FollowUpList,
  { agentId }: Asker,
  { handle }: RequestRoom,
): Pick<FollowUpQuestion, "assigneeIds" | "madeForOthersBy"> | null {
  if (list === "mine") return { assigneeIds: [agentId], madeForOthersBy: null };
  if (list === "for_others") return { assigneeIds: null, madeForOthersBy: agentId };
  const { configuration } = handle.center.state;
  const user = configuration.users.get(agentId);
  const team = user === undefined ? [] : supervisedBy(user, configuration);
  return team?.length === 0 ? null : { assigneeIds: team, madeForOthersBy: null };
}

function doing(
  asker: Asker,
  room: RequestRoom,
  run: (all: FollowUps) => Promise<{ readonly row: FollowUpFound } | { readonly fault: Fault }>,
) {
  return {
    ask: async () => {
      const came = await run(room.followUps);
      return "fault" in came ? came : { output: { followUp: followUpView(came.row, asker, room) } };
    },
  };
}

export function followUpView(row: FollowUpFound, { agentId }: Asker, { handle }: RequestRoom): FollowUpView {
  const words = handle.words();
  const { configuration } = handle.center.state;
  const user = configuration.users.get(asId(agentId));
  const person = (id: string) => ({ agentId: id, name: agentName(words, id) });
  const facts = row.number === null ? null : numberFacts(row.number, words.phoneCountry);
  return {
    followUpId: row.followUpId,
    version: row.version,
    kind: row.kind,
    dueAt: row.dueAt,
    timeZone: row.timeZone,
    note: row.note,
    interactionId: row.interactionId,
    channel: row.channel,
    contact: {
      contactId: row.contactId,
      name: contactView(row.contactId, row.contact, row.caseNumber, words).name,
    },
    caseNumber: row.caseNumber,
    number:
      row.number === null || facts === null
        ? null
        : { raw: row.number, display: facts.display, timeZones: [...facts.timeZones] },
    assignee: person(row.assigneeId),
    createdBy: person(row.createdBy),
    createdAt: row.createdAt,
    changedBy: person(row.changedBy),
    changedAt: row.changedAt,
    doneAt: row.doneAt,
    doneBy: row.doneBy === null ? null : person(row.doneBy),
    reminds: row.doneAt === null && row.remindedFor !== row.dueAt,
    mayChange: user !== undefined && mayChange(row, user, configuration),
  };
}

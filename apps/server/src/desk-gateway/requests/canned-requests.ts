import { type CannedView, deskRequests } from "@patchbay/protocol";
import type { CannedFound } from "../../center/canned-records.js";
import { agentName } from "../views/message-view.js";
import { type Asker, type Fault, type RequestRoom, type Responder, responder } from "./respond.js";

export const cannedResponders: readonly Responder[] = [
  responder(deskRequests.cannedResponses, (_, asker, room) => ({
    query: async () => {
      const rows = await room.handle.records.canned.listFor(asker.agentId);
      return {
        responses: rows.map((row) => cannedView(row, asker, room)),
        mayManageShared: room.canned.mayManageShared(asker.agentId),
        nickname: room.handle.words().users.get(asker.agentId)?.nickname ?? "",
      };
    },
  })),
  responder(deskRequests.saveCannedResponse, (input, asker, room) => ({
    ask: async () => answerOf(await room.canned.save(asker.agentId, input), asker, room),
  })),
  responder(deskRequests.importCannedResponses, ({ shared, rows }, { agentId }, { canned }) => ({
    ask: async () => {
      const came = await canned.import(agentId, shared, rows);
      if ("fault" in came) return came;
      const refused = came.refused.map(({ row, code, facts = {} }) => ({ row, code, facts }));
      return { output: { saved: came.saved, refused } };
    },
  })),
  responder(deskRequests.deleteCannedResponse, ({ responseId, version, deleted }, asker, room) => ({
    ask: async () =>
      answerOf(await room.canned.delete(asker.agentId, responseId, version, deleted), asker, room),
  })),
  responder(deskRequests.cannedResponseUsed, ({ responseId }, { agentId }, { canned }) => ({
    ask: async () =>
      (await canned.used(agentId, responseId))
        ? { output: {} }
        : { fault: { code: "object_not_found" as const } },
  })),
];

function answerOf(
  came: { readonly row: CannedFound } | { readonly fault: Fault },
  asker: Asker,
  room: RequestRoom,
) {
  return "fault" in came ? came : { output: { response: cannedView(came.row, asker, room) } };
}

function cannedView(row: CannedFound, { agentId }: Asker, { handle, canned }: RequestRoom): CannedView {
  return {
    responseId: row.responseId,
    version: row.version,
    shared: row.ownerId === null,
    title: row.title,
    keyword: row.keyword,
    folder: row.folder,
    text: row.text,
    language: row.language,
    serviceIds: [...row.serviceIds],
    marks: [...row.marks],
    changedBy: { agentId: row.changedBy, name: agentName(handle.words(), row.changedBy) },
    changedAt: row.changedAt,
    uses: row.uses,
    lastUsedAt: row.lastUsedAt,
    ownUses: row.ownUses,
    ownLastUsedAt: row.ownLastUsedAt,
    mayChange: canned.mayChange(agentId, row),
  };
}

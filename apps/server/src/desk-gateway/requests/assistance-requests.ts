import { asId } from "@patchbay/core";
import { assistanceRequests } from "@patchbay/protocol";
import type { AssistanceNote } from "../../center/content.js";
import { cleanText } from "../../center/plain-text.js";
import { type Asker, type RequestRoom, type Responder, responder } from "./respond.js";

function noteOf(
  kind: AssistanceNote["kind"],
  { interactionId, text }: { readonly interactionId: string; readonly text: string },
  { agentId }: Asker,
  { handle }: RequestRoom,
): AssistanceNote {
  const said = cleanText(text).trim();
  return {
    table: "assistance_note",
    interactionId,
    noteId: handle.ids.next(),
    kind,
    by: agentId,
    text: said,
  };
}

/** "Help me", and what supervisors do about it. */
export const assistanceResponders: readonly Responder[] = [
  responder(assistanceRequests.askAssistance, (input, asker, room) => ({
    submissions: [
      {
        command: {
          type: "AskAssistance",
          interactionId: asId(input.interactionId),
          agentId: asker.agentId,
          reason: input.reason,
        },
        content: [noteOf("asked", input, asker, room)],
      },
    ],
    output: {},
  })),
  responder(assistanceRequests.withdrawAssistance, ({ interactionId }, { agentId }) => ({
    submissions: [{ command: { type: "WithdrawAssistance", interactionId: asId(interactionId), agentId } }],
    output: {},
  })),
  responder(assistanceRequests.answerAssistance, ({ interactionId }, { agentId: supervisorId }) => ({
    submissions: [
      { command: { type: "AnswerAssistance", interactionId: asId(interactionId), supervisorId } },
    ],
    output: {},
  })),
  responder(assistanceRequests.resolveAssistance, (input, asker, room) => ({
    submissions: [
      {
        command: {
          type: "ResolveAssistance",
          interactionId: asId(input.interactionId),
          supervisorId: asker.agentId,
        },
        content: [noteOf("resolved", input, asker, room)],
      },
    ],
    output: {},
  })),
];

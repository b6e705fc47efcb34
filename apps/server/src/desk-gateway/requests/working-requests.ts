import { type AgentCommand, type AgentId, asId, type Command, type ServiceId } from "@patchbay/core";
import { deskRequests } from "@patchbay/protocol";
import type { AgentBody, ContentWrite } from "../../center/content.js";
import { cleanText } from "../../center/plain-text.js";
import {
  type Asker,
  type Fault,
  type Prepared,
  type RequestRoom,
  type Responder,
  responder,
} from "./respond.js";
import { notBesideNor, notInHands, said } from "./said.js";
import { presenceOf } from "./supervision-requests.js";

/** A command without more to it: its rejection is the answer. */
const command = (one: Command, content: readonly ContentWrite[] = []): Prepared<Record<string, never>> => ({
  submissions: [{ command: one, content }],
  output: {},
});

/** Presence, offers and sessions: what an agent does with itself. */
const presenceRequests: readonly Responder[] = [
  responder(deskRequests.setPresence, ({ presence }, { agentId, sessionId }) => {
    const set: AgentCommand =
      presence.kind === "logged_out"
        ? { type: "LogOut", agentId, sessionId }
        : { type: "SetPresence", agentId, presence: presenceOf(presence) };
    return command(set);
  }),
  responder(deskRequests.clearNext, (_input, { agentId }) => command({ type: "ClearNext", agentId })),
  responder(deskRequests.logOut, (_input, { agentId, sessionId }) =>
    command({ type: "LogOut", agentId, sessionId }),
  ),
];

const offerRequests: readonly Responder[] = [
  responder(deskRequests.confirmOffer, ({ offerId }, { agentId }) =>
    command({ type: "ConfirmOffer", offerId: asId(offerId), agentId }),
  ),
  responder(deskRequests.acceptOffer, (input, { agentId }, { handle }) => {
    const offerId = asId<Parameters<typeof handle.center.state.offers.get>[0]>(input.offerId);
    // Looked up before the core closes it. When there is none, either the core says why, or it is a repetition and
    // the first answer is given again.
    const interactionId = handle.center.state.offers.get(offerId)?.interactionId ?? "";
    return {
      submissions: [{ command: { type: "AcceptOffer", offerId, agentId } }],
      output: { interactionId },
    };
  }),
  responder(deskRequests.rejectOffer, ({ offerId }, { agentId }) =>
    command({ type: "RejectOffer", offerId: asId(offerId), agentId }),
  ),
];

const messageRequests: readonly Responder[] = [
  responder(deskRequests.sendMessage, async (input, asker, room) => {
    const { interactionId, audience } = input;
    const clientMessageId = cleanText(input.clientMessageId);
    const body = await messageBody(input.body, asker, room);
    if ("code" in body) return { fault: body };
    return said({ interactionId, audience, body, clientMessageId }, asker, room);
  }),
  responder(deskRequests.markRead, async ({ interactionId, messageId }, { agentId }, { handle, content }) => {
    const fault = notInHands(handle.center.state.interactions.get(asId(interactionId)), agentId);
    if (fault !== undefined) return { fault };
    await content.need([interactionId]);
    const live = content.interaction(interactionId);
    const upTo = live?.messageById.get(messageId);
    if (live === undefined || upTo === undefined) return { fault: { code: "object_not_found" } };
    const unread = live.messages.filter(
      (line) =>
        line.fromCustomer && line.readAt === null && line.seq > live.customerReadSeq && line.seq <= upTo.seq,
    );
    return {
      submissions: unread.map((line) => ({
        command: {
          type: "ReportReceipt",
          interactionId: asId(interactionId),
          messageId: asId(line.messageId),
          reader: agentId,
          receipt: "read",
        },
      })),
      output: {},
    };
  }),
  responder(deskRequests.saveDraft, (input, { agentId }, { handle }) => {
    const { interactionId, audience, version } = input;
    // No command, so no decision of the core's: a draft is nobody's business but its writer's. That the writer has
    // the interaction in hand keeps the table to what a desk can show.
    const fault = notBesideNor(handle.center.state.interactions.get(asId(interactionId)), agentId);
    if (fault !== undefined) return { fault };
    const text = cleanText(input.text);
    const draft: ContentWrite = { table: "draft", interactionId, agentId, text, audience, version };
    return { submissions: [{ command: null, content: [draft] }], output: {} };
  }),
];

async function messageBody(
  input:
    | { readonly kind: "text"; readonly text: string }
    | { readonly kind: "file"; readonly fileId: string },
  asker: Asker,
  { handle }: RequestRoom,
): Promise<AgentBody | Fault> {
  if (input.kind === "text") {
    const text = cleanText(input.text);
    return text.trim() === ""
      ? { code: "invalid_args", facts: { path: "body.text" } }
      : { kind: "text", text };
  }
  const info = await handle.blobs.info(input.fileId);
  // Only one's own upload: somebody else's file must not become readable by naming its id.
  if (info === undefined || info.uploadedBy !== asker.agentId) return { code: "file_not_found" };
  const { fileId, name, mediaType, bytes, image } = info;
  return { kind: "file", fileId, name, mediaType, bytes, image };
}

type AskInput = {
  readonly interactionId: string;
  readonly to: { readonly agentId: string } | { readonly serviceId: string };
  readonly note: string;
};

function askFor(
  kind: "transfer" | "invite",
  input: AskInput & { readonly leave?: boolean },
  { agentId }: Asker,
): Prepared<Record<string, never>> {
  const { interactionId, note } = input;
  const to =
    "agentId" in input.to
      ? { agentId: asId<AgentId>(input.to.agentId) }
      : { serviceId: asId<ServiceId>(input.to.serviceId) };
  return command(
    {
      type: "RequestAgent",
      interactionId: asId(interactionId),
      agentId,
      kind,
      to,
      leave: input.leave ?? false,
    },
    // An empty note is stored too: it takes the place of an earlier one.
    [{ table: "transfer_note", interactionId, by: agentId, text: cleanText(note) }],
  );
}

const lifeRequests: readonly Responder[] = [
  responder(deskRequests.endInteraction, ({ interactionId }, { agentId }) =>
    command({ type: "EndInteraction", interactionId: asId(interactionId), agentId }),
  ),
  responder(deskRequests.undoEnd, ({ interactionId }, { agentId }) =>
    command({ type: "UndoEnd", interactionId: asId(interactionId), agentId }),
  ),
  responder(deskRequests.leaveInteraction, ({ interactionId }, { agentId }) =>
    command({ type: "LeaveInteraction", interactionId: asId(interactionId), agentId }),
  ),
  responder(deskRequests.transfer, (input, asker) => askFor("transfer", input, asker)),
  responder(deskRequests.invite, (input, asker) => askFor("invite", input, asker)),
  responder(deskRequests.cancelRequest, ({ interactionId }, { agentId }) =>
    command({ type: "CancelRequest", interactionId: asId(interactionId), agentId }),
  ),
];

const wrapUpRequests: readonly Responder[] = [
  responder(deskRequests.setDisposition, ({ interactionId, dispositionId }, { agentId }) =>
    command({
      type: "SetDisposition",
      interactionId: asId(interactionId),
      agentId,
      dispositionId: dispositionId === null ? null : asId(dispositionId),
    }),
  ),
  responder(deskRequests.saveNote, ({ interactionId, text }, { agentId }) =>
    command({ type: "SaveNote", interactionId: asId(interactionId), agentId }, [
      { table: "note", interactionId, agentId, text: cleanText(text) },
    ]),
  ),
  responder(deskRequests.completeWrapUp, ({ interactionId }, { agentId }) =>
    command({ type: "CompleteWrapUp", interactionId: asId(interactionId), agentId }),
  ),
  responder(deskRequests.extendWrapUp, ({ interactionId }, { agentId }) =>
    command({ type: "ExtendWrapUp", interactionId: asId(interactionId), agentId }),
  ),
];

export const workingRequests: readonly Responder[] = [
  ...presenceRequests,
  ...offerRequests,
  ...messageRequests,
  ...lifeRequests,
  ...wrapUpRequests,
];

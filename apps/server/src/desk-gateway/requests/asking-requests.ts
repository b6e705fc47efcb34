import { asId } from "@patchbay/core";
import { deskRequests } from "@patchbay/protocol";
import { type AgentBody, formRequestIdOf, type MessageBody } from "../../center/content.js";
import type { AppShows } from "../../center/edge.js";
import { cleanText } from "../../center/plain-text.js";
import type { LiveInteraction } from "../content/live-interaction.js";
import {
  type Asker,
  type Fault,
  type Prepared,
  type RequestRoom,
  type Responder,
  responder,
} from "./respond.js";
import { notInHands, said } from "./said.js";

interface Asking {
  readonly interactionId: string;
  readonly clientMessageId: string;
  readonly body: AgentBody;
  /** What the customer's app must be able to show. */
  readonly needs: keyof AppShows;
}

/**
 * Asks the customer's app for something, if it can show it: an app that leaves out what it does not know would let the
 * agent wait for an answer for ever, and the Android SDK would crash (the wire keeps that from it once more).
 */
async function ask(
  asking: Asking,
  asker: Asker,
  room: RequestRoom,
): Promise<Prepared<{ messageId: string }>> {
  const { interactionId, body } = asking;
  const clientMessageId = cleanText(asking.clientMessageId);
  const interaction = room.handle.center.state.interactions.get(asId(interactionId));
  const fault = notInHands(interaction, asker.agentId);
  if (fault !== undefined) return { fault };
  await room.content.need([interactionId]);
  // A repetition gets its first answer, whatever app the customer has in hand by now.
  const repeated = room.content
    .interaction(interactionId)
    ?.messages.some(({ row }) => row?.from === asker.agentId && row.clientMessageId === clientMessageId);
  const unshown = repeated === true ? undefined : cannotShow(asking.needs, room.apps.showsOf(interactionId));
  if (unshown !== undefined) return { fault: unshown };
  return said({ interactionId, audience: "all", body, clientMessageId }, asker, room);
}

function cannotShow(needs: keyof AppShows, app: AppShows | undefined): Fault | undefined {
  if (app === undefined) return { code: "customer_app_not_heard" };
  return app[needs] ? undefined : { code: "customer_app_cannot_show", facts: { what: needs } };
}

/** What has become of a form: the first line after it that answers, declines or withdraws it. */
function closing(live: LiveInteraction, formRequestId: string, after: number): MessageBody | undefined {
  const line = live.messages.find(
    ({ row, seq }) =>
      seq > after && row !== null && "formRequestId" in row.body && row.body.formRequestId === formRequestId,
  );
  return line?.row?.body;
}

export const askingRequests: readonly Responder[] = [
  responder(deskRequests.askForm, (input, asker, room) => {
    const { interactionId, clientMessageId, timeoutSeconds, secure } = input;
    const formName = cleanText(input.name).trim();
    if (secure && formName === "") return { fault: { code: "invalid_args", facts: { path: "name" } } };
    const needs = secure ? "secureForm" : formName === "" ? "namelessForm" : "form";
    const body = { kind: "form_request", formName, timeoutSeconds, secure } as const;
    return ask({ interactionId, clientMessageId, body, needs }, asker, room);
  }),
  responder(deskRequests.withdrawForm, async ({ interactionId, messageId }, asker, room) => {
    const fault = notInHands(room.handle.center.state.interactions.get(asId(interactionId)), asker.agentId);
    if (fault !== undefined) return { fault };
    await room.content.need([interactionId]);
    const live = room.content.interaction(interactionId);
    const line = live?.messageById.get(messageId);
    const asked = line?.row?.body;
    if (live === undefined || line === undefined || asked?.kind !== "form_request")
      return { fault: { code: "object_not_found" } };
    // The wire has no word that takes back an ordinary form.
    if (!asked.secure) return { fault: { code: "not_suitable_state", facts: { secure: false } } };
    const formRequestId = formRequestIdOf(line.seq);
    const closed = closing(live, formRequestId, line.seq);
    if (closed?.kind === "form_withdrawal") return { submissions: [], output: {} };
    if (closed !== undefined) return { fault: { code: "nothing_to_cancel" } };
    const body = { kind: "form_withdrawal", formName: asked.formName, formRequestId } as const;
    const { submissions } = said(
      { interactionId, audience: "all", body, clientMessageId: null },
      asker,
      room,
    );
    return { submissions, output: {} };
  }),
  responder(deskRequests.askCobrowsing, ({ interactionId, clientMessageId }, asker, room) =>
    ask(
      { interactionId, clientMessageId, body: { kind: "cobrowsing_request" }, needs: "cobrowsing" },
      asker,
      room,
    ),
  ),
];

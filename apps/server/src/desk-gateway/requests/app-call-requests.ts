import { asId, type ClientKey, type InteractionId } from "@patchbay/core";
import { deskRequests } from "@patchbay/protocol";
import { appCallData } from "../../center/app-call-data.js";
import { type Responder, responder } from "./respond.js";

/** Calls in the app of a chat's customer, and the answer to a customer who asks to be called. */
export const appCallRequests: readonly Responder[] = [
  responder(deskRequests.placeAppCall, ({ beside }, { agentId }, room) => {
    const { handle } = room;
    const { state } = room.voice.view();
    // The app comes over the Internet: telephone lines are not needed for it.
    if (state === "off" || state === "unreachable") return { fault: { code: "voice_unreachable" } };
    const chat = handle.center.state.interactions.get(asId(beside));
    const app = room.apps.showsOf(beside);
    const isMine = chat?.parties.some((party) => party.agentId === agentId) === true;
    if (isMine && app === undefined) return { fault: { code: "customer_app_not_heard" } };
    if (isMine && app?.call === false)
      return { fault: { code: "customer_app_cannot_show", facts: { what: "call" } } };
    const interactionId = asId<InteractionId>(handle.ids.next());
    const clientKey = asId<ClientKey>(`call-${interactionId}`);
    return {
      submissions: [
        {
          command: { type: "PlaceAppCall", interactionId, agentId, beside: asId(beside), clientKey },
          content: chat === undefined ? [] : [appCallData(handle, interactionId, chat)],
        },
      ],
      output: { interactionId },
    };
  }),
  responder(deskRequests.dismissCallRequest, ({ interactionId, messageId }, { agentId }) => ({
    submissions: [
      {
        command: {
          type: "DismissCallRequest",
          interactionId: asId(interactionId),
          agentId,
          messageId: asId(messageId),
        },
      },
    ],
    output: {},
  })),
];

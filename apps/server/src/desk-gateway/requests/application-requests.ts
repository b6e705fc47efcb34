import { asId, takesPayment } from "@patchbay/core";
import { applicationRequests } from "@patchbay/protocol";
import { type Responder, responder } from "./respond.js";

/** The customer of a call goes to a voice application, and comes back. */
export const applicationResponders: readonly Responder[] = [
  responder(
    applicationRequests.connectApplication,
    ({ interactionId, scenarioId, amount }, { agentId }, room) => {
      const { interactions, configuration } = room.handle.center.state;
      const scenario = configuration.scenarios.get(asId(scenarioId));
      if (scenario !== undefined && takesPayment(scenario) && room.voice.view().payments.mode === "off")
        return { fault: { code: "no_payment_processor" } };
      const call = interactions.get(asId(interactionId))?.call;
      // At once, as every pause: what is said from now on is not to be kept, however slow the disk is.
      if (call?.legs.some((leg) => leg.role === "agent" && leg.agentId === agentId) === true)
        for (const { id: recordingId, kind } of call.recordings)
          if (kind === "call") room.voice.protect({ do: "pause_recording", interactionId, recordingId });
      return {
        submissions: [
          {
            command: {
              type: "ConnectApplication",
              interactionId: asId(interactionId),
              agentId,
              scenarioId: asId(scenarioId),
              amount,
            },
            content: [],
          },
        ],
        output: {},
      };
    },
  ),
  responder(applicationRequests.endApplication, ({ interactionId }, { agentId }) => ({
    submissions: [
      {
        command: { type: "EndApplication", interactionId: asId(interactionId), agentId },
        content: [],
      },
    ],
    output: {},
  })),
];

import { asId } from "@patchbay/core";
import { chatMonitoringRequests } from "@patchbay/protocol";
import { type Responder, responder } from "./respond.js";

/** A supervisor beside a chat. */
export const chatMonitoringResponders: readonly Responder[] = [
  responder(chatMonitoringRequests.monitorChat, ({ interactionId }, { agentId: supervisorId }) => ({
    submissions: [{ command: { type: "MonitorChat", interactionId: asId(interactionId), supervisorId } }],
    output: {},
  })),
  responder(chatMonitoringRequests.stopMonitoringChat, ({ interactionId }, { agentId: supervisorId }) => ({
    submissions: [
      { command: { type: "StopMonitoringChat", interactionId: asId(interactionId), supervisorId } },
    ],
    output: {},
  })),
];

import { type AgentId, asId, type CallCommand, type CallTarget, type InteractionId } from "@patchbay/core";
import { callControlRequests } from "@patchbay/protocol";
import type { Prepared, Responder } from "./respond.js";
import { responder } from "./respond.js";

const done = (command: CallCommand): Prepared<Record<string, never>> => ({
  submissions: [{ command }],
  output: {},
});

const of = (interactionId: string, agentId: AgentId) => ({
  interactionId: asId<InteractionId>(interactionId),
  agentId,
});

const partyResponders: readonly Responder[] = [
  responder(callControlRequests.consult, ({ interactionId, to }, { agentId }) => {
    if ("number" in to) return { fault: { code: "phone_not_in_dial_plan" } };
    const target: CallTarget =
      "agentId" in to ? { agentId: asId(to.agentId) } : { serviceId: asId(to.serviceId) };
    return done({ type: "Consult", ...of(interactionId, agentId), to: target });
  }),
  responder(callControlRequests.switchCircle, ({ interactionId, circle }, { agentId }) =>
    done({ type: "SwitchCircle", ...of(interactionId, agentId), circle }),
  ),
  responder(callControlRequests.mergeConsultation, ({ interactionId }, { agentId }) =>
    done({ type: "MergeConsultation", ...of(interactionId, agentId) }),
  ),
  responder(callControlRequests.completeTransfer, ({ interactionId }, { agentId }) =>
    done({ type: "CompleteTransfer", ...of(interactionId, agentId) }),
  ),
  responder(callControlRequests.endConsultation, ({ interactionId }, { agentId }) =>
    done({ type: "EndConsultation", ...of(interactionId, agentId) }),
  ),
  responder(callControlRequests.callNumberIn, () => ({ fault: { code: "phone_not_in_dial_plan" } })),
  responder(callControlRequests.muteParty, ({ interactionId, legId, muted }, { agentId }) =>
    done({ type: "MuteParty", ...of(interactionId, agentId), legId: asId(legId), muted }),
  ),
  responder(callControlRequests.holdParty, ({ interactionId, legId, held }, { agentId }) =>
    done({ type: "HoldParty", ...of(interactionId, agentId), legId: asId(legId), held }),
  ),
  responder(callControlRequests.removeParty, ({ interactionId, legId }, { agentId }) =>
    done({ type: "RemoveParty", ...of(interactionId, agentId), legId: asId(legId) }),
  ),
  responder(callControlRequests.endCallForAll, ({ interactionId }, { agentId }) =>
    done({ type: "EndCallForAll", ...of(interactionId, agentId) }),
  ),
];

const recordingResponders: readonly Responder[] = [
  responder(callControlRequests.record, ({ interactionId, do: what, kind }, { agentId }) => {
    const call = of(interactionId, agentId);
    switch (what) {
      case "start":
        return done({ type: "StartRecording", ...call, kind });
      case "stop":
        return done({ type: "StopRecording", ...call, kind });
      case "pause":
        return done({ type: "PauseRecording", ...call });
      case "resume":
        return done({ type: "ResumeRecording", ...call });
    }
  }),
  responder(callControlRequests.setConsent, ({ interactionId, consent }, { agentId }) =>
    done({ type: "SetConsent", ...of(interactionId, agentId), consent }),
  ),
];

const monitoringResponders: readonly Responder[] = [
  responder(callControlRequests.monitorCall, ({ interactionId, agentId, mode }, asker) =>
    done({
      type: "MonitorCall",
      interactionId: asId(interactionId),
      supervisorId: asker.agentId,
      agentId: asId(agentId),
      mode,
    }),
  ),
  responder(callControlRequests.stopMonitoring, ({ interactionId }, asker) =>
    done({ type: "StopMonitoring", interactionId: asId(interactionId), supervisorId: asker.agentId }),
  ),
  responder(callControlRequests.takeOverCall, ({ interactionId, agentId }, asker) =>
    done({
      type: "TakeOverCall",
      interactionId: asId(interactionId),
      supervisorId: asker.agentId,
      agentId: asId(agentId),
    }),
  ),
];

/** Consultation, transfer, conference, recording and supervision of calls. */
export const callControlResponders: readonly Responder[] = [
  ...partyResponders,
  ...recordingResponders,
  ...monitoringResponders,
];

import { type AgentId, asId, type CallCommand, type CallTarget, type InteractionId } from "@patchbay/core";
import { callControlRequests } from "@patchbay/protocol";
import type { ContentWrite } from "../../center/content.js";
import { linesBroughtIn } from "../../center/lines-brought-in.js";
import { cleanText } from "../../center/plain-text.js";
import { numberIntoCall, readable } from "./numbers-out.js";
import type { Prepared, Responder } from "./respond.js";
import { responder } from "./respond.js";

const done = (
  command: CallCommand,
  content: readonly ContentWrite[] = [],
): Prepared<Record<string, never>> => ({
  submissions: [{ command, content }],
  output: {},
});

const of = (interactionId: string, agentId: AgentId) => ({
  interactionId: asId<InteractionId>(interactionId),
  agentId,
});

const partyResponders: readonly Responder[] = [
  responder(callControlRequests.consult, async ({ interactionId, to, note }, { agentId }, room) => {
    const call = of(interactionId, agentId);
    if ("number" in to) {
      // Whether the call is in hand is the core's to say: a repetition gets its first answer, also after the call.
      const called = await numberIntoCall(call.interactionId, to, agentId, room);
      if ("fault" in called) return called;
      return done({ type: "Consult", ...call, to: { legId: called.legId } }, called.content);
    }
    const target: CallTarget =
      "agentId" in to ? { agentId: asId(to.agentId) } : { serviceId: asId(to.serviceId) };
    // An empty note is stored too: it takes the place of an earlier one.
    return done({ type: "Consult", ...call, to: target }, [
      { table: "transfer_note", interactionId, by: agentId, text: cleanText(note) },
    ]);
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
  responder(callControlRequests.callNumberIn, async (input, { agentId }, room) => {
    const { interactionId, kind } = input;
    const call = of(interactionId, agentId);
    const called = await numberIntoCall(call.interactionId, input, agentId, room);
    if ("fault" in called) return called;
    return done({ type: "CallNumberIn", ...call, legId: called.legId, kind }, called.content);
  }),
  responder(callControlRequests.joinCalls, async ({ interactionId, other, stay }, { agentId }, room) =>
    done(
      { type: "JoinCalls", ...of(interactionId, agentId), other: asId(other), stay },
      await readable(linesBroughtIn(room.handle, interactionId, other)),
    ),
  ),
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
  responder(callControlRequests.record, ({ interactionId, do: what }, { agentId }, room) => {
    const call = of(interactionId, agentId);
    if (what === "pause") {
      // At once: what is about to be said is not to be kept, however slow the disk is.
      const { interactions } = room.handle.center.state;
      const own = interactions
        .get(call.interactionId)
        ?.call?.recordings.find((recording) => recording.agentId === agentId && recording.kind === "call");
      if (own) room.voice.protect({ do: "pause_recording", interactionId, recordingId: own.id });
    }
    switch (what) {
      case "start":
        return done({ type: "StartRecording", ...call, kind: "call" });
      case "stop":
        return done({ type: "StopRecording", ...call, kind: "call" });
      case "pause":
        return done({ type: "PauseRecording", ...call });
      case "resume":
        return done({ type: "ResumeRecording", ...call });
    }
  }),
  responder(callControlRequests.startSignature, ({ interactionId, scriptId }, { agentId }) =>
    done({
      type: "StartRecording",
      ...of(interactionId, agentId),
      kind: "signature",
      scriptId: asId(scriptId),
    }),
  ),
  responder(callControlRequests.stopSignature, ({ interactionId }, { agentId }) =>
    done({ type: "StopRecording", ...of(interactionId, agentId), kind: "signature" }),
  ),
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

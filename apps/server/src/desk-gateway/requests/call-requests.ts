import { type AgentId, asId, type Interaction, type Leg } from "@patchbay/core";
import { deskRequests } from "@patchbay/protocol";
import type { VoiceOutcome } from "../../center/voice-door.js";
import { appCallRequests } from "./app-call-requests.js";
import { applicationResponders } from "./application-requests.js";
import { callControlResponders } from "./call-control-requests.js";
import { chatMonitoringResponders } from "./chat-monitoring-requests.js";
import { forwardingResponders } from "./forwarding-requests.js";
import { messageRequests } from "./message-requests.js";
import { phoneResponders } from "./phone-requests.js";
import { placingRequests } from "./place-call.js";
import { type Prepared, type RequestRoom, type Responder, responder } from "./respond.js";

const legOf = (interaction: Interaction | undefined, agentId: AgentId) =>
  interaction?.call?.legs.find((leg) => leg.agentId === agentId);

const callOf = (room: RequestRoom, interactionId: string): Interaction | undefined =>
  room.handle.center.state.interactions.get(asId(interactionId));

/** Whose line an agent's keys go into: the one outside party in the circle in which the agent is now. */
function farLegOf(interaction: Interaction, agentId: AgentId): Leg | undefined {
  const own = legOf(interaction, agentId);
  if (own === undefined || own.heldSince !== null) return undefined;
  return interaction.call?.legs.findLast(
    (leg) =>
      (leg.role === "customer" || leg.role === "external") &&
      leg.circle === own.circle &&
      // What is called and has not answered may be a menu that wants keys already: the voice process knows (FEATURES 1.11).
      (leg.state === "connected" || leg.state === "ringing") &&
      leg.heldSince === null,
  );
}

/** What the voice process is asked is not kept: its answer holds for this moment alone. */
const asked = <Output>(ask: () => Promise<VoiceOutcome<Output>>): Prepared<Output> => ({
  ask: async () => {
    const outcome = await ask();
    return outcome.ok ? { output: outcome.result } : { fault: { code: outcome.code } };
  },
});

const done = async (outcome: Promise<VoiceOutcome<null>>): Promise<VoiceOutcome<Record<string, never>>> => {
  const came = await outcome;
  return came.ok ? { ok: true, result: {} } : came;
};

const phoneRequests: readonly Responder[] = [
  ...phoneResponders,
  responder(deskRequests.connectPhone, ({ interactionId, offer }, asker, room) => {
    if (interactionId === null) return asked(() => room.voice.connectPhone(asker, null, offer));
    const interaction = callOf(room, interactionId);
    const leg = legOf(interaction, asker.agentId);
    if (interaction?.call == null) return { fault: { code: "no_interaction" } };
    if (leg === undefined) return { fault: { code: "not_your_interaction" } };
    return asked(() => room.voice.connectPhone(asker, { interactionId, legId: leg.id }, offer));
  }),
  responder(deskRequests.addPhoneCandidate, ({ phoneId, candidate, mid }, asker, room) =>
    asked(() => done(room.voice.addCandidate(asker, phoneId, candidate, mid))),
  ),
  responder(deskRequests.disconnectPhone, ({ phoneId }, asker, room) =>
    asked(() => done(room.voice.disconnectPhone(asker, phoneId))),
  ),
];

const callRequests: readonly Responder[] = [
  responder(deskRequests.muteCall, ({ interactionId, muted }, { agentId }, room) => {
    const leg = legOf(callOf(room, interactionId), agentId);
    if (leg) room.voice.protect({ do: "mute", interactionId, legId: leg.id, muted });
    return {
      submissions: [{ command: { type: "MuteCall", interactionId: asId(interactionId), agentId, muted } }],
      output: {},
    };
  }),
  responder(deskRequests.holdCall, ({ interactionId, held }, { agentId }) => ({
    submissions: [{ command: { type: "HoldCall", interactionId: asId(interactionId), agentId, held } }],
    output: {},
  })),
  responder(deskRequests.sendKeys, ({ interactionId, keys }, { agentId }, room) => {
    const interaction = callOf(room, interactionId);
    if (interaction?.call == null) return { fault: { code: "no_interaction" } };
    if (legOf(interaction, agentId) === undefined) return { fault: { code: "not_your_interaction" } };
    const far = farLegOf(interaction, agentId);
    if (far === undefined) return { fault: { code: "not_suitable_state" } };
    const count = keys.replaceAll(",", "").length;
    return {
      // How many, for the history; which, only into the line. The line comes first: what was not sent is not noted.
      ask: async () => {
        const sent = await room.voice.sendKeys(interactionId, far.id, keys);
        if (!sent.ok) return { fault: { code: sent.code } };
        await room.handle.center.submit({
          command: { type: "NoteKeysSent", interactionId: asId(interactionId), agentId, count },
        });
        return { output: {} };
      },
    };
  }),
];

/** The phone and the calls: what an agent does by ear. */
export const voiceRequests: readonly Responder[] = [
  ...phoneRequests,
  ...placingRequests,
  ...appCallRequests,
  ...callRequests,
  ...callControlResponders,
  ...chatMonitoringResponders,
  ...applicationResponders,
  ...messageRequests,
  ...forwardingResponders,
];

import { asId } from "@patchbay/core";
import type { CannedResponses } from "../../canned/index.js";
import type { CenterHandle } from "../../center/edge.js";
import type { VoiceDoor } from "../../center/voice-door.js";
import type { Contacts } from "../../contacts/index.js";
import type { FollowUps } from "../../follow-ups/index.js";
import { isInMailboxOf } from "../../recordings/index.js";
import type { DeskFrames, Sessions } from "./desk-frames.js";
import type { DeskHubDeps } from "./ports.js";

export interface MomentaryFramesDeps {
  readonly handle: CenterHandle;
  readonly ephemeral: DeskHubDeps["ephemeral"];
  readonly voice: VoiceDoor;
  readonly voicemail: NonNullable<DeskHubDeps["voicemail"]>;
  readonly followUps: FollowUps;
  readonly canned: CannedResponses;
  readonly contacts: Contacts;
  readonly frames: DeskFrames;
  readonly sessions: Sessions;
}

/**
 * What desks are told of the moment and what no frame keeps: who types, how a call sounds, how many digits were entered,
 * that a mailbox, a list of follow-ups or of canned responses is to be read again. Whoever is not there misses it.
 * @returns what ends each subscription
 */
export function momentaryFrames(deps: MomentaryFramesDeps): (() => void)[] {
  const { handle, ephemeral, voice, voicemail, followUps, canned, contacts, frames, sessions } = deps;
  const flushAllIn = (interactionId: string): void => {
    for (const session of frames.sessionsIn(interactionId)) frames.flush(session);
  };
  return [
    ephemeral.onCustomerTyping((interactionId, typing, preview) => {
      for (const session of frames.sessionsIn(interactionId)) {
        session.sendAll({ frame: "typing", interactionId, who: "customer", typing, preview });
      }
    }),
    ephemeral.onAgentTyping((interactionId, agentId, typing) => {
      for (const session of frames.sessionsIn(interactionId)) {
        if (session.identity.agentId === agentId) continue;
        session.sendAll({ frame: "typing", interactionId, who: { agentId }, typing, preview: null });
      }
    }),
    ephemeral.onCustomerPresence(flushAllIn),
    ephemeral.onCustomerShows(flushAllIn),
    voice.onView(() => frames.voiceChanged()),
    voicemail.onChanged((box) => {
      const { users, services } = handle.center.state.configuration;
      for (const session of sessions.all()) {
        const user = users.get(session.identity.agentId);
        if (user && isInMailboxOf(box, user, services)) session.sendAll({ frame: "voicemail" });
      }
    }),
    followUps.onChanged((concerns, contactId) => {
      for (const session of sessions.all())
        if (concerns(session.identity.agentId)) session.sendAll({ frame: "follow_ups", contactId });
    }),
    canned.onChanged((ownerId) => {
      for (const session of sessions.all())
        if (ownerId === null || session.identity.agentId === ownerId)
          session.sendAll({ frame: "canned_responses" });
    }),
    contacts.onChanged((contactIds) => {
      for (const session of sessions.all())
        session.sendAll({ frame: "contact", contactIds: [...contactIds] });
    }),
    voice.onQuality((quality) => {
      for (const session of frames.sessionsIn(quality.interactionId))
        session.sendAll({ frame: "call_quality", ...quality });
    }),
    voice.onKeys((keys) => {
      for (const session of frames.sessionsIn(keys.interactionId))
        session.sendAll({ frame: "call_keys", ...keys });
    }),
    voice.onPhoneCheck(({ agentId, ...check }) => {
      for (const session of sessions.ofAgent(asId(agentId)))
        session.sendAll({ frame: "phone_check", ...check });
    }),
  ];
}

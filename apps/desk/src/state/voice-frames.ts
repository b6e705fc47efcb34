import type { ServerFrame } from "@patchbay/protocol";

export type QualityFrame = Extract<ServerFrame, { readonly frame: "call_quality" }>;
export type PhoneCheckFrame = Extract<ServerFrame, { readonly frame: "phone_check" }>;
export type KeysFrame = Extract<ServerFrame, { readonly frame: "call_keys" }>;
/** Somebody has left a message, or it was heard or deleted elsewhere. */
type VoicemailFrame = Extract<ServerFrame, { readonly frame: "voicemail" }>;
/** A follow-up that concerns this agent was made or changed. */
type FollowUpsFrame = Extract<ServerFrame, { readonly frame: "follow_ups" }>;
/** The agent has chosen otherwise at another desk. */
type PreferencesFrame = Extract<ServerFrame, { readonly frame: "preferences" }>;
/** A canned response that this agent may use was made, changed or deleted. */
type CannedFrame = Extract<ServerFrame, { readonly frame: "canned_responses" }>;
type VoiceFrame =
  | QualityFrame
  | PhoneCheckFrame
  | KeysFrame
  | VoicemailFrame
  | FollowUpsFrame
  | PreferencesFrame
  | CannedFrame
  | ContactFrame;
/** A contact was changed, merged or parted. */
type ContactFrame = Extract<ServerFrame, { readonly frame: "contact" }>;

const listeners = new Set<(frame: VoiceFrame) => void>();

/** What the server says of media goes by: nothing is kept, and whoever wants it listens. */
export function hearVoiceFrames(listener: (frame: VoiceFrame) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function tellVoiceFrame(frame: VoiceFrame): void {
  for (const listener of listeners) listener(frame);
}

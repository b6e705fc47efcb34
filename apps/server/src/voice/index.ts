/** The center's side of the voice process. Contract: packages/protocol/src/voice/wire.ts; docs/voice.md. */
export { KeysWhenAnswered } from "./keys-when-answered.js";
export { VoiceEdge, type VoiceEdgeDeps } from "./voice-edge.js";
export {
  findVoiceNote,
  VOICE_NOTE,
  type VoiceNote,
  VoiceProcess,
  type VoiceProcessOptions,
} from "./voice-process.js";

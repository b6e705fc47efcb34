import type { VoiceOutcome, VoiceRefusal } from "../center/voice-door.js";
import type { VoiceAnswer } from "./attachment.js";

const REFUSALS: ReadonlySet<string> = new Set<VoiceRefusal>([
  "voice_unreachable",
  "media_failed",
  "no_interaction",
  "not_suitable_state",
]);

/** A code of the voice process as those who asked know it. */
export const refusalOf = (code: string): VoiceRefusal =>
  REFUSALS.has(code) ? (code as VoiceRefusal) : "media_failed";

export const outcomeOf = (answer: VoiceAnswer): VoiceOutcome<null> =>
  answer.ok ? { ok: true, result: null } : { ok: false, code: refusalOf(answer.code) };

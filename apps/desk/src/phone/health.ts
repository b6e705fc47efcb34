import type { PhoneView } from "@patchbay/protocol";

export type PhoneHealth = PhoneView["health"];

/** What opening the microphone came to, by the name that the browser gives the error. */
export function healthOfMicrophoneError(name: string): PhoneHealth {
  switch (name) {
    case "NotAllowedError":
    case "SecurityError":
    case "TypeError":
      return "mic_denied";
    case "NotReadableError":
    case "AbortError":
      return "mic_in_use";
    default:
      // NotFoundError, OverconstrainedError: the chosen one, or any, is not there.
      return "mic_missing";
  }
}

/** A sound card at work is never quite still: a microphone that is switched off at the headset is, to the last bit. */
export const SILENT_BELOW = 1e-9;

/** What a check has seen, in the order in which things can go wrong. `null`: it did not come to that. */
export interface CheckFacts {
  /** The browser's error name, or "ok". */
  readonly microphone: string;
  readonly speakerThere: boolean | null;
  /** Whether the server answered the offer. */
  readonly answered: boolean | null;
  readonly ice: "connected" | "failed" | null;
  /** Audio packets of ours that the server has counted. */
  readonly packetsReceived: number | null;
  /** Energy of the microphone while it was open, in the unit of `totalAudioEnergy` (W3C webrtc-stats). */
  readonly energy: number | null;
}

/** A few packets may be chance; this many are a fifth of a second of audio. */
export const PACKETS_ENOUGH = 10;

export function healthOfCheck(facts: CheckFacts): PhoneHealth {
  if (facts.microphone !== "ok") return healthOfMicrophoneError(facts.microphone);
  if (facts.speakerThere === false) return "output_missing";
  if (facts.answered === false) return "signalling_lost";
  if (facts.ice === "failed") return "ice_failed";
  if (facts.energy !== null && facts.energy < SILENT_BELOW) return "mic_silent";
  if (facts.ice !== "connected") return "unknown";
  return (facts.packetsReceived ?? 0) >= PACKETS_ENOUGH ? "ok" : "media_timeout";
}

export type CheckReason = "login" | "devices" | "asked" | "idle" | "awake" | "voice_back" | "failed_before";

/** How long a good check is believed while nothing happens. */
export const RECHECK_OK_MS = 4 * 60_000;
/** After a bad one that may pass by itself. */
export const RECHECK_BAD_MS = 20_000;

/**
 * When to look again by itself, in ms.
 * @returns `null`: only when the agent or a device gives a reason
 */
export function recheckAfter(health: PhoneHealth): number | null {
  if (health === "ok") return RECHECK_OK_MS;
  // The permission changes by a hand alone, and is listened to; everything else may come back by itself.
  return health === "mic_denied" || health === "mic_missing" || health === "unknown" ? null : RECHECK_BAD_MS;
}

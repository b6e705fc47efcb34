import type { VoiceView } from "@patchbay/protocol";
import type { DeviceChoice } from "../../phone/device-choice.js";
import type { PhoneHealth } from "../../phone/health.js";

/** What the phone's status says, as a key of `phone.status`. */
export type PhoneStatus = PhoneHealth | "onCall" | "checking" | "none" | "noVoice";

export interface PhoneFacts {
  readonly voice: VoiceView["state"];
  readonly device: DeviceChoice["device"];
  readonly health: PhoneHealth;
  readonly checking: boolean;
  /** The audio of a call is connected, or on the way. */
  readonly onCall: boolean;
}

export function phoneStatus({ voice, device, health, checking, onCall }: PhoneFacts): PhoneStatus {
  if (onCall && !(health.startsWith("mic_") && health !== "mic_silent")) return "onCall";
  if (voice !== "ready") return "noVoice";
  if (device === "none") return "none";
  return checking && health === "unknown" ? "checking" : health;
}

export const toneOfStatus = (status: PhoneStatus): "m-ready" | "m-busy" | "m-due" | "m-offline" => {
  if (status === "ok") return "m-ready";
  if (status === "onCall") return "m-busy";
  return status === "none" || status === "checking" || status === "noVoice" ? "m-offline" : "m-due";
};

/** The one thing that helps, or that the agent can do; `null`: nothing. */
export function actionOf(status: PhoneStatus): "allow" | "check" | "systemSpeaker" | "use" | null {
  switch (status) {
    case "unknown":
      return "allow";
    case "output_missing":
      return "systemSpeaker";
    case "none":
      return "use";
    case "ok":
    case "onCall":
    case "checking":
    case "noVoice":
      return null;
    default:
      return "check";
  }
}

/** Everything on which calling out depends. */
export interface CallingFacts {
  readonly takesPart: boolean;
  readonly connected: boolean;
  readonly voice: VoiceView["state"];
  readonly lines: number;
  readonly device: DeviceChoice["device"];
  readonly health: PhoneHealth;
  readonly inCall: boolean;
}

/** @returns `null` when a call can be placed, else the key of `phone.cannot` that says why not */
export function cannotCall(facts: CallingFacts): string | null {
  if (!facts.takesPart) return "noRole";
  if (facts.voice !== "ready") return facts.voice;
  if (!facts.connected) return "notConnected";
  if (facts.lines === 0) return "noLine";
  if (facts.inCall) return "inCall";
  if (facts.device === "none") return "none";
  return facts.health === "ok" ? null : "phone";
}

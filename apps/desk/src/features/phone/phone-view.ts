import type { SelfView, VoiceView } from "@patchbay/protocol";
import type { DeviceChoice } from "../../phone/device-choice.js";
import type { PhoneHealth } from "../../phone/health.js";

/** What the phone's status says, as a key of `phone.status`. */
export type PhoneStatus =
  | PhoneHealth
  | "lineUp"
  | "lineDown"
  | "lineDialing"
  | "noDeskPhone"
  | "noNumber"
  | "onCall"
  | "checking"
  | "none"
  | "noVoice";

export interface PhoneFacts {
  readonly voice: VoiceView["state"];
  readonly device: DeviceChoice["device"];
  readonly health: PhoneHealth;
  readonly checking: boolean;
  /** The audio of a call is connected, or on the way. */
  readonly onCall: boolean;
  /** The line that stays up between calls; `null`: none is wanted. */
  readonly line: SelfView["line"];
}

export function phoneStatus({ voice, device, health, checking, onCall, line }: PhoneFacts): PhoneStatus {
  if (onCall && !(health.startsWith("mic_") && health !== "mic_silent")) return "onCall";
  if (voice !== "ready") return "noVoice";
  if (device === "none") return "none";
  if (health === "unknown" && device === "sip") return "noDeskPhone";
  if (health === "unknown" && device === "external") return "noNumber";
  if (line !== null && health === "ok" && (device === "sip" || device === "external"))
    return line.state === "up" ? "lineUp" : line.state === "down" ? "lineDown" : "lineDialing";
  return checking && health === "unknown" ? "checking" : health;
}

export const toneOfStatus = (status: PhoneStatus): "m-ready" | "m-busy" | "m-due" | "m-offline" => {
  if (status === "ok" || status === "lineUp") return "m-ready";
  if (status === "onCall") return "m-busy";
  if (status === "lineDialing") return "m-offline";
  return status === "none" || status === "checking" || status === "noVoice" ? "m-offline" : "m-due";
};

/** The one thing that helps, or that the agent can do; `null`: nothing. */
export function actionOf(
  status: PhoneStatus,
): "allow" | "check" | "systemSpeaker" | "use" | "callMe" | "lower" | null {
  switch (status) {
    case "unknown":
      return "allow";
    case "output_missing":
      return "systemSpeaker";
    case "none":
      return "use";
    case "lineDown":
      return "callMe";
    case "lineUp":
    case "lineDialing":
      return "lower";
    case "ok":
    case "onCall":
    case "checking":
    case "noVoice":
    case "noDeskPhone":
    case "noNumber":
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
  /** Calls in hand, on hold or not. */
  readonly calls: number;
  readonly line: SelfView["line"];
}

/** Another call puts the others on hold; the core takes so many (SPEC CAL-5). */
export const CALLS_AT_ONCE_MAX = 4;

/** @returns `null` when a number can be called, else the key of `phone.cannot` that says why not */
export function cannotCall(facts: CallingFacts): string | null {
  return cannotCallInside(facts) ?? (facts.lines === 0 ? "noLine" : null);
}

/** The same for a colleague, who needs no line. */
export function cannotCallInside(facts: CallingFacts): string | null {
  if (facts.takesPart && facts.voice === "no_network") return facts.voice;
  return cannotCallInApp(facts);
}

/** The same for a customer's app, which is reached over the Internet: the telephone network may be away. */
export function cannotCallInApp(facts: CallingFacts): string | null {
  if (!facts.takesPart) return "noRole";
  if (facts.voice === "off" || facts.voice === "unreachable") return facts.voice;
  if (!facts.connected) return "notConnected";
  if (facts.calls >= CALLS_AT_ONCE_MAX) return "calls";
  if (facts.line !== null && facts.calls > 0) return "oneLine";
  if (facts.device === "none") return "none";
  if (facts.line !== null && facts.line.state !== "up") return "lineDown";
  return facts.health === "ok" ? null : "phone";
}

import type { CallLogLine, Say } from "./call-happenings.js";

/** What became of a recording, or of a voice signature; `null` for what is neither. */
export function recordingLine(what: string, { facts, text, by, line }: Say): CallLogLine | null {
  const signature = facts.kind === "signature";
  switch (what) {
    case "RecordingStarted":
      if (facts.continues !== undefined)
        return { icon: "recording", text: by("agentId", "recording.goesOn") };
      if (facts.automatic === true) return { icon: "recording", text: line("recording.automatic") };
      return {
        icon: "recording",
        text: by("agentId", signature ? "recording.signature" : "recording.started"),
      };
    case "RecordingPaused":
      return { icon: "recordingPaused", text: by("agentId", "recording.paused") };
    case "RecordingResumed":
      return {
        icon: "recording",
        text: facts.cause === "timeout" ? line("recording.resumed") : by("agentId", "recording.resumedBy"),
      };
    case "RecordingStopped":
      if (facts.goesOn === false)
        return { icon: "recording", tone: "warn", text: by("agentId", "recording.endedWith") };
      return recordingStopped(text("cause"), signature, { by, line });
    case "ConsentSet":
      return {
        icon: "consent",
        text: by("agentId", facts.consent === true ? "consent.given" : "consent.refused"),
      };
    default:
      return null;
  }
}

function recordingStopped(
  cause: string,
  signature: boolean,
  { by, line }: Pick<Say, "by" | "line">,
): CallLogLine | null {
  switch (cause) {
    case "agent":
      return {
        icon: "recording",
        text: by("agentId", signature ? "recording.signatureStopped" : "recording.stopped"),
      };
    case "customer_left":
      return { icon: "recording", tone: "warn", text: line("recording.incomplete") };
    case "interrupted":
      return { icon: "recording", tone: "warn", text: line("recording.interrupted") };
    case "refused":
      return {
        icon: "recording",
        tone: "warn",
        text: line(signature ? "recording.signatureRefused" : "recording.refused"),
      };
    case "disk_full":
    case "failed":
      return { icon: "recording", tone: "warn", text: line(`recording.${cause}`) };
    // With the call, or the agent, it ends by itself.
    default:
      return null;
  }
}

/** What the center says about a call in the app: the `data` of its signaling events, in the published order. */
export type CenterSignal =
  | { readonly type: "OFFER_CALL"; readonly sdp: string }
  | { readonly type: "ICE_CANDIDATE"; readonly candidate: string; readonly mid: string }
  | { readonly type: "CALL_REJECTED"; readonly reason: string }
  | { readonly type: "END_CALL" };

/** @returns `undefined` for a type that we do not know, or cannot use. */
export function readSignal(data: unknown): CenterSignal | undefined {
  if (typeof data !== "object" || data === null) return undefined;
  const fields: Readonly<Record<string, unknown>> = { ...data };
  const text = (name: string): string => (typeof fields[name] === "string" ? fields[name] : "");
  switch (fields["type"]) {
    case "OFFER_CALL":
      return text("sdp") === "" ? undefined : { type: "OFFER_CALL", sdp: text("sdp") };
    case "ICE_CANDIDATE":
      return { type: "ICE_CANDIDATE", candidate: text("candidate"), mid: text("sdpMid") || "0" };
    case "CALL_REJECTED":
      return { type: "CALL_REJECTED", reason: text("reason_code") };
    case "END_CALL":
      return { type: "END_CALL" };
    default:
      return undefined;
  }
}

/** The same in the other direction. */
export const appSignal = {
  requestCall: { type: "REQUEST_CALL", offerVideo: false },
  answer: (sdp: string) => ({ type: "ANSWER_CALL", sdp }),
  candidate: ({ candidate, sdpMid, sdpMLineIndex }: RTCIceCandidate) => ({
    type: "ICE_CANDIDATE",
    candidate,
    sdpMid: sdpMid ?? "0",
    sdpMLineIndex: String(sdpMLineIndex ?? 0),
  }),
  reject: { type: "CALL_REJECTED", reason_code: "declined", reason: "The customer declined." },
  endCall: { type: "END_CALL" },
  /** The published word of old web clients: "call me at this number". */
  requestPhoneCall: (number: string) => ({ type: "REQUEST_PHONE_CALL", number }),
} as const;

/** Legs to browsers. Loads a native module: for child processes only. Rules: SPEC.md, WEB. */
export { chooseAudio, OfferUnusableError, rewriteAnswer } from "./answer-sdp.js";
export type { AudioChoice } from "./audio-section.js";
export {
  type IceCandidate,
  type WebRtcOptions,
  type WebRtcState,
  WebRtcTransport,
} from "./webrtc-transport.js";

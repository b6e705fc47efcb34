/** Session descriptions for audio, and what two sides agree on. RFC 8866, 3264, 4568, 4733. */
export {
  allCodecs,
  type CodecName,
  type CodecSupport,
  codecsFor,
  codecsOf,
  type NegotiatedCodec,
  type VoiceCodecName,
} from "./codecs.js";
export { type CryptoLine, type CryptoSuite, cryptoOf, formatCrypto } from "./crypto.js";
export {
  type Attribute,
  attributeOf,
  type Connection,
  type Direction,
  directionOf,
  formatSdp,
  type MediaDescription,
  type Origin,
  parseSdp,
  type SdpFailureCode,
  type SdpResult,
  type SessionDescription,
} from "./description.js";
export {
  acceptAnswer,
  answerOffer,
  type LocalAudio,
  makeOffer,
  type NegotiatedAudio,
  type Negotiation,
  narrowed,
} from "./negotiate.js";

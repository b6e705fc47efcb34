/** Legs: the sound of one party over UDP, with or without SRTP. WebRTC is `@patchbay/media/webrtc`. Rules: SPEC.md, LEG and SRT. */

export type { MediaAddress } from "./address.js";
export { AudioLeg, type AudioLegOptions, type MediaLeg, type NegotiatedCodec } from "./audio-leg.js";
export type { LegHealth, LegState } from "./health.js";
export { Latch, type LatchRule } from "./latch.js";
export { RtpPorts, RtpPortsExhaustedError, type RtpSockets } from "./ports.js";
export { type CryptoLine, formatCrypto, parseCrypto } from "./sdes.js";
export { generateSrtpKeys, type SrtpKeys, SrtpSession, type SrtpSuite } from "./srtp.js";
export type { PacketTransport, TransportDrops } from "./transport.js";
export { UdpTransport, type UdpTransportOptions } from "./udp-transport.js";

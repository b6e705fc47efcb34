/** RTP, RTCP and telephone events as bytes and counts; nothing here opens a socket. Rules: SPEC.md, RTP and DTM. */
export { buildRtp, isRtcp, parseRtp, type RtpPacket, rtpHeaderBytes } from "./packet.js";
export { ReceiveStatistics } from "./receive-statistics.js";
export { buildRtcp, parseRtcp, type ReportBlock, type RtcpCompound } from "./rtcp.js";
export { type FarEnd, RtcpSession } from "./rtcp-session.js";
export { RtpStreamSender, type StreamStart } from "./stream-sender.js";
export {
  type DtmfDigit,
  type DtmfKey,
  isDtmfKey,
  TELEPHONE_EVENT_CLOCK_RATE,
  TelephoneEventReceiver,
  TelephoneEventSender,
} from "./telephone-event.js";
export { sequenceDistance, timestampDistance, Unroll } from "./wrap.js";

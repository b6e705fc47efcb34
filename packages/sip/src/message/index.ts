/** SIP messages: reading, writing and typed access to their fields. RFC 3261 sections 7, 19, 20, 25. */
export {
  type AuthValue,
  type CSeq,
  formatNameAddress,
  formatVia,
  maxCSeq,
  type NameAddress,
  parseAuth,
  parseCSeq,
  parseNameAddress,
  parseValueWithParams,
  parseVia,
  readAddresses,
  type Via,
  withTag,
} from "./fields.js";
export { type Frame, StreamFramer } from "./framing.js";
export {
  formatParams,
  isToken,
  type Params,
  parseNumber,
  percentDecode,
  percentEncode,
  quote,
  splitOutside,
  unquote,
} from "./grammar.js";
export { Headers, headerName, spelledHeader } from "./headers.js";
export {
  type Envelope,
  noBody,
  type ReceivedMessage,
  type ReceivedRequest,
  type ReceivedResponse,
  reasonFor,
  type SipMessage,
  type SipRequest,
  type SipResponse,
} from "./message.js";
export {
  maxHeaderLines,
  maxMessageBytes,
  type ParseFailure,
  type ParseFailureCode,
  type ParseResult,
  parseMessage,
} from "./parse.js";
export { makeResponse, type ResponseParts, serializeMessage } from "./serialize.js";
export {
  formatUri,
  isSipUri,
  type OtherUri,
  parseUri,
  type SipUri,
  sipUri,
  socketHost,
  type Uri,
  userOf,
} from "./uri.js";

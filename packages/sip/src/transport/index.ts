/** UDP, TCP and TLS behind one interface. RFC 3261 section 18, RFC 3263 without NAPTR, RFC 3581, RFC 5626 3.5.1. */
export { openTransports } from "./open.js";
export { literalTarget, resolveTarget, type SipResolver, systemResolver } from "./resolve.js";
export { responseDestination, stampVia } from "./route.js";
export {
  type Arrival,
  type Destination,
  defaultPort,
  isReliable,
  type ListenOptions,
  type OpenResult,
  type Protocol,
  type SentBy,
  type Source,
  type TlsIdentity,
  type TransportFailure,
  type TransportOptions,
  type Transports,
} from "./types.js";

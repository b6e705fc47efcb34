/** The user agent: calls, registrations and everything that is answered without anybody's doing. */
export { createSipAgent, type IncomingRequest, type SipAgent, type SipAgentOptions } from "./agent.js";
export { contentTypeOf, sdpOf } from "./content.js";
export type { SipNotice } from "./context.js";
export { type CallCancelled, type IncomingCall, type RefuseOptions, wayBack } from "./incoming-call.js";
export type { CallFailure, InviteOptions, OutgoingCall, OutgoingHandlers } from "./outgoing-call.js";
export type { IncomingReferral, ReferralProgress, ReferralWatch } from "./referral.js";
export type { RegisterOptions, Registration, RegistrationState } from "./registration.js";
export type { Session, SessionHandlers, SessionSnapshot } from "./session.js";
export type { SessionAnswer, SessionEnd } from "./session-core.js";
export type { SessionOffer } from "./session-offers.js";

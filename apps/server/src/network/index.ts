/** The telephone network of a center: trunks, desk phones, the dial plan, and whom nobody calls. Decisions 0135 to 0139. */
export type { CallAsk, CallRefusal, CallVerdict, TriedCall } from "./calls-out.js";
export { type DoNotContactDeps, followDoNotContact } from "./do-not-contact.js";
export { type FollowCountryDeps, followCountry } from "./follow-country.js";
export { MemoryNetworkStore } from "./memory-network-store.js";
export {
  type KnownTrunk,
  Network,
  type NetworkDeps,
  type NetworkOutcome,
  type SettingsTrunk,
} from "./network.js";
export type { DoNotCallEntry, NetworkStore } from "./network-store.js";
export { PhoneIndex } from "./phone-index.js";
export { PostgresNetworkStore } from "./postgres-network-store.js";
export { type Sealer, sealerWith } from "./sealing.js";
export { unsetNetwork } from "./unset-network.js";

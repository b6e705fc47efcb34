/** Transactions: one request and its answers, over a network that loses. RFC 3261 section 17, RFC 6026. */

export { carriesMark } from "./key.js";
export {
  type ClientHandlers,
  type ClientTransaction,
  type LayerOptions,
  type ServerTransaction,
  TransactionLayer,
  type TransactionUser,
} from "./layer.js";
export { isFinal, isSuccess, standardTiming, type Timing } from "./machine.js";

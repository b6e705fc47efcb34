/** Accounts and sessions: who is signed in at which seat, and who may call which route. Decision 0030. */
export type { Account, AccountStore, Failures, SessionRow } from "./account-store.js";
export { MemoryAccounts } from "./accounts-memory.js";
export { PostgresAccounts } from "./accounts-postgres.js";
export { browserName } from "./browser-name.js";
export { followCenter } from "./follow-center.js";
export { madeUpPassword } from "./made-up-password.js";
export { passwordFault } from "./password-rules.js";
export { Passwords, PasswordsBusyError } from "./passwords.js";
export { refusalOf, refuse } from "./refuse.js";
export {
  type Auth,
  type AuthDeps,
  type DeclaredRoute,
  declareAccess,
  type KeyDoor,
  registerAuth,
  type SignedIn,
  UndeclaredAccessError,
} from "./register-auth.js";
export { ourOrigin } from "./same-origin.js";
export { clearSeatCookie, seatOfUrl, setSeatCookie } from "./seat-cookie.js";
export type { SecondFactorRow, SecondFactorStore } from "./second-factor-store.js";
export { SecondFactors } from "./second-factors.js";
export { MemorySecondFactors } from "./second-factors-memory.js";
export { PostgresSecondFactors } from "./second-factors-postgres.js";
export { SESSION_IDLE_MS, SESSION_MS_MAX, Sessions, type Verified } from "./sessions.js";
export { delayAfter, networkOf } from "./throttle.js";

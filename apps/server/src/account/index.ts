/** A user's own account: the profile, and what keeps it safe. Decisions 0229 and 0230. */
export { AgentDays } from "./agent-days.js";
export { AgentTime } from "./agent-time.js";
export type { ProfileRow, ProfileStore } from "./profile-store.js";
export { MemoryProfiles } from "./profiles-memory.js";
export { PostgresProfiles } from "./profiles-postgres.js";
export { type AccountDeps, type CenterAccounts, registerAccount } from "./register-account.js";

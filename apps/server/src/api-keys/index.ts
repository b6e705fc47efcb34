/** Keys of programs: made and revoked in Set-up, asked for at every request of the reporting API. Decision 0315. */
export { ApiKeys, stateOf } from "./api-keys.js";
export { ApiKeyDoor, type KeyHolder } from "./key-door.js";
export { type ApiKeyStore, MemoryApiKeys, type StoredApiKey } from "./key-store.js";
export { PostgresApiKeys } from "./key-store-postgres.js";

/** A center's record in memory, with faults to plant: what the contract suites and the simulated day run on. */
export type { AppendFault, AppendFaults } from "./faults.js";
export { MemoryJournal, type MemoryJournalOptions } from "./memory-journal.js";
export { MemoryRecords } from "./memory-records.js";
export { emptyWords, MemoryStore } from "./memory-store.js";

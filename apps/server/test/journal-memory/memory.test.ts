import { MemoryJournal, MemoryRecords, MemoryStore } from "../../src/journal-memory/index.js";
import { auditContract } from "../contracts/audit-contract.js";
import { cannedContract } from "../contracts/canned-contract.js";
import { contactsContract } from "../contracts/contacts-contract.js";
import { directoryContract } from "../contracts/directory-contract.js";
import { followUpsContract } from "../contracts/follow-ups-contract.js";
import { journalContract, type RecordHouse } from "../contracts/journal-contract.js";
import { preferencesContract } from "../contracts/preferences-contract.js";
import { recordsContract } from "../contracts/records-contract.js";

async function house(): Promise<RecordHouse> {
  const store = new MemoryStore();
  return {
    journal: (clock, owner) => new MemoryJournal({ store, clock, ...(owner !== undefined && { owner }) }),
    records: () => new MemoryRecords(store),
    replaceWriter: async () => store.replaceWriter(),
    putSnapshot: async (seq, state) => store.putSnapshot(seq, state),
    dispose: async () => undefined,
  };
}

journalContract("in memory", house);
recordsContract("in memory", house);
directoryContract("in memory", house);
followUpsContract("in memory", house);
preferencesContract("in memory", house);
auditContract("in memory", house);
cannedContract("in memory", house);
contactsContract("in memory", house);

import { afterAll, beforeAll } from "vitest";
import { auditContract } from "../contracts/audit-contract.js";
import { cannedContract } from "../contracts/canned-contract.js";
import { contactsContract } from "../contracts/contacts-contract.js";
import { directoryContract } from "../contracts/directory-contract.js";
import { followUpsContract } from "../contracts/follow-ups-contract.js";
import { journalContract } from "../contracts/journal-contract.js";
import { preferencesContract } from "../contracts/preferences-contract.js";
import { recordsContract } from "../contracts/records-contract.js";
import { type PostgresTown, postgresTown } from "./postgres-house.js";

let town: PostgresTown;
beforeAll(async () => {
  town = await postgresTown();
});
afterAll(() => town.drop());

journalContract("in PostgreSQL", async () => town.house());
recordsContract("in PostgreSQL", async () => town.house());
directoryContract("in PostgreSQL", async () => town.house());
followUpsContract("in PostgreSQL", async () => town.house());
preferencesContract("in PostgreSQL", async () => town.house());
auditContract("in PostgreSQL", async () => town.house());
cannedContract("in PostgreSQL", async () => town.house());
contactsContract("in PostgreSQL", async () => town.house());

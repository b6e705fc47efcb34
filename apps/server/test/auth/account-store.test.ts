import { afterAll, beforeAll, describe } from "vitest";
import {
  MemoryAccounts,
  MemorySecondFactors,
  PostgresAccounts,
  PostgresSecondFactors,
} from "../../src/auth/index.js";
import { Database, migrate, putCenter, putUserWords } from "../../src/tables-postgres/index.js";
import { freshDatabase, type TestDatabase } from "../support/postgres.js";
import { accountStoreContract } from "./account-store-contract.js";
import { secondFactorStoreContract } from "./second-factor-store-contract.js";

describe("accounts in memory", () => {
  accountStoreContract(async () => {
    const store = new MemoryAccounts();
    store.add({ agentId: "sofia", username: "Sofia", passwordHash: null });
    return store;
  });
});

describe("second factors in memory", () => {
  secondFactorStoreContract(async () => new MemorySecondFactors());
});

describe("accounts in PostgreSQL", () => {
  let made: TestDatabase;
  let database: Database;
  let number = 0;
  beforeAll(async () => {
    made = await freshDatabase();
    await migrate({ connectionString: made.ownerUrl });
    database = new Database({ connectionString: made.appUrl });
  });
  afterAll(async () => {
    await database.close();
    await made.drop();
  });

  // A center of its own for each test: what the tests before it wrote is invisible there.
  accountStoreContract(async () => {
    const id = `center${++number}`;
    await putCenter(database, { id, company: "Larkfield", hosts: [] });
    const words = {
      username: "Sofia",
      firstName: "Sofia",
      lastName: "Lindqvist",
      nickname: "Sofia",
      extension: null,
      photoFileId: null,
    };
    await putUserWords(database, id, new Map([["sofia", words]]));
    return new PostgresAccounts(database, id);
  });

  secondFactorStoreContract(async () => new PostgresSecondFactors(database, `center${++number}`));
});

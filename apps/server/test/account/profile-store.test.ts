import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MemoryProfiles, PostgresProfiles } from "../../src/account/index.js";
import { Database, migrate, putCenter, putUserWords } from "../../src/tables-postgres/index.js";
import { readWords } from "../../src/tables-postgres/words.js";
import { freshDatabase, type TestDatabase } from "../support/postgres.js";
import { profileStoreContract, untitled } from "./profile-store-contract.js";

const sofia = { username: "Sofia", extension: "1001", photoFileId: null };

describe("profiles in memory", () => {
  profileStoreContract(async () => {
    const store = new MemoryProfiles();
    store.add("sofia", { profile: untitled, ...sofia });
    return store;
  });
});

describe("profiles in PostgreSQL", () => {
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
  const words = { ...sofia, firstName: "Sofia", lastName: "Lindqvist", nickname: "Sofia" };
  const center = async (): Promise<string> => {
    const id = `center${++number}`;
    await putCenter(database, { id, company: "Larkfield", hosts: [] });
    await putUserWords(database, id, new Map([["sofia", words]]));
    return id;
  };

  profileStoreContract(async () => new PostgresProfiles(database, await center()));

  test("the center's words follow, and those of another center do not", async () => {
    const [here, there] = [await center(), await center()];
    const profile = { ...untitled, firstName: "Saga", photoForCustomers: false };
    await new PostgresProfiles(database, here).change("sofia", profile);
    const wordsOf = async (id: string) => (await readWords(database, id)).users.get("sofia");
    expect(await wordsOf(here)).toMatchObject({ firstName: "Saga", photoForCustomers: false });
    expect(await wordsOf(there)).toEqual(words);
  });
});

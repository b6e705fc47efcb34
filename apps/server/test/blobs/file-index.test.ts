import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FileIndex, type FileRow, MemoryFiles, PostgresFiles } from "../../src/blobs-folder/index.js";
import { Database, migrate, putCenter } from "../../src/tables-postgres/index.js";
import { freshDatabase, type TestDatabase } from "../support/postgres.js";

const photo: FileRow = {
  fileId: "photo-1",
  sha256: "a".repeat(64),
  name: "bumper.jpg",
  mediaType: "image/jpeg",
  bytes: 43_210,
  image: { width: 1280, height: 960 },
  interactionId: "chat-1",
  uploadedBy: "maria",
  createdAt: 1_764_000_000_000,
};
const text: FileRow = {
  ...photo,
  fileId: "text-1",
  mediaType: "text/plain",
  image: null,
  interactionId: null,
};

function fileIndexContract(make: () => FileIndex): void {
  test("what was added is found whole; two files may be the same bytes; nothing else is there", async () => {
    const index = make();
    await index.add(photo);
    await index.add(text);
    expect(await index.get("photo-1")).toEqual(photo);
    expect(await index.get("text-1")).toEqual(text);
    expect(await index.get("photo-2")).toBeUndefined();
  });
}

describe("in memory", () => fileIndexContract(() => new MemoryFiles()));

describe("in PostgreSQL", () => {
  let made: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    made = await freshDatabase();
    await migrate({ connectionString: made.ownerUrl });
    database = new Database({ connectionString: made.appUrl });
    for (const id of ["larkfield", "other"]) await putCenter(database, { id, company: id, hosts: [] });
  });
  afterAll(async () => {
    await database.close();
    await made.drop();
  });

  fileIndexContract(() => new PostgresFiles(database, "larkfield"));

  test("another center does not see it, and an erased one is gone", async () => {
    const index = new PostgresFiles(database, "larkfield");
    await index.add({ ...photo, fileId: "photo-9" });
    expect(await new PostgresFiles(database, "other").get("photo-9")).toBeUndefined();
    await database.withCenter("larkfield", (tx) =>
      tx.run("update file set erased_at = 1 where file_id = 'photo-9'"),
    );
    expect(await index.get("photo-9")).toBeUndefined();
  });
});

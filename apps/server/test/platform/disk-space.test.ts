import { mkdir, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { explainFullDisk, refuseFullDisk } from "../../src/platform/disk-space.js";
import { explainStartError } from "../../src/platform/index.js";

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), "patchbay-disk-"));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const free = (megabytes: number) => async () => megabytes * 1024 ** 2;

test("a new center is refused where its database has no room, with a sentence that names the folder", async () => {
  const embedded = { dataDir, databaseUrl: null };
  const refused = await refuseFullDisk(embedded, free(299)).catch((error: unknown) => error);
  expect(explainStartError(refused)).toEqual({
    exitCode: 1,
    message: `The disk of DATA_DIR ${dataDir} has 299 MB free, and a new center needs 300 MB: make room, or set DATA_DIR to another disk.`,
  });
  await expect(refuseFullDisk(embedded, free(300))).resolves.toBeUndefined();
});

test("a center that is there, or whose database lies elsewhere, needs less", async () => {
  const outside = { dataDir, databaseUrl: "postgresql://db/patchbay" };
  await expect(refuseFullDisk(outside, free(50))).resolves.toBeUndefined();
  await mkdir(path.join(dataDir, "postgres"));
  await expect(refuseFullDisk({ dataDir, databaseUrl: null }, free(50))).resolves.toBeUndefined();
  await expect(refuseFullDisk({ dataDir, databaseUrl: null }, free(49))).rejects.toThrow(
    /server needs 50 MB/,
  );
});

test("a disk that fills up while we start is one sentence", () => {
  const error = Object.assign(new Error("x"), { code: "ENOSPC", path: "/data/secrets/session" });
  expect(explainStartError(error)).toEqual({
    exitCode: 1,
    message:
      "The disk of DATA_DIR is full (/data/secrets/session could not be written): make room and start again.",
  });
  expect(explainFullDisk(new Error("other"))).toBeUndefined();
});

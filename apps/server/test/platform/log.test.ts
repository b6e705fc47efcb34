import fs from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openLog } from "../../src/platform/log.js";

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), "patchbay-log-"));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(dataDir, { recursive: true, force: true });
});

const turn = () => new Promise((resolve) => setTimeout(resolve, 20));

test("a full disk costs lines of the log, and not the server", async () => {
  const log = openLog({ dataDir, logLevel: "info" });
  log.info("before");
  const said = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const noSpace = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  const full = vi.spyOn(fs, "writeSync").mockImplementation(() => {
    throw noSpace;
  });
  // Without anybody who listens for it, the failure would end the process: here, the test run.
  for (let line = 1; line <= 5; line += 1) log.info({ line }, "on a full disk");
  await turn();
  expect(full).toHaveBeenCalled();
  const warnings = said.mock.calls.filter(([text]) => String(text).includes("cannot be written"));
  expect(warnings).toHaveLength(1);
  full.mockRestore();
  log.info("after");
  await turn();
  const lines = fs.readFileSync(path.join(dataDir, "log", "server.log"), "utf8");
  expect(lines).toContain("before");
  expect(lines).toContain("after");
});

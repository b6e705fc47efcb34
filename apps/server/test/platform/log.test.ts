import fs from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openLog } from "../../src/platform/log.js";
import { TerminalLines } from "../../src/platform/terminal-lines.js";

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

test("an outage is one line with its cause on the terminal, and one when it is over; the file has all of it", async () => {
  const said: string[] = [];
  vi.spyOn(process.stderr, "write").mockImplementation((text) => said.push(String(text)) > 0);
  const log = openLog({ dataDir, logLevel: "info" });
  const cause = "Error: connect ECONNREFUSED 127.0.0.1:5432\n    at somewhere";
  for (let outage = 1; outage <= 2; outage += 1) {
    log.error({ code: "outcome_unknown", cause }, "the center is suspended");
    for (let tries = 1; tries <= 20; tries += 1) {
      log.warn({ cause }, "the center could not recover yet");
      log.warn({ cause: cause.slice(7) }, "the center's pulse could not be stored");
    }
    log.warn({ over: true }, "the trouble is over");
  }
  const once = [
    "Error: the center is suspended: connect ECONNREFUSED 127.0.0.1:5432\n",
    "Note: the trouble is over\n",
  ];
  expect(said).toEqual([...once, ...once]);
  const file = fs.readFileSync(path.join(dataDir, "log", "server.log"), "utf8");
  expect(file.match(/could not recover yet/g)).toHaveLength(40);
});

test("what goes on is said again after ten minutes, and different errors are all said", () => {
  const said: string[] = [];
  let now = 0;
  const terminal = new TerminalLines(
    (text) => said.push(text.trim()),
    () => now,
  );
  const line = (level: number, msg: string, cause?: string) =>
    terminal.write(JSON.stringify({ level, msg, cause }));
  line(40, "a write was slow");
  now = 599_999;
  line(40, "a write was slow");
  now = 600_000;
  line(40, "a write was slow");
  line(50, "a command was fenced off", "TypeError: x");
  line(50, "a command was fenced off", "RangeError: y");
  line(50, "a command was fenced off", "RangeError: y");
  expect(said).toEqual([
    "Warning: a write was slow",
    "Warning: a write was slow",
    "Error: a command was fenced off: x",
    "Error: a command was fenced off: y",
  ]);
});

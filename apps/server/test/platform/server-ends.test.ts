import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { VERSION } from "../../src/composition/version.js";
import { FakeVoice } from "../voice/fake-voice.js";
import { type Build, buildFor, ServerProcess } from "./support/built-server.js";

let build: Build;
const servers: ServerProcess[] = [];
const folders: string[] = [];
const voices: FakeVoice[] = [];

beforeAll(async () => {
  build = await buildFor("server-ends");
});
afterAll(async () => {
  for (const server of servers) await server.stop();
  for (const voice of voices) voice.close();
  for (const folder of folders) for (const pid of postgresOf(folder)) process.kill(pid, "SIGKILL");
  await build.remove();
});

/** With the embedded PostgreSQL. */
async function start(
  name: string,
  args: readonly string[] = [],
): Promise<ServerProcess & { dataDir: string }> {
  const dataDir = build.folder(name);
  folders.push(dataDir);
  const server = await ServerProcess.spawn(build.main, { DATA_DIR: dataDir, DATABASE_URL: "" }, args);
  servers.push(server);
  return Object.assign(server, { dataDir });
}

/** The postmaster of this folder and its processes, as long as there are any. */
function postgresOf(dataDir: string): number[] {
  const file = path.join(dataDir, "postgres/postmaster.pid");
  if (!existsSync(file)) return [];
  const postmaster = Number(readFileSync(file, "utf8").split("\n")[0]);
  const lines = execFileSync("ps", ["-eo", "pid=,ppid=,stat=,comm="], { encoding: "utf8" }).split("\n");
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter(([pid, parent, stat]) => [pid, parent].includes(String(postmaster)) && !stat?.startsWith("Z"))
    .map(([pid]) => Number(pid))
    .sort((a, b) => Number(b === postmaster) - Number(a === postmaster));
}

/** One that has ended and that nobody has asked for its exit code is not there any more. */
function isAlive(pid: number): boolean {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return stdout.trim() !== "" && !stdout.trim().startsWith("Z");
}

async function listens({ base }: ServerProcess): Promise<void> {
  await expect
    .poll(
      () =>
        fetch(`${base}/healthz`).then(
          ({ status }) => status,
          () => 0,
        ),
      { timeout: 20_000, interval: 5 },
    )
    .toBe(200);
}

test("a Ctrl-C while the database is being made ends the server and leaves no PostgreSQL behind", async () => {
  const server = await start("early");
  await listens(server);
  expect(await fetch(`${server.base}/readyz`).then(({ status }) => status)).toBe(503);
  server.child.kill("SIGINT");
  expect(await server.ended).toBe(0);
  expect(server.output).toContain("Stopped.");
  expect(server.output).not.toContain("Patchbay is ready");
  expect(postgresOf(server.dataDir)).toEqual([]);
  // What was made so far is whole: the next start goes on with it.
  const next = await start("early");
  await next.ready();
  expect(await next.stop()).toBe(0);
}, 60_000);

test("a server whose npm start was killed stops in order", async () => {
  const server = await start("early");
  await server.ready();
  server.child.disconnect();
  expect(await server.ended).toBe(0);
  expect(postgresOf(server.dataDir)).toEqual([]);
}, 60_000);

test("a start that fails after its database has come up stops that again", async () => {
  const dataDir = build.folder("fails");
  await mkdir(path.join(dataDir, "secrets/demo-password"), { recursive: true });
  const server = await start("fails");
  expect(await server.ended).toBe(1);
  expect(server.output).toContain("EISDIR");
  expect(existsSync(path.join(dataDir, "postgres"))).toBe(true);
  expect(postgresOf(dataDir)).toEqual([]);
}, 60_000);

/** The server finds a voice process that runs already, with a call or without. */
async function withFakeVoice(name: string): Promise<FakeVoice> {
  const voice = new FakeVoice();
  voices.push(voice);
  await voice.listen();
  await build.voiceProgram("");
  const dataDir = build.folder(name);
  await mkdir(dataDir, { recursive: true });
  const note = { pid: process.pid, socket: voice.socketPath, version: VERSION };
  await writeFile(path.join(dataDir, "voice.json"), JSON.stringify(note));
  return voice;
}

test("an orderly stop ends the calls", async () => {
  const voice = await withFakeVoice("ends-calls");
  const server = await start("ends-calls");
  await server.ready();
  await voice.until("the server attaches", () => voice.heard.some(({ t }) => t === "hello"));
  expect(await server.stop()).toBe(0);
  await voice.until("the end is told", () => voice.heard.some(({ t }) => t === "end"));
}, 60_000);

test("a voice process that was started and has not come up ends with an orderly stop", async () => {
  await build.voiceProgram(`
    require("node:fs").writeFileSync(process.env.DATA_DIR + "/started", String(process.pid));
    setInterval(() => {}, 1000);`);
  const server = await start("early");
  const note = path.join(server.dataDir, "started");
  const started = () => readFile(note, "utf8").catch(() => "");
  await expect.poll(started, { timeout: 20_000 }).toMatch(/^\d+$/);
  const pid = Number(await started());
  expect(isAlive(pid)).toBe(true);
  server.child.kill("SIGINT");
  expect(await server.ended).toBe(0);
  await expect.poll(() => isAlive(pid), { timeout: 5_000 }).toBe(false);
}, 60_000);

test("a PostgreSQL that cannot be started again ends the server with a code and a sentence, and no call", async () => {
  const voice = await withFakeVoice("gave-up");
  const server = await start("gave-up");
  await server.ready();
  await voice.until("the server attaches", () => voice.heard.some(({ t }) => t === "hello"));
  const control = path.join(server.dataDir, "postgres/global/pg_control");
  await rename(control, `${control}.away`);
  for (const pid of postgresOf(server.dataDir)) process.kill(pid, "SIGKILL");
  expect(await server.ended).toBe(4);
  expect(server.output).toContain("PostgreSQL ended and could not be started again, so the server ends too");
  expect(postgresOf(server.dataDir)).toEqual([]);
  // Everything that it said has come before its line was closed.
  await voice.until("the server has gone", () => voice.isLeft);
  expect(voice.heard.filter(({ t }) => t === "end")).toEqual([]);
  await rename(`${control}.away`, control);
}, 90_000);

test("verify makes nothing where no center is, and ends with a sentence", async () => {
  const missing = await start("missing", ["verify"]);
  expect(await missing.ended).toBe(1);
  expect(missing.output).toBe(
    `There is no center in ${missing.dataDir}: set DATA_DIR to the folder of the one to verify. Nothing was made there.\n`,
  );
  expect(existsSync(missing.dataDir)).toBe(false);

  await mkdir(missing.dataDir);
  const empty = await start("missing", ["verify"]);
  expect(await empty.ended).toBe(1);
  expect(await readdir(missing.dataDir)).toEqual([]);
  await rm(missing.dataDir, { recursive: true });
});

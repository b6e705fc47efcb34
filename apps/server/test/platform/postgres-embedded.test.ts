import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, statSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";

const fixture = fileURLToPath(new URL("./fixture/hold-database.ts", import.meta.url));
const repository = fileURLToPath(new URL("../../../..", import.meta.url));

interface Ready {
  readonly pid: number;
  readonly ms: number;
  readonly owner: pg.ClientConfig;
  readonly app: pg.ClientConfig;
  readonly adopted: boolean;
  readonly created: boolean;
  readonly runsAs: string;
}

interface Holder {
  readonly child: ChildProcess;
  /** Rejects with what it said when it ended instead. */
  readonly ready: Promise<Ready>;
  readonly ended: Promise<{ readonly code: number | null; readonly errors: string }>;
}

let base: string;
let holders: Holder[];
beforeEach(async () => {
  // A space, as a home folder may have one.
  base = await mkdtemp(path.join(os.tmpdir(), "patchbay test "));
  holders = [];
});
afterEach(async () => {
  for (const { child, ended } of holders) {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
    await ended;
  }
  // A killed holder leaves its PostgreSQL behind, as it should: take it over, and stop it properly.
  for (const name of await readdir(base)) {
    if (!existsSync(path.join(base, name, "postgres/postmaster.pid"))) continue;
    const last = hold(path.join(base, name));
    await last.ready;
    last.child.kill("SIGTERM");
    await last.ended;
  }
  await rm(base, { recursive: true, force: true });
});

function hold(dataDir: string, command: readonly string[] = []): Holder {
  const [program = "", ...args] = [...command, process.execPath, "--import", "tsx", fixture, dataDir];
  const child = spawn(program, args, { cwd: repository, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  let errors = "";
  const ended = new Promise<{ code: number | null; errors: string }>((resolve) => {
    child.once("close", (code) => resolve({ code, errors }));
  });
  const ready = new Promise<Ready>((resolve, reject) => {
    child.stdout.on("data", (chunk) => {
      output += chunk;
      if (output.endsWith("\n")) resolve(JSON.parse(output) as Ready);
    });
    child.stderr.on("data", (chunk) => {
      errors += chunk;
    });
    child.once("close", (code) => reject(new Error(`ended with ${code}: ${errors}`)));
  });
  ready.catch(() => {}); // Whoever waits for it sees it.
  const holder = { child, ready, ended };
  holders.push(holder);
  return holder;
}

async function kill9(holder: Holder): Promise<void> {
  holder.child.kill("SIGKILL");
  await holder.ended;
}

async function rows(config: pg.ClientConfig, statement: string): Promise<unknown[]> {
  const client = new pg.Client(config);
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

/** All processes of the PostgreSQL of this folder, the postmaster first. */
function processesOf(dataDir: string): number[] {
  const postmaster = Number(
    readFileSync(path.join(dataDir, "postgres/postmaster.pid"), "utf8").split("\n")[0],
  );
  const children = execFileSync("ps", ["-o", "pid=", "--ppid", String(postmaster)], { encoding: "utf8" });
  return [postmaster, ...children.trim().split(/\s+/).map(Number)];
}

test("first start, clean stop, second start: the same data, and a private socket without trust", async () => {
  const dataDir = path.join(base, "center");
  const first = hold(dataDir);
  const ready = await first.ready;
  expect(ready).toMatchObject({ created: true, adopted: false });
  await rows(ready.owner, "create table kept as select 42 as answer");

  const host = String(ready.owner.host);
  expect(statSync(host).mode & 0o777).toBe(0o700);
  expect(host.length).toBeLessThan(80);
  expect(await rows(ready.owner, "show listen_addresses")).toEqual([{ listen_addresses: "" }]);
  expect(await rows(ready.owner, "show fsync")).toEqual([{ fsync: "on" }]);
  expect(
    await rows(ready.owner, "select datlocprovider, datlocale from pg_database where datname = 'patchbay'"),
  ).toEqual([{ datlocprovider: "b", datlocale: "C.UTF-8" }]);
  const auth = await rows(ready.owner, "select distinct auth_method from pg_hba_file_rules order by 1");
  expect(auth).toEqual([{ auth_method: "reject" }, { auth_method: "scram-sha-256" }]);
  const [postmaster = 0] = processesOf(dataDir);
  const uid = execFileSync("ps", ["-o", "uid=", "-p", String(postmaster)], { encoding: "utf8" }).trim();
  expect(uid).not.toBe("0");
  const session = execFileSync("ps", ["-o", "sid=", "-p", String(postmaster)], { encoding: "utf8" }).trim();
  expect(Number(session)).toBe(postmaster);

  first.child.kill("SIGTERM");
  expect((await first.ended).code).toBe(0);
  expect(existsSync(path.join(dataDir, "postgres/postmaster.pid"))).toBe(false);

  const second = await hold(dataDir).ready;
  expect(second).toMatchObject({ created: false, adopted: false });
  expect(await rows(second.owner, "select answer from kept")).toEqual([{ answer: 42 }]);
});

test("kill -9 of the server alone: the next start uses the PostgreSQL that runs on", async () => {
  const dataDir = path.join(base, "center");
  const first = hold(dataDir);
  await first.ready;
  const [before] = processesOf(dataDir);
  await kill9(first);
  const second = await hold(dataDir).ready;
  expect(second.adopted).toBe(true);
  expect(processesOf(dataDir)[0]).toBe(before);
});

test("a PostgreSQL that was taken over is stopped cleanly all the same", async () => {
  const dataDir = path.join(base, "center");
  const first = hold(dataDir);
  await first.ready;
  await kill9(first);
  const second = hold(dataDir);
  await second.ready;
  second.child.kill("SIGTERM");
  expect((await second.ended).code).toBe(0);
  expect(existsSync(path.join(dataDir, "postgres/postmaster.pid"))).toBe(false);
});

test("kill -9 of the postmaster while the server runs: it is back behind the same socket", async () => {
  const dataDir = path.join(base, "center");
  const holder = hold(dataDir);
  const ready = await holder.ready;
  const [before = 0] = processesOf(dataDir);
  process.kill(before, "SIGKILL");
  await expect
    .poll(() => rows(ready.app, "select 1 as up").catch(() => "down"), { timeout: 15_000 })
    .toEqual([{ up: 1 }]);
  expect(processesOf(dataDir)[0]).not.toBe(before);
});

test("kill -9 of server, postmaster and all its processes, three times: what was committed is there", async () => {
  const dataDir = path.join(base, "center");
  for (let round = 1; round <= 3; round++) {
    const holder = hold(dataDir);
    const ready = await holder.ready;
    await rows(ready.owner, "create table if not exists rounds (round int)");
    await rows(ready.owner, `insert into rounds values (${round})`);
    const processes = processesOf(dataDir);
    holder.child.kill("SIGKILL");
    for (const pid of processes) process.kill(pid, "SIGKILL");
    await holder.ended;
  }
  const ready = await hold(dataDir).ready;
  expect(await rows(ready.owner, "select round from rounds order by 1")).toEqual([
    { round: 1 },
    { round: 2 },
    { round: 3 },
  ]);
}, 60_000);

test("a copy of a running center's folder takes over nothing of the original", async () => {
  const dataDir = path.join(base, "center");
  const original = hold(dataDir);
  await original.ready;
  const copy = path.join(base, "copy");
  execFileSync("cp", ["-a", dataDir, copy]);
  await kill9(original);
  // Its notes name the original's socket, its keys open it, its pid file names its postmaster.
  const started = hold(copy);
  const ready = await started.ready;
  expect(ready.adopted).toBe(false);
  expect(await rows(ready.owner, "show data_directory")).not.toEqual([
    { data_directory: `${dataDir}/postgres` },
  ]);
  expect(processesOf(dataDir).length).toBeGreaterThan(1);
}, 60_000);

test("a pid file that names somebody else's process does not keep it from starting", async () => {
  const dataDir = path.join(base, "center");
  const first = hold(dataDir);
  await first.ready;
  first.child.kill("SIGTERM");
  await first.ended;
  // As after a reboot: the number is in use again, by this very test.
  const pidFile = path.join(dataDir, "postgres/postmaster.pid");
  await writeFile(pidFile, `${process.pid}\n${dataDir}/postgres\n1\n5432\n/nowhere\n\n0 0\nready\n`);
  const ready = await hold(dataDir).ready;
  expect(ready.adopted).toBe(false);
});

test("an interrupted first start leaves nothing that hinders the next", async () => {
  const dataDir = path.join(base, "center");
  const first = hold(dataDir);
  await expect
    .poll(() => readdir(dataDir).catch(() => []), { timeout: 15_000, interval: 5 })
    .toContainEqual(expect.stringMatching(/^postgres\.new-/));
  await kill9(first);
  const ready = await hold(dataDir).ready;
  expect(ready.created).toBe(true);
  expect((await readdir(dataDir)).filter((name) => name.startsWith("postgres.new-"))).toEqual([]);
});

test("a folder that is not PostgreSQL's is not touched", async () => {
  const dataDir = path.join(base, "center");
  await mkdir(path.join(dataDir, "postgres"), { recursive: true });
  await writeFile(path.join(dataDir, "postgres", "holiday.jpg"), "a picture");
  // Known keys, so that this is what it stops at.
  const keys = path.join(base, "keys");
  const donor = hold(keys);
  await donor.ready;
  execFileSync("cp", ["-a", path.join(keys, "secrets"), path.join(keys, "secrets.json"), dataDir]);
  const { code, errors } = await hold(dataDir).ended;
  expect(code).toBe(1);
  expect(errors).toMatch(/is not empty and not a PostgreSQL data folder/);
  expect(await readFile(path.join(dataDir, "postgres", "holiday.jpg"), "utf8")).toBe("a picture");
});

test("two centers at once, each with its own", async () => {
  const [one, two] = await Promise.all([
    hold(path.join(base, "one")).ready,
    hold(path.join(base, "two")).ready,
  ]);
  expect(one.owner.host).not.toBe(two.owner.host);
});

test("of five starts on one folder at the same moment one runs, and four say who", async () => {
  const dataDir = path.join(base, "center");
  const five = Array.from({ length: 5 }, () => hold(dataDir));
  const outcomes = await Promise.all(five.map((holder) => Promise.race([holder.ready, holder.ended])));
  const runs = outcomes.filter((outcome) => "adopted" in outcome);
  const refused = outcomes.filter((outcome) => "code" in outcome);
  expect(runs).toHaveLength(1);
  expect(refused.map((outcome) => outcome.code)).toEqual([3, 3, 3, 3]);
  for (const { errors } of refused)
    expect(errors).toContain(`Already running (pid ${runs[0]?.pid}, http://127.0.0.1:18100)`);
}, 60_000);

const isRoot = process.getuid?.() === 0;

test.runIf(isRoot)(
  "as root below a folder that only root may enter: PostgreSQL runs as somebody else",
  async () => {
    const closed = mkdtempSync(path.join(os.homedir(), "patchbay test "));
    try {
      const dataDir = path.join(closed, "data");
      const holder = hold(dataDir);
      await holder.ready;
      const [postmaster] = processesOf(dataDir);
      const uid = execFileSync("ps", ["-o", "uid=", "-p", String(postmaster)], { encoding: "utf8" }).trim();
      expect(uid).not.toBe("0");
      await kill9(holder);
      const second = hold(dataDir);
      expect((await second.ready).adopted).toBe(true);
      second.child.kill("SIGTERM");
      expect((await second.ended).code).toBe(0);
    } finally {
      await rm(closed, { recursive: true, force: true });
    }
  },
);

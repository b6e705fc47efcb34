/**
 * P17: from the spawn of the server process to the first 200 of `/readyz`, with 10^6 journal events and 1,000 live
 * chats: with the database alive, and with PostgreSQL killed too. And by `npm start` with nothing to build.
 *
 *   npm run build && npx tsx bench/ready.ts [--events 1000000] [--live 1000] [--trials 5] [--keep FOLDER]
 *
 * The data are made through the core itself, so every event is one that a center could have written, and every
 * message has its text. `--keep` names a folder that is filled the first time and used again.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { fillCenter } from "./ready/fill-center.js";
import { sleep } from "./soak/dice.js";
import { House } from "./soak/house.js";

const optionOf = (name: string): string | undefined => {
  const at = process.argv.indexOf(`--${name}`);
  return at > 0 ? process.argv[at + 1] : undefined;
};
const EVENTS = Number(optionOf("events") ?? 1_000_000);
const LIVE = Number(optionOf("live") ?? 1_000);
const TRIALS = Number(optionOf("trials") ?? 5);
const PORT = Number(optionOf("port") ?? 18_442);
const root = fileURLToPath(new URL("..", import.meta.url));
const main = path.join(root, "apps/server/dist/main.js");
if (!existsSync(main)) throw new Error("The server is not built: npm run build");

const kept = optionOf("keep");
const folder = kept ?? mkdtempSync(path.join(tmpdir(), "patchbay-ready-"));
const dataDir = path.join(folder, "data");
const isNew = !existsSync(path.join(folder, "filled"));
mkdirSync(dataDir, { recursive: true });
const house = new House({ main, dataDir, port: PORT, httpsPort: PORT + 1, password: "larkfield-demo" });
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void house.stop().then(() => process.exit(130)));

if (isNew) {
  const startedAt = performance.now();
  const { events, live } = await fillCenter({ dataDir, events: EVENTS, live: LIVE });
  writeFileSync(path.join(folder, "filled"), `${events} events, ${live} live chats\n`);
  console.log(
    `filled in ${((performance.now() - startedAt) / 1_000).toFixed(0)} s: ${events} events, ${live} live chats`,
  );
  console.log(
    `first start, without any snapshot (replays everything): ${(await house.start()).toFixed(0)} ms`,
  );
} else await house.start();

interface Readiness {
  readonly centers: readonly {
    readonly seq: number;
    readonly snapshots: { readonly snapshotSeq: number | null };
  }[];
}
const readiness = async (): Promise<Readiness> =>
  (await (await fetch(`${house.base}/readyz`)).json()) as Readiness;

/** As in a server that has been at work: the follower has made its first snapshot. */
for (let waitedMs = 0; isNew; waitedMs += 250) {
  const [center] = (await readiness()).centers;
  if (center?.snapshots.snapshotSeq != null) break;
  if (waitedMs > 300_000) throw new Error("no snapshot was made within five minutes");
  await sleep(250);
}
await house.killServer();

async function trials(prepare: () => void | Promise<void>): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < TRIALS; i++) {
    await house.start();
    await sleep(1_500);
    await house.killServer();
    await prepare();
    times.push(await house.start());
    await house.killServer();
  }
  return times.sort((a, b) => a - b);
}

/** From typing `npm start` to ready. `null`: it had something to build first, so that this time does not count. */
async function byNpmStart(): Promise<number | null> {
  const startedAt = performance.now();
  const child = spawn("npm", ["start"], {
    cwd: root,
    env: {
      ...process.env,
      PORT: String(PORT),
      HTTPS_PORT: String(PORT + 1),
      DATA_DIR: dataDir,
      DEMO_PASSWORD: "larkfield-demo",
    },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let said = "";
  child.stdout.on("data", (chunk) => {
    said += String(chunk);
  });
  child.stderr.on("data", (chunk) => {
    said += String(chunk);
  });
  while (!(await house.isReady())) {
    if (child.exitCode !== null) throw new Error(`npm start ended: ${said}`);
    await sleep(10);
  }
  const ms = performance.now() - startedAt;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  process.kill(-(child.pid ?? 0), "SIGTERM");
  await gone;
  return /Building|Installing/.test(said) ? null : ms;
}

const row = (what: string, goal: string, times: readonly number[]): string =>
  `| ${what} | ${goal} | ${times[Math.floor(times.length / 2)]?.toFixed(0)} | ${times.map((ms) => ms.toFixed(0)).join(", ")} |`;

console.log("| from spawn to /readyz 200 | goal ms | median ms | all ms |\n| --- | --- | --- | --- |");
console.log(row("server killed, database alive", "2000", await trials(() => undefined)));
const killBoth = async (): Promise<void> => {
  house.killPostgres(true);
  while (house.postmasterPid() !== undefined) await sleep(5);
};
console.log(row("server and PostgreSQL killed", "4000", await trials(killBoth)));
if (!process.argv.includes("--no-npm-start")) {
  await house.start();
  await house.stop();
  const times: number[] = [];
  // The first one may have to build; so may others, when somebody works on the sources meanwhile.
  for (let tries = 0; times.length < TRIALS && tries < TRIALS * 4; tries++) {
    const ms = await byNpmStart();
    if (ms !== null) times.push(ms);
  }
  console.log(
    row(
      "npm start, nothing to build, after a clean stop",
      "5000",
      times.sort((a, b) => a - b),
    ),
  );
} else {
  await house.start();
  await house.stop();
}
house.close();
if (kept === undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
process.exit(0);

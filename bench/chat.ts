/**
 * P1 to P4, P6 and P7: what a durable chat message costs and how long it takes, beside two peers in the same run:
 * ejabberd with its archive in PostgreSQL (Debian packages `ejabberd erlang-p1-pgsql postgresql-15`; left out when it is not
 * there), and a relay that does nothing but commit and pass on (bench/chat/relay.child.ts).
 *
 *   npm run build && npx tsx bench/chat.ts [--quick] [--trials 3] [--only rates,many,polls] [--without ejabberd,relay]
 *     [--port 18470] [--profile FOLDER]
 *
 * The driver is a process of its own (bench/chat/load.child.ts). Customers use our event stream and agents the desk's
 * WebSocket; every message is committed and delivered to the other side. Fresh servers for each trial; medians, in brackets
 * the least and the most. Compare CPU a message and ratios first: server, database and driver share the machine, and others
 * may too (`others`: their share of it). `--quick` takes about a minute, the full run about 20.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { median } from "./chat/machine.js";
import { type Running, Stages } from "./chat/stages.js";

const optionOf = (name: string): string | undefined => {
  const at = process.argv.indexOf(`--${name}`);
  return at > 0 ? process.argv[at + 1] : undefined;
};
const QUICK = process.argv.includes("--quick");
const TRIALS = Number(optionOf("trials") ?? (QUICK ? 1 : 3));
const SECONDS = QUICK ? 4 : 12;
const PORT = Number(optionOf("port") ?? 18_470);
const ONLY = optionOf("only")?.split(",") ?? ["rates", "many", "polls"];
const WITHOUT = new Set(optionOf("without")?.split(",") ?? []);
const PROFILE = optionOf("profile");
const SESSIONS_MANY = QUICK ? 500 : 2_000;
const POLLS = QUICK ? 500 : 5_000;
const CHATS_AN_AGENT = 10;
const DRIVER_MS_MAX = 240_000;

const main = path.join(fileURLToPath(new URL("..", import.meta.url)), "apps/server/dist/main.js");
if (!existsSync(main)) throw new Error("The server is not built: npm run build");
const stages = new Stages({ main, port: PORT });
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void stages.closeAll().then(() => process.exit(130)));

type Measured = Readonly<Record<string, number | string | object>>;
/** By server and phase: one line of each trial. */
const results = new Map<string, Map<string, Measured[]>>();
let isSound = true;

async function trial(
  name: string,
  start: () => Promise<Running>,
  sessions: number,
  more: readonly string[],
): Promise<void> {
  const running = await start();
  try {
    const lines = await drive(running, sessions, more);
    for (const line of lines) {
      const phases = results.get(name) ?? new Map<string, Measured[]>();
      results.set(name, phases);
      const phase = String(line["phase"]);
      phases.set(phase, [...(phases.get(phase) ?? []), line]);
      const wrong = ["lost", "doubled", "disordered", "refused"].filter((key) => Number(line[key]) > 0);
      if (wrong.length > 0) {
        isSound = false;
        console.log(
          `  NOT SOUND: ${name}, ${phase}: ${wrong.map((key) => `${key} ${line[key]}`).join(", ")} ${JSON.stringify(line["refusals"])}`,
        );
      }
      console.log(`  ${name}: ${JSON.stringify(line)}`);
    }
  } catch (cause) {
    // A peer that gives up is no reason to throw the rest away.
    if (running.target === "ours") isSound = false;
    console.log(`  ${name}: ${String(cause)}`);
  } finally {
    await running.stop();
  }
}

function drive(running: Running, sessions: number, more: readonly string[]): Promise<Measured[]> {
  const { target, port, pid, databasePid, options } = running;
  const args = { target, port, pid, "db-pid": databasePid, options, sessions };
  const words = Object.entries(args).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const script = fileURLToPath(new URL("chat/load.child.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", script, ...words, ...more], {
    stdio: ["ignore", "pipe", "inherit"],
    timeout: DRIVER_MS_MAX,
  });
  let output = "";
  child.stdout.on("data", (data) => (output += String(data)));
  return new Promise((resolve, reject) => {
    child.once("exit", (code, signal) => {
      if (code !== 0) return reject(new Error(`the driver of ${target} ended with ${code ?? signal}`));
      const lines = output.split("\n").filter((line) => line.startsWith("{"));
      resolve(lines.map((line) => JSON.parse(line) as Measured));
    });
  });
}

/** The peers that are there, to be run in turn with ours. */
function peers(sessions: number): [string, () => Promise<Running>][] {
  const all: [string, () => Promise<Running>][] = [];
  if (Stages.hasEjabberd && !WITHOUT.has("ejabberd")) all.push(["ejabberd", () => stages.ejabberd(sessions)]);
  if (!WITHOUT.has("relay")) all.push(["relay", () => stages.relay()]);
  return all;
}

const value = (line: Measured | undefined, key: string): number => Number(line?.[key] ?? Number.NaN);
const digits = (one: number): string => (Math.abs(one) >= 100 ? one.toFixed(0) : one.toPrecision(3));

function cell(lines: readonly Measured[], key: string): string {
  const values = lines.map((line) => value(line, key));
  const range =
    values.length < 2 ? "" : ` (${digits(Math.min(...values))} to ${digits(Math.max(...values))})`;
  return digits(median(values)) + range;
}

function table(
  title: string,
  columns: readonly (readonly [string, string])[],
  phase: (name: string) => boolean,
): void {
  console.log(`\n${title}\n`);
  console.log(`| server | ${columns.map(([, heading]) => heading).join(" | ")} |`);
  console.log(`| --- | ${columns.map(() => "---").join(" | ")} |`);
  for (const [name, phases] of results)
    for (const [key, lines] of phases)
      if (phase(`${name} ${key}`))
        console.log(`| ${name} | ${columns.map(([column]) => cell(lines, column)).join(" | ")} |`);
}

const LOAD = [
  ["rate", "messages/s"],
  ["p50", "p50 ms"],
  ["p99", "p99 ms"],
  ["serverUs", "CPU us a message, server"],
  ["databaseUs", "database"],
  ["driverUs", "driver"],
  ["others", "others %"],
] as const;

try {
  if (ONLY.includes("rates")) {
    const sessions = 500;
    const phases = ["--phases", `connect,closed:64:${SECONDS},open:200:${SECONDS}`];
    const world = await stages.world(100, 400);
    for (let n = 0; n < TRIALS; n++) {
      for (const [name, start] of peers(sessions))
        await trial(`${name}, ${sessions}`, start, sessions, phases);
      await trial(`ours, ${sessions}`, () => stages.ours(world, "stream", PROFILE), sessions, phases);
      if (!QUICK)
        await trial(
          `ours with receipts, ${sessions}`,
          () => stages.ours(world, "stream,receipts"),
          sessions,
          phases,
        );
    }
    table("P1, P2: 500 sessions, 64 messages under way", LOAD, (name) => name.includes("closed"));
    table("500 sessions, 200 messages/s", LOAD, (name) => name.includes(", 500 open"));
  }
  if (ONLY.includes("many")) {
    const sessions = SESSIONS_MANY;
    const phases = ["--phases", `connect,open:200:${SECONDS},storm`];
    const world = await stages.world(sessions / 5, (sessions / 5) * 4);
    for (let n = 0; n < TRIALS; n++) {
      for (const [name, start] of peers(sessions))
        await trial(`${name}, ${sessions}`, start, sessions, phases);
      await trial(`ours, ${sessions}`, () => stages.ours(world, "stream", PROFILE), sessions, phases);
    }
    const isMany = (name: string): boolean => name.includes(`, ${sessions} `);
    table(`P3: ${sessions} sessions, 200 messages/s`, LOAD, (name) => isMany(name) && name.includes("open"));
    const memory = [
      ["kbPerSession", "KB a session"],
      ["loginsPerSecond", "connected/s"],
    ] as const;
    table(`P4: ${sessions} sessions, connected`, memory, (name) => isMany(name) && name.includes("connect"));
    const reconnecting = [
      ["connectedMs", "all connected, ms"],
      ["caughtUpMs", "and caught up, ms"],
      ["waiting", "messages that waited"],
      ["serverMs", "CPU ms a session"],
      ["others", "others %"],
    ] as const;
    table(`P6: ${sessions} sessions at once`, reconnecting, (name) => isMany(name) && name.includes("storm"));
  }
  if (ONLY.includes("polls")) {
    const agents = POLLS / CHATS_AN_AGENT;
    const sessions = agents + POLLS;
    const more = ["--per-agent", String(CHATS_AN_AGENT), "--phases", `connect,open:200:${SECONDS}`];
    const world = await stages.world(agents, POLLS);
    for (let n = 0; n < TRIALS; n++)
      await trial(`ours, ${POLLS} polls`, () => stages.ours(world, "poll", PROFILE), sessions, more);
    const isPolls = (name: string): boolean => name.includes("polls");
    const woken = [["wakeP50", "after the commit p50 ms"], ["wakeP99", "p99 ms"], ...LOAD] as const;
    table(`P7: ${POLLS} polls held, 200 messages/s`, woken, (name) => isPolls(name) && name.includes("open"));
    const memory = [["kbPerSession", "KB a session"]] as const;
    table(`${POLLS} polls held`, memory, (name) => isPolls(name) && name.includes("connect"));
  }
} finally {
  await stages.closeAll();
}
console.log(isSound ? "\nNothing lost, doubled, out of order or refused." : "\nNOT SOUND: see above.");
process.exit(isSound ? 0 : 1);

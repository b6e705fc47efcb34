/**
 * The load on one chat server, in a process of its own, the same for every server:
 *
 *   load.child.ts --target ours|relay|xmpp --port N --sessions 500 --pid SERVER --db-pid POSTMASTER --options TEXT
 *     --phases connect,closed:64:10,open:200:15,storm
 *
 * One agent to four customers (`--per-agent` for others); every conversation goes both ways, 120 bytes a text. `closed:N:S`
 * keeps N messages under way for S seconds: the highest rate held. `open:R:S` sends R a second, and latency counts from the
 * moment a message was due. `storm` cuts everybody off, has a message wait for each conversation where the server keeps
 * them, and connects all at once. Every message must arrive once and in the order of its conversation. One line of JSON a phase.
 */
import { machineTicks, othersShare, percentile, usageOf } from "./machine.js";
import { Ours } from "./ours.js";
import { Relay, Xmpp } from "./peers.js";
import type { Role, Session, Target, World } from "./target.js";

const option = (name: string, otherwise: string): string => {
  const at = process.argv.indexOf(`--${name}`);
  return at > 0 ? (process.argv[at + 1] ?? "") : otherwise;
};
const count = (name: string, otherwise: number): number => Number(option(name, String(otherwise)));
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const SESSIONS = count("sessions", 500);
const PER_AGENT = count("per-agent", 4);
const TEXT_BYTES = 120;
const CONNECTING_AT_ONCE = count("connecting", 40);
const WARM_MS = 2_000;
/** How long a message may be under way before it counts as lost. */
const DRAIN_MS = 10_000;
const SETTLE_MS = 2_000;
const STORM_MS_MAX = 60_000;
const PEERS_STORM_AT_ONCE = 100;

const agents = Math.max(1, Math.round(SESSIONS / (PER_AGENT + 1)));
const customers = SESSIONS - agents;
const world: World = {
  host: "127.0.0.1",
  port: count("port", 0),
  agents,
  customers,
  options: option("options", ""),
};
const targets: Record<string, () => Target> = {
  ours: () => new Ours(world),
  relay: () => new Relay(world),
  xmpp: () => new Xmpp(world),
};
const target = targets[option("target", "")]?.();
if (target === undefined) throw new Error(`--target is one of ${Object.keys(targets).join(", ")}`);
const pid = count("pid", 0);
const dbPid = count("db-pid", 0);

interface Line {
  readonly role: Role;
  readonly index: number;
  session: Session;
  /** Sent, and the server has not yet said that it is stored. */
  readonly unsure: number[];
}
const lines: Line[] = [];
const filling = "x".repeat(TEXT_BYTES - 30);
let counting = false;
let nextId = 0;
let turn = 0;
let [sent, got, doubled, disordered] = [0, 0, 0, 0];
const refusals = new Map<string, number>();
let latencies: number[] = [];
let wakeUps: number[] = [];
const dueAt = new Map<number, number>();
const storedAt = new Map<number, number>();
const said = new Map<string, number>();
const heard = new Map<string, number>();
let arrived = (): void => {};

async function connect(role: Role, index: number): Promise<Line> {
  const unsure: number[] = [];
  const session = await (target as Target).connect(role, index, {
    heard: hear,
    refused: (why) => void refusals.set(why, (refusals.get(why) ?? 0) + 1),
    stored: () => {
      const id = unsure.shift();
      if (id !== undefined && dueAt.has(id)) storedAt.set(id, performance.now());
    },
  });
  return { role, index, session, unsure };
}

async function connectAll(atOnce: number): Promise<void> {
  const jobs: [Role, number][] = [
    ...Array.from({ length: agents }, (_, i): [Role, number] => ["agent", i]),
    ...Array.from({ length: customers }, (_, i): [Role, number] => ["customer", i]),
  ];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < jobs.length) {
      const at = next++;
      const [role, index] = jobs[at] as [Role, number];
      lines[at] = await connect(role, index);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}
const lineOf = (role: Role, index: number): Line => lines[role === "agent" ? index : agents + index] as Line;

function sendNext(due: number): void {
  const conversation = turn % customers;
  const byCustomer = Math.floor(turn / customers) % 2 === 0;
  turn += 1;
  send(conversation, byCustomer, due);
}

function send(conversation: number, byCustomer: boolean, due: number): void {
  const key = `${byCustomer ? "c" : "a"}${conversation}`;
  const number = (said.get(key) ?? 0) + 1;
  said.set(key, number);
  nextId += 1;
  dueAt.set(nextId, due);
  if (counting) sent += 1;
  const line = byCustomer ? lineOf("customer", conversation) : lineOf("agent", conversation % agents);
  line.unsure.push(nextId);
  line.session.send(conversation, `B|${nextId}|${key}|${number}|${counting ? 1 : 0}|${filling}`);
}

function hear(text: string): void {
  if (!text.startsWith("B|")) return;
  const [, id, key = "", number, counts] = text.split("|", 5);
  const due = dueAt.get(Number(id));
  if (due === undefined) {
    doubled += 1;
    return;
  }
  const now = performance.now();
  dueAt.delete(Number(id));
  if (Number(number) <= (heard.get(key) ?? 0)) disordered += 1;
  heard.set(key, Number(number));
  if (counts === "1") {
    got += 1;
    latencies.push(now - due);
    const stored = storedAt.get(Number(id));
    wakeUps.push(stored === undefined ? 0 : now - stored);
  }
  storedAt.delete(Number(id));
  arrived();
}

async function closedLoop(underWay: number, ms: number): Promise<void> {
  arrived = () => sendNext(performance.now());
  for (let i = dueAt.size; i < underWay; i++) sendNext(performance.now());
  await sleep(ms);
  arrived = () => {};
}

async function openLoop(rate: number, ms: number): Promise<void> {
  const from = performance.now();
  for (let n = 0; performance.now() < from + ms; await sleep(1)) {
    const due = Math.floor(((performance.now() - from) / 1_000) * rate);
    while (n < due) sendNext(from + (++n / rate) * 1_000);
  }
}

async function load(name: string, run: (ms: number) => Promise<void>, seconds: number): Promise<object> {
  await run(WARM_MS);
  await sleep(300);
  counting = true;
  [sent, got] = [0, 0];
  [latencies, wakeUps] = [[], []];
  const before = measure();
  const from = performance.now();
  await run(seconds * 1_000);
  const took = (performance.now() - from) / 1_000;
  const after = measure();
  const inTime = got;
  counting = false;
  for (let waited = 0; dueAt.size > 0 && waited < DRAIN_MS; waited += 50) await sleep(50);
  const spent = {
    server: after.server.cpuSeconds - before.server.cpuSeconds,
    database: after.database.cpuSeconds - before.database.cpuSeconds,
    driver: after.driver - before.driver,
  };
  const sorted = Float64Array.from(latencies).sort();
  const woken = Float64Array.from(wakeUps).sort();
  const refused = [...refusals.values()].reduce((sum, one) => sum + one, 0);
  return {
    phase: name,
    rate: inTime / took,
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
    max: sorted.at(-1),
    wakeP50: percentile(woken, 0.5),
    wakeP99: percentile(woken, 0.99),
    serverUs: (spent.server * 1e6) / inTime,
    databaseUs: (spent.database * 1e6) / inTime,
    driverUs: (spent.driver * 1e6) / inTime,
    others: othersShare(before.ticks, after.ticks, spent.server + spent.database + spent.driver),
    sent,
    lost: dueAt.size,
    doubled,
    disordered,
    refused,
    refusals: Object.fromEntries([...refusals].slice(0, 5)),
  };
}

function measure() {
  const { user, system } = process.cpuUsage();
  return {
    server: usageOf(pid, dbPid),
    database: usageOf(dbPid),
    driver: (user + system) / 1e6,
    ticks: machineTicks(),
  };
}

/** Everybody at once, with what was said to them meanwhile, until they have it. */
async function storm(): Promise<object> {
  const keeps = option("target", "") === "ours";
  if (keeps) {
    // Agents write to customers who are away, then customers to agents who are away.
    for (const line of lines) if (line.role === "customer") line.session.close();
    await sleep(200);
    for (let i = 0; i < customers; i++) send(i, false, performance.now());
    await until(() => lines.every(({ role, unsure }) => role === "customer" || unsure.length === 0));
    for (const line of lines) if (line.role === "agent") line.session.close();
    await sleep(200);
    for (let i = 0; i < customers; i++) send(i, true, performance.now());
    await until(() => lines.every(({ unsure }) => unsure.length === 0));
    for (const line of lines) line.session.close();
  } else for (const line of lines) line.session.close();
  await sleep(500);
  const waiting = dueAt.size;
  const before = measure();
  const from = performance.now();
  // A peer's door is not made for a thousand at once; it need not queue them.
  await connectAll(keeps ? SESSIONS : PEERS_STORM_AT_ONCE);
  const connectedMs = performance.now() - from;
  await until(() => dueAt.size === 0);
  const caughtUpMs = performance.now() - from;
  const after = measure();
  const own =
    after.server.cpuSeconds -
    before.server.cpuSeconds +
    (after.database.cpuSeconds - before.database.cpuSeconds) +
    (after.driver - before.driver);
  return {
    phase: "storm",
    connectedMs,
    caughtUpMs,
    waiting,
    serverMs: ((after.server.cpuSeconds - before.server.cpuSeconds) * 1_000) / SESSIONS,
    others: othersShare(before.ticks, after.ticks, own),
    lost: dueAt.size,
    doubled,
    disordered,
    refused: [...refusals.values()].reduce((sum, one) => sum + one, 0),
    refusals: Object.fromEntries([...refusals].slice(0, 5)),
  };
}

async function until(done: () => boolean): Promise<void> {
  const from = performance.now();
  while (!done() && performance.now() - from < STORM_MS_MAX) await sleep(2);
}

async function run(phase: string): Promise<object> {
  const [kind = "", amount = "0", seconds = "0"] = phase.split(":");
  if (kind === "connect") {
    const before = measure();
    const from = performance.now();
    await connectAll(CONNECTING_AT_ONCE);
    const took = performance.now() - from;
    await sleep(SETTLE_MS);
    const after = measure();
    return {
      phase,
      loginsPerSecond: (SESSIONS / took) * 1_000,
      kbPerSession: (after.server.bytes - before.server.bytes) / 1_024 / SESSIONS,
      lost: 0,
      doubled,
      disordered,
      refused: refusals.size,
      refusals: Object.fromEntries([...refusals].slice(0, 5)),
    };
  }
  if (kind === "closed")
    return load(`closed/${amount}`, (ms) => closedLoop(Number(amount), ms), Number(seconds));
  if (kind === "open") return load(`open@${amount}/s`, (ms) => openLoop(Number(amount), ms), Number(seconds));
  if (kind === "storm") return storm();
  throw new Error(`no phase ${phase}`);
}

for (const phase of option("phases", "").split(",")) console.log(JSON.stringify(await run(phase)));
for (const line of lines) line.session.close();
process.exit(0);

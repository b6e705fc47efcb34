/**
 * Memory over thousands of calls: real calls through voice process, server and PostgreSQL, and what each process holds
 * after the first of them and after the last.
 *
 *   npm run soak -- --calls 5000            (or: npm run build && npx tsx bench/call-soak.ts --calls 5000)
 *
 * Calls come in at `--rate` a second from the far end of a trunk, in this process: the echo test, the insurer's menu, the
 * queue and an agent who takes the call by a number outside (a call out by the same trunk), recorded from the first
 * word. Each process is looked into through its own inspector after its garbage was collected, when nobody calls.
 *
 * Fails when a heap has grown by more than its bound, when an object, a socket or a file of a call is left, or when a call
 * was not answered. Listens on 127.0.0.1 only: eight ports from `--port` on, and 29600 to 29999.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Callers, type CallSeen } from "./call-setup/caller.js";
import { Agents } from "./call-soak/agents.js";
import { type Held, lookInto } from "./call-soak/inside.js";
import { sleep } from "./soak/dice.js";
import { House } from "./soak/house.js";

const { values } = parseArgs({
  options: {
    calls: { type: "string", default: "5000" },
    rate: { type: "string", default: "20" },
    warm: { type: "string", default: "3000" },
    settle: { type: "string", default: "0" },
    port: { type: "string", default: "19120" },
    main: { type: "string" },
  },
});
const calls = Number(values.calls);
const rate = Number(values.rate);
/**
 * Calls before the first look: code is compiled, prompts are read, and the server's last 5,000 commits are kept for desks
 * that come back (commit-feed.ts), which 2,500 calls fill.
 */
const warm = Math.min(Number(values.warm), Math.floor(calls * 0.6));
/** Seconds without a call before the last look: what the server keeps for some minutes is gone then as well. */
const settleMs = Number(values.settle) * 1_000;
const port = Number(values.port);
const inspectPort = port + 6;
const main =
  values.main ?? path.join(fileURLToPath(new URL("..", import.meta.url)), "apps/server/dist/main.js");
if (!existsSync(main)) throw new Error("The server is not built: npm run build");

/**
 * By how much the heap of a process may be larger after the last call than after the warm-up, in KiB a call in between.
 * The server keeps what happened for its desks and reports some minutes longer than the run; voice process and workers keep
 * nothing of a call.
 */
const HEAP_KIB_A_CALL_MAX = { server: 4, voice: 0.5, worker: 0.25 } as const;
/**
 * By how much what is resident may be more, MB: V8 does not give back at once what a busy minute made it take, and what is
 * taken outside of its heap shows here alone.
 */
const RESIDENT_MB_MAX = { server: 160, voice: 48, worker: 48 } as const;
/** By how many objects of one class there may be more, a call in between. */
const OBJECTS_A_CALL_MAX = { server: 3, voice: 0.02, worker: 0.02 } as const;
type Kind = keyof typeof HEAP_KIB_A_CALL_MAX;

const KEY_ONE = 1;
const folder = mkdtempSync(path.join(tmpdir(), "patchbay-call-soak-"));
const dataDir = path.join(folder, "data");
mkdirSync(dataDir);
const callers = await Callers.open(port + 2, "8000");
const house = new House({
  main,
  dataDir,
  port,
  httpsPort: port + 1,
  password: "larkfield-demo",
  environment: {
    SIP_PORT: String(port + 2),
    SIP_TLS_PORT: String(port + 3),
    RTP_PORTS: "29600-29999",
    TRUNK: `127.0.0.1:${callers.port}`,
    TEST_PHONE: "off",
    VOICE_WORKERS: "2",
    NODE_OPTIONS: `--inspect-port=127.0.0.1:${inspectPort}`,
  },
});
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void house.abandon().then(() => process.exit(130)));

process.once("uncaughtException", (cause) => {
  process.stderr.write(`${cause.stack}\n`);
  void house.abandon().then(() => process.exit(1));
});

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const problems: string[] = [];

const voiceReady = async (): Promise<boolean> => {
  const answer = (await (await fetch(`${house.base}/readyz`)).json()) as {
    centers: { voice: { state: string } | null }[];
  };
  return answer.centers[0]?.voice?.state === "ready";
};

/** The processes of the product that calls go through, by name. */
function processes(): { readonly name: string; readonly kind: Kind; readonly pid: number }[] {
  const note = JSON.parse(readFileSync(path.join(dataDir, "voice.json"), "utf8")) as { pid: number };
  const log = readFileSync(path.join(dataDir, "log/voice.log"), "utf8");
  const workers = [...log.matchAll(/"worker":(\d+),"workerPid":(\d+)/g)];
  return [
    { name: "server", kind: "server", pid: house.serverPid },
    { name: "voice process", kind: "voice", pid: note.pid },
    ...workers.map(([, slot, pid]) => ({
      name: `media worker ${slot}`,
      kind: "worker" as const,
      pid: Number(pid),
    })),
  ];
}

/** The next call of the day's mix. */
function call(nth: number): Promise<CallSeen> {
  switch (nth % 20) {
    case 0:
      // Waits for an agent, and is mostly taken.
      return callers.call(5_000, "8000", KEY_ONE);
    case 10:
      // Does not wait for long.
      return callers.call(1_200, "8000", KEY_ONE);
    default:
      return callers.call(nth % 2 === 0 ? 900 : 1_100, nth % 2 === 0 ? "8000" : "8001");
  }
}

let done = 0;
let missed = 0;
let upMost = 0;
async function makeCalls(count: number): Promise<void> {
  const under: Promise<void>[] = [];
  const begun = performance.now();
  for (let nth = 0; nth < count; nth++) {
    const due = begun + (nth * 1_000) / rate;
    if (performance.now() < due) await sleep(Math.max(1, due - performance.now()));
    under.push(
      call(nth).then(({ answeredMs }) => {
        done += 1;
        if (answeredMs === null) missed += 1;
      }),
    );
    upMost = Math.max(upMost, callers.up);
  }
  await Promise.all(under);
}

/** Nobody calls, agents have finished, and what lives for some seconds after a call is over. */
async function quiet(agents: Agents): Promise<void> {
  for (const begun = performance.now(); performance.now() - begun < 30_000; await sleep(100))
    if (agents.liveCalls === 0 && agents.inHand === 0 && callers.taken === 0) break;
  if (agents.liveCalls > 0) problems.push(`${agents.liveCalls} calls are left in the center`);
  if (agents.inHand > 0) problems.push(`${agents.inHand} interactions are left in agents' hands`);
  if (callers.taken > 0) problems.push(`${callers.taken} calls to the far end of the trunk are left`);
  // Timers B, F, H of SIP: 64 * T1.
  await sleep(33_000);
}

interface Look {
  readonly after: number;
  readonly held: ReadonlyMap<string, Held>;
}
async function look(): Promise<Look> {
  const held = new Map<string, Held>();
  for (const { name, pid } of processes()) held.set(name, await lookInto(pid, inspectPort));
  return { after: done, held };
}

const mb = (value: number): string => value.toFixed(1);
function tell({ after, held }: Look): void {
  for (const [name, { heapMb, outsideMb, rssMb, resources }] of held)
    say(
      `  after ${after} calls: ${name}: heap ${mb(heapMb)} MB, outside ${mb(outsideMb)}, resident ${mb(rssMb)}; ` +
        Object.entries(resources)
          .map(([kind, count]) => `${kind} ${count}`)
          .join(", "),
    );
}

/** Files of voice that are open, and ports of sound. */
function leftOpen(): void {
  for (const { name, pid } of processes()) {
    const files = readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return readlinkSync(`/proc/${pid}/fd/${fd}`);
      } catch {
        return [];
      }
    });
    const recordings = files.filter((file) => file.includes("/recordings/"));
    if (recordings.length > 0) problems.push(`${name}: ${recordings.length} recordings are still open`);
  }
  const ports = readFileSync("/proc/net/udp", "utf8")
    .split("\n")
    .map((line) => Number.parseInt(/^\s*\d+: [0-9A-F]+:([0-9A-F]{4})/.exec(line)?.[1] ?? "0", 16))
    .filter((used) => used >= 29_600 && used <= 29_999);
  if (ports.length > 0) problems.push(`${ports.length} ports of sound are still taken`);
}

function compare(first: Look, last: Look): void {
  const between = last.after - first.after;
  for (const { name, kind } of processes()) {
    const [before, after] = [first.held.get(name), last.held.get(name)];
    if (before === undefined || after === undefined) {
      problems.push(`${name} is another process than at the first look`);
      continue;
    }
    const grownKib = ((after.heapMb - before.heapMb) * 1_024) / between;
    const bound = HEAP_KIB_A_CALL_MAX[kind];
    say(
      `| ${name} | ${mb(before.heapMb)} | ${mb(after.heapMb)} | ${grownKib.toFixed(2)} | ${bound} | ` +
        `${mb(before.rssMb)} | ${mb(after.rssMb)} |`,
    );
    if (grownKib > bound)
      problems.push(`${name}: its heap grew by ${grownKib.toFixed(2)} KiB a call, more than ${bound}`);
    const more = after.rssMb - before.rssMb;
    if (more > RESIDENT_MB_MAX[kind])
      problems.push(`${name}: ${mb(more)} MB more are resident, more than ${RESIDENT_MB_MAX[kind]}`);
    for (const [resource, count] of Object.entries(after.resources)) {
      const more = count - (before.resources[resource] ?? 0);
      if (more > between / 100) problems.push(`${name}: ${more} more open: ${resource}`);
    }
    // One object in fifty calls would be a leak of something. The server keeps what was for a while: there, twice a call.
    for (const [className, count] of after.objects) {
      const more = count - (before.objects.get(className) ?? 0);
      if (more > between * OBJECTS_A_CALL_MAX[kind])
        problems.push(`${name}: ${more} more objects of class ${className}`);
      else if (more > between / 2) say(`${name}: ${more} more objects of class ${className}`);
    }
  }
}

let kept = true;
try {
  await house.start();
  while (!(await voiceReady())) await sleep(50);
  const agents = await Agents.begin(house.base.replace("http://", ""));
  say(`${calls} calls at ${rate} a second`);
  await makeCalls(warm);
  await quiet(agents);
  const first = await look();
  tell(first);
  await makeCalls(calls - warm);
  await quiet(agents);
  await sleep(settleMs);
  const last = await look();
  tell(last);
  say("");
  say(`${done} calls, ${upMost} up at once at most, ${agents.taken} taken by agents, ${missed} not answered`);
  if (missed > calls / 1_000) problems.push(`${missed} calls were not answered`);
  if (agents.taken < calls / 100) problems.push(`agents took only ${agents.taken} calls`);
  say(
    "| process | heap after warm-up, MB | at the end, MB | KiB a call | bound | resident, MB | at the end, MB |",
  );
  say("| --- | --- | --- | --- | --- | --- | --- |");
  compare(first, last);
  leftOpen();
  agents.close();
  for (const problem of problems) say(`  PROBLEM ${problem}`);
  say(problems.length === 0 ? "Flat." : `${problems.length} problems.`);
  kept = problems.length > 0;
} finally {
  callers.close();
  await house.stop();
  house.close();
  if (kept) say(`kept for a look: ${folder}`);
  else rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
process.exit(problems.length === 0 ? 0 : 1);

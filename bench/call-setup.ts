/**
 * P14: how long a caller waits. From the first INVITE to 180 and to 200, at a steady rate of new calls, through the whole
 * product: voice process, server, one commit in PostgreSQL, picture, media worker.
 *
 *   npm run build && npx tsx bench/call-setup.ts [--rate 10] [--seconds 60] [--stay 4] [--commit-ms 0] [--port 19110]
 *
 * Each call stays for `--stay` seconds with sound both ways (50 packets a second each way). `--commit-ms` has PostgreSQL
 * wait so long in every commit before it writes (its own `commit_delay`), as a slow disk would. The load is made in this
 * process, so it shares the machine's cores. Listens on 127.0.0.1 only: six ports from `--port` on, and 29400 to 29599.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Callers, type CallSeen } from "./call-setup/caller.js";
import { slowCommits } from "./call-setup/slow-commits.js";
import { sleep } from "./soak/dice.js";
import { House } from "./soak/house.js";

const { values } = parseArgs({
  options: {
    rate: { type: "string", default: "10" },
    seconds: { type: "string", default: "60" },
    stay: { type: "string", default: "4" },
    "commit-ms": { type: "string", default: "0" },
    port: { type: "string", default: "19110" },
  },
});
const rate = Number(values.rate);
const seconds = Number(values.seconds);
const stayMs = Number(values.stay) * 1_000;
const commitMs = Number(values["commit-ms"]);
const port = Number(values.port);
const main = path.join(fileURLToPath(new URL("..", import.meta.url)), "apps/server/dist/main.js");
if (!existsSync(main)) throw new Error("The server is not built: npm run build");

const folder = mkdtempSync(path.join(tmpdir(), "patchbay-call-setup-"));
const dataDir = path.join(folder, "data");
mkdirSync(dataDir);
const house = new House({
  main,
  dataDir,
  port,
  httpsPort: port + 1,
  password: "larkfield-demo",
  environment: {
    SIP_PORT: String(port + 2),
    SIP_TLS_PORT: String(port + 3),
    RTP_PORTS: "29400-29599",
    TEST_PHONE: "off",
  },
});
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void house.abandon().then(() => process.exit(130)));

interface Readiness {
  readonly centers: readonly { readonly seq: number; readonly voice: { readonly state: string } | null }[];
}
const readiness = async (): Promise<Readiness> =>
  (await (await fetch(`${house.base}/readyz`)).json()) as Readiness;
const memoryMb = (pid: number): number =>
  Math.round(Number(/^VmRSS:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1_024);

const callers = await Callers.open(port + 2, "8000");
try {
  await house.start();
  while ((await readiness()).centers[0]?.voice?.state !== "ready") await sleep(50);
  if (commitMs > 0) await slowCommits(house, commitMs);
  const voicePid = (JSON.parse(readFileSync(path.join(dataDir, "voice.json"), "utf8")) as { pid: number })
    .pid;
  // The first calls load code and prompts: they are not those that are counted.
  await Promise.all(Array.from({ length: 5 }, () => callers.call(500)));
  const memory = memoryMb(voicePid);
  const seqBefore = (await readiness()).centers[0]?.seq ?? 0;
  const loadBefore = loadavg()[0] ?? 0;
  const calls: Promise<CallSeen>[] = [];
  const begun = performance.now();
  let upMost = 0;
  while (calls.length < rate * seconds) {
    const due = begun + (calls.length * 1_000) / rate;
    if (performance.now() < due) await sleep(Math.max(1, due - performance.now()));
    calls.push(callers.call(stayMs));
    upMost = Math.max(upMost, callers.up);
  }
  const seen = await Promise.all(calls);
  const events = ((await readiness()).centers[0]?.seq ?? 0) - seqBefore;
  report(seen, { upMost, events, memory, memoryAfter: memoryMb(voicePid), loadBefore });
} finally {
  callers.close();
  await house.stop();
  house.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

function report(
  seen: readonly CallSeen[],
  facts: {
    readonly upMost: number;
    readonly events: number;
    readonly memory: number;
    readonly memoryAfter: number;
    readonly loadBefore: number;
  },
): void {
  const ringing = sorted(seen.flatMap(({ ringingMs }) => ringingMs ?? []));
  const answered = sorted(seen.flatMap(({ answeredMs }) => answeredMs ?? []));
  const figures = {
    rate,
    calls: seen.length,
    up_most: facts.upMost,
    commit_delay_ms: commitMs,
    ringing_p50_ms: at(ringing, 0.5),
    ringing_p95_ms: at(ringing, 0.95),
    ringing_max_ms: at(ringing, 1),
    answered_p50_ms: at(answered, 0.5),
    answered_p95_ms: at(answered, 0.95),
    answered_max_ms: at(answered, 1),
    not_answered: seen.length - answered.length,
    refused: seen.filter(({ refused }) => refused !== null).length,
    sent_again: seen.filter(({ tries }) => tries > 1).length,
    events_a_call: (facts.events / seen.length).toFixed(1),
    voice_rss_mb: `${facts.memory}->${facts.memoryAfter}`,
    load_before: facts.loadBefore.toFixed(2),
    load_after: (loadavg()[0] ?? 0).toFixed(2),
  };
  console.log(
    Object.entries(figures)
      .map(([name, value]) => `${name}=${value}`)
      .join(" "),
  );
}

function sorted(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}

function at(values: readonly number[], share: number): string {
  return values[Math.min(values.length - 1, Math.floor(values.length * share))]?.toFixed(1) ?? "-";
}

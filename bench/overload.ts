/**
 * More calls than the center can serve: how many are taken and how many turned away before, while and after too many come,
 * and when it is as before again.
 *
 *   npm run build && npx tsx bench/overload.ts [--calm 5] [--flood 100] [--seconds 20] [--after 20] [--stay 1] [--commit-ms 0] [--burn 0]
 *
 * `--burn`: so many other processes do nothing but count while too many calls come, at a higher priority than ours.
 *
 * Ten seconds at `--calm` calls a second, `--seconds` at `--flood`, `--after` at `--calm` again, in from a trunk whose far
 * end is in this process. A call that is refused (503 and Retry-After) knows at once; one that is neither answered nor
 * refused within eight seconds is lost. `--main` is another build to compare with. Listens on 127.0.0.1 only: six ports
 * from `--port` on, and 29000 to 29399.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { loadavg, setPriority, tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Callers, type CallSeen } from "./call-setup/caller.js";
import { slowCommits } from "./call-setup/slow-commits.js";
import { sleep } from "./soak/dice.js";
import { House } from "./soak/house.js";

const { values } = parseArgs({
  options: {
    calm: { type: "string", default: "5" },
    flood: { type: "string", default: "100" },
    seconds: { type: "string", default: "20" },
    after: { type: "string", default: "20" },
    stay: { type: "string", default: "1" },
    "commit-ms": { type: "string", default: "0" },
    burn: { type: "string", default: "0" },
    port: { type: "string", default: "19130" },
    main: { type: "string" },
  },
});
const port = Number(values.port);
const stayMs = Number(values.stay) * 1_000;
const main =
  values.main ?? path.join(fileURLToPath(new URL("..", import.meta.url)), "apps/server/dist/main.js");
if (!existsSync(main)) throw new Error("The server is not built: npm run build");

const folder = mkdtempSync(path.join(tmpdir(), "patchbay-overload-"));
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
    RTP_PORTS: "29000-29399",
    TRUNK: `127.0.0.1:${callers.port}`,
    TEST_PHONE: "off",
  },
});
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void house.abandon().then(() => process.exit(130)));

interface Second {
  readonly phase: "before" | "flood" | "after";
  readonly calls: Promise<CallSeen>[];
}

/** @returns the calls of each second. */
async function phase(name: Second["phase"], rate: number, seconds: number): Promise<Second[]> {
  const begun = performance.now();
  const all: Second[] = [];
  for (let second = 0; second < seconds; second++) {
    const calls: Promise<CallSeen>[] = [];
    for (let nth = 0; nth < rate; nth++) {
      const due = begun + second * 1_000 + (nth * 1_000) / rate;
      if (performance.now() < due) await sleep(Math.max(1, due - performance.now()));
      calls.push(callers.call(stayMs));
    }
    all.push({ phase: name, calls });
  }
  return all;
}

async function voiceReady(): Promise<boolean> {
  const answer = (await (await fetch(`${house.base}/readyz`)).json()) as {
    readonly centers: readonly { readonly voice: { readonly state: string } | null }[];
  };
  return answer.centers[0]?.voice?.state === "ready";
}

const burning: ChildProcess[] = [];
function burn(): void {
  for (let nth = 0; nth < Number(values.burn); nth++) {
    const child = spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore" });
    burning.push(child);
    if (child.pid !== undefined) setPriority(child.pid, -5);
  }
}
function cool(): void {
  for (const child of burning.splice(0)) child.kill("SIGKILL");
}

const isAnswered = ({ answeredMs }: CallSeen): boolean => answeredMs !== null;
const p95 = (of: readonly CallSeen[]): string => {
  const waits = of.flatMap(({ answeredMs }) => answeredMs ?? []).sort((a, b) => a - b);
  return waits[Math.floor(waits.length * 0.95)]?.toFixed(0) ?? "-";
};

try {
  await house.start();
  while (!(await voiceReady())) await sleep(50);
  if (Number(values["commit-ms"]) > 0) await slowCommits(house, Number(values["commit-ms"]));
  await Promise.all(Array.from({ length: 5 }, () => callers.call(500)));
  const calm = Number(values.calm);
  const before = await phase("before", calm, 10);
  burn();
  const flood = await phase("flood", Number(values.flood), Number(values.seconds));
  cool();
  const seconds = [...before, ...flood, ...(await phase("after", calm, Number(values.after)))];
  console.log("| phase | calls | answered | refused | neither | answered after, p95 ms |");
  console.log("| --- | --- | --- | --- | --- | --- |");
  for (const name of ["before", "flood", "after"] as const) {
    const seen = (
      await Promise.all(seconds.filter(({ phase }) => phase === name).flatMap(({ calls }) => calls))
    ).flat();
    const answered = seen.filter(isAnswered).length;
    const refused = seen.filter(({ refused }) => refused !== null).length;
    console.log(
      `| ${name} | ${seen.length} | ${answered} | ${refused} | ${seen.length - answered - refused} | ${p95(seen)} |`,
    );
  }
  let asBefore: number | null = null;
  const after = seconds.filter(({ phase }) => phase === "after");
  for (const [second, { calls }] of after.entries()) {
    if (!(await Promise.all(calls)).every(isAnswered)) asBefore = null;
    else asBefore ??= second;
  }
  const log = readFileSync(path.join(folder, "server.log"), "utf8").split("\n");
  console.log(
    `every call is answered from second ${asBefore ?? "-"} after the flood on; ${log.filter((line) => line.includes('"level":"warn"') || line.includes('"level":"error"') || line.includes('"level":40') || line.includes('"level":50')).length} warnings in the server's log; load ${loadavg()[0]?.toFixed(1)}`,
  );
} finally {
  cool();
  callers.close();
  await house.stop();
  house.close();
  if (process.env.KEEP === undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  else console.log(folder);
}

/**
 * Everything about calls that wants a quiet machine, one after the other, each several times: how long a caller waits (P14),
 * also with slow commits; 200 legs of browsers and of plain RTP; mixing beside Janus in turn (P13).
 *
 *   npm run build && npx tsx bench/voice-all.ts [--times 3] [--minutes 12] [--brief]
 *
 * Prints one table: of each figure the median of the runs, and the least and the most. `--brief` is a trial of the command
 * itself. Ends within `--minutes`: what did not fit is named. The load average is told, for all that is measured
 * here is worse beside other work. Without Janus (Debian's package janus) its rows are missing, which is said.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { loadavg } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    times: { type: "string", default: "3" },
    minutes: { type: "string", default: "12" },
    brief: { type: "boolean", default: false },
  },
});
const times = values.brief ? 1 : Number(values.times);
const endsAt = performance.now() + Number(values.minutes) * 60_000;
const root = path.join(fileURLToPath(new URL("..", import.meta.url)));
const tsx = ["--import", "tsx"];

interface Measurement {
  readonly title: string;
  /** Figures worth a row, as the benchmark names them. */
  readonly figures: readonly string[];
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** How long one run takes at most, s: it is not begun with less time left, and ended when it takes longer. */
  readonly seconds: number;
  /** Which of the lines that it prints are meant. */
  readonly lines?: string;
}

const callSeconds = values.brief ? "5" : "30";
const legSeconds = values.brief ? "3" : "20";
const waits = [
  "ringing_p50_ms",
  "ringing_p95_ms",
  "ringing_max_ms",
  "answered_p95_ms",
  "not_answered",
  "sent_again",
];
const legs = ["cpu_pct_of_core", "cpu_ms_per_leg_s", "late_p50_ms", "late_p99_ms", "late_max_ms"];
const mixing = ["srv_cpu_ms_per_participant_s", "out_pct_of_due", "ear_p50_ms", "ear_p95_ms"];
const mixers = {
  command: ["bench/mixing.sh"],
  environment: { ROOMS: "20", SIZE: "3", REPS: "1", SECS: values.brief ? "3" : "8" },
  seconds: 60,
} as const;
const janusIsHere = spawnSync("janus", ["--version"], { stdio: "ignore" }).error === undefined;

const measurements: readonly (Measurement | readonly Measurement[])[] = [
  {
    title: "call set-up, 10 a second",
    figures: waits,
    command: [process.execPath, ...tsx, "bench/call-setup.ts", "--seconds", callSeconds],
    seconds: 75,
  },
  {
    title: "call set-up, 10 a second, commits slowed by 10 ms",
    figures: waits,
    command: [process.execPath, ...tsx, "bench/call-setup.ts", "--seconds", callSeconds, "--commit-ms", "10"],
    seconds: 75,
  },
  {
    title: "200 legs of WebRTC in rooms of two",
    figures: [...legs, "back_pct_of_due"],
    command: [process.execPath, ...tsx, "bench/webrtc-legs.ts", "--legs", "200", "--seconds", legSeconds],
    seconds: 60,
  },
  {
    title: "200 legs of plain RTP in rooms of two",
    // The generator's own lateness beside it: what both have is the machine's.
    figures: [...legs, "load_late_p99_ms", "out_pct_of_due", "ear_p50_ms", "ear_max_ms"],
    command: [
      process.execPath,
      ...tsx,
      "bench/media.ts",
      "--legs",
      "200",
      "--room",
      "2",
      "--seconds",
      legSeconds,
    ],
    seconds: 45,
  },
  // One command measures both in turn, so that they have the same machine.
  ["patchbay", ...(janusIsHere ? ["janus"] : [])].map((target) => ({
    ...mixers,
    title: `mixing, 20 rooms of three: ${target}`,
    figures: mixing,
    lines: `target=${target} `,
  })),
];

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
let running: ChildProcess | undefined;
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => {
    endRunning();
    process.exit(130);
  });

/** With what it has started: each runs in a group of its own. */
function endRunning(): void {
  if (running?.pid === undefined) return;
  try {
    process.kill(-running.pid, "SIGTERM");
  } catch {
    // Gone by itself.
  }
}

/** @returns what it printed; `undefined`: it failed, or took too long. */
async function run({ command, environment, seconds }: Measurement): Promise<string | undefined> {
  const [program = "", ...args] = command;
  const child = spawn(program, args, {
    cwd: root,
    detached: true,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  running = child;
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const late = setTimeout(endRunning, seconds * 1_000);
  const code = await new Promise((resolve) => child.once("close", resolve));
  clearTimeout(late);
  running = undefined;
  return code === 0 ? output : undefined;
}

/** Median, least and most of each figure over all runs of one measurement. */
function rows({ title, figures }: Measurement, found: readonly string[], runs: number): string[] {
  const of = (name: string): number[] =>
    found
      .flatMap((line) => new RegExp(`(?:^|\\s)${name}=(-?[\\d.]+)`).exec(line)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => a - b);
  return figures.map((name) => {
    const all = of(name);
    const median = all[Math.floor((all.length - 1) / 2)];
    return `| ${title} | ${name} | ${median ?? "-"} | ${all[0] ?? "-"} to ${all.at(-1) ?? "-"} | ${all.length} of ${runs} |`;
  });
}

const table: string[] = [];
const missing: string[] = janusIsHere
  ? []
  : ["Janus is not here (apt-get install -y --no-install-recommends janus)"];
const load = (): string => (loadavg()[0] ?? 0).toFixed(2);
const loadBefore = load();
for (const measured of measurements) {
  const together = [measured].flat();
  const [first] = together;
  if (first === undefined) continue;
  const printed: string[] = [];
  let runs = 0;
  for (; runs < times; runs++) {
    if (performance.now() + first.seconds * 1_000 > endsAt) {
      missing.push(`${first.title}: run ${runs + 1} of ${times} did not fit into the time`);
      break;
    }
    say(`${first.title}, run ${runs + 1} of ${times}, load ${load()}`);
    const output = await run(first);
    if (output === undefined) missing.push(`${first.title}: run ${runs + 1} failed`);
    else printed.push(...output.split("\n"));
  }
  for (const one of together)
    table.push(
      ...rows(
        one,
        printed.filter((line) => line.includes(one.lines ?? "=")),
        runs,
      ),
    );
}
say("");
say("| what | figure | median | least to most | runs |");
say("| --- | --- | --- | --- | --- |");
for (const row of table) say(row);
say("");
say(`load average ${loadBefore} before, ${load()} after`);
for (const line of missing) say(`MISSING ${line}`);
process.exit(missing.length === 0 ? 0 : 1);

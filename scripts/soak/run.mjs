import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import os from "node:os";
import { buildServer } from "../build.mjs";
import { withCheckoutLock } from "../start/checkout-lock.mjs";
import { exitCode, runChild, signalChildren } from "../start/child.mjs";
import { readOptions } from "../start/options.mjs";
import { whenNpmDies } from "../start/parent.mjs";
import { fromRoot, root } from "../start/paths.mjs";
import { Problem, say } from "../start/say.mjs";

/** Where the builds under test lie: inside node_modules, so that the packages they import are found from there. */
const BUILDS = "node_modules/.cache/patchbay-soak";
const LONG_DAYS = "apps/server/test/simulation/long-run.ts";
const SEEDS = 1_000;
const SEEDS_A_PART = 20;

/** How each is told on the command line: a number, or nothing. */
const OPTIONS = {
  "--minutes": "minutes under load (4)",
  "--rate": "messages a second (200); with --calls, new calls (20)",
  "--kills": "kill -9 of the server (10)",
  "--database-kills": "kill -9 of PostgreSQL (5)",
  "--full-disks":
    "times that the disk of DATA_DIR is full for 10 s (0); root alone may, as it needs a disk of its own",
  "--database-stops": "times that PostgreSQL stands still (0)",
  "--stopped-seconds": "and for how long (60)",
  "--storms": "times that thousands of event streams come back within a second (0)",
  "--streams": "how many (2000)",
  "--port": "the one after it is used too (18440)",
  "--seed": "repeats the run that named it",
  "--days": "simulated days afterwards (1000; 0: none)",
  "--calls": "makes so many telephone calls instead, and compares what the processes hold",
  "--planted": null,
};

/**
 * The fault run (bench/soak/run.ts) and then the long simulated days. `--planted` runs the fault run alone, against a
 * build that acknowledges before it commits: it succeeds only if the ledger found what was lost.
 *
 * Interrupted, it ends all that it has begun and leaves nothing behind.
 */
export async function run(args) {
  const options = readOptions("npm run soak", OPTIONS, args);
  if (options.has("--calls")) return calls(options);
  const planted = options.has("--planted");
  const days = Number(options.get("--days") ?? SEEDS);
  const out = fromRoot(BUILDS, planted ? "planted" : "plain");
  let interrupted;
  const interrupt = (signal) => {
    interrupted ??= signal;
    // At a terminal they have heard it too; once more does no harm.
    signalChildren(signal);
  };
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => interrupt(signal));
  whenNpmDies(() => interrupt("SIGTERM"));
  const endIfInterrupted = async () => {
    if (interrupted === undefined) return;
    await rm(out, { recursive: true, force: true });
    process.exit(exitCode(null, interrupted));
  };
  try {
    await rm(out, { recursive: true, force: true });
    say(planted ? "Building the planted server" : "Building the server");
    await buildServer("apps/server", out, planted ? [acknowledgeBeforeCommit()] : []);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
  await endIfInterrupted();
  const words = [...options].flatMap(([name, value]) => (value === true ? [name] : [name, value]));
  const faults = await node("bench/soak/run.ts", "--main", `${out}/main.js`, ...words);
  await endIfInterrupted();
  await rm(out, { recursive: true, force: true });
  if (faults !== 0 || planted) process.exit(faults);
  if (days === 0) process.exit(0);
  if (!existsSync(fromRoot(LONG_DAYS))) {
    process.stderr.write(`${LONG_DAYS} is missing: the simulated days were not run.\n`);
    process.exit(1);
  }
  const from = Number(options.get("--seed") ?? Math.floor(Math.random() * 1_000_000_000));
  const code = await simulate(from, days, () => interrupted !== undefined);
  await endIfInterrupted();
  process.exit(code);
}

/** Memory over thousands of calls (bench/call-soak.ts), through the product as it is built. */
async function calls(options) {
  const { buildIfChanged } = await import("../build.mjs");
  await withCheckoutLock(() => buildIfChanged(say));
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => signalChildren(signal));
  whenNpmDies(() => signalChildren("SIGTERM"));
  const words = ["--calls", "--rate", "--port"].flatMap((name) =>
    options.has(name) ? [name, String(options.get(name))] : [],
  );
  process.exit(await node("bench/call-soak.ts", ...words));
}

/**
 * The long simulated days, in parts, as many at once as there are cores. What a bad part said is shown whole: each seed
 * repeats its day exactly.
 * @returns the exit code
 */
async function simulate(from, days, isOver) {
  say(`${days} simulated days, seeds ${from} to ${from + days - 1}`);
  let next = from;
  let bad = 0;
  const work = async () => {
    while (next < from + days && !isOver()) {
      const first = next;
      const count = Math.min(SEEDS_A_PART, from + days - first);
      next += count;
      const args = [
        "--import",
        "tsx",
        fromRoot(LONG_DAYS),
        "--seeds",
        String(count),
        "--from",
        String(first),
      ];
      const { code, output } = await runChild(process.execPath, args, { cwd: root, quiet: true });
      if (isOver()) return;
      if (code !== 0) {
        bad += 1;
        process.stdout.write(output);
      }
      say(`seeds ${first} to ${first + count - 1}: ${code === 0 ? "good" : "BAD"}`);
    }
  };
  await Promise.all(Array.from({ length: os.availableParallelism() }, work));
  return bad === 0 ? 0 : 1;
}

async function node(script, ...args) {
  const { code } = await runChild(process.execPath, ["--import", "tsx", fromRoot(script), ...args], {
    cwd: root,
  });
  return code;
}

/**
 * The fault that the ledger must find: whoever asked is told "done" before the journal has it. With a slow disk (25 ms a
 * commit), as on this machine's the gap would be open for about a millisecond, and a kill would seldom fall into it.
 */
function acknowledgeBeforeCommit() {
  const RIGHT = "      const outcome = await this.append(this.flying);\n";
  const WRONG = `      for (const pending of this.flying) {
        const { idempotency, events } = pending.entry;
        settle(pending, { ok: true, events, repeated: false, result: idempotency?.result ?? null });
      }
      await new Promise((resolve) => setTimeout(resolve, 25));
${RIGHT}`;
  return {
    name: "acknowledge before commit",
    setup: ({ onLoad, onEnd }) => {
      let planted = false;
      onLoad({ filter: /center[/\\]center-runtime\.ts$/ }, async ({ path }) => {
        const text = await readFile(path, "utf8");
        if (text.split(RIGHT).length !== 2)
          throw new Error("center-runtime.ts has changed: plant the fault anew");
        planted = true;
        return { contents: text.replace(RIGHT, WRONG), loader: "ts" };
      });
      onEnd(() => {
        if (!planted) throw new Error("the fault was not planted");
      });
    },
  };
}

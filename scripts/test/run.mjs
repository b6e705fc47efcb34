import { existsSync } from "node:fs";
import { withCheckoutLock } from "../start/checkout-lock.mjs";
import { exitCode, runChild, signalChildren } from "../start/child.mjs";
import { ensureInstalled } from "../start/install.mjs";
import { fromRoot, root } from "../start/paths.mjs";
import { Problem, say } from "../start/say.mjs";
import { findChromium } from "./chromium.mjs";
import { findPeers } from "./peers.mjs";
import { listTests, runVitest } from "./vitest-run.mjs";

/** Files that are tested at once. Most tests wait more than they work, so there are more than the two cores one can count on. */
const AT_ONCE = 3;
const PASSED = { passed: 1, failed: 0, skipped: 0 };
const FAILED = { passed: 0, failed: 1, skipped: 0 };

/** In the order in which they run: the quick ones first. `names`: what `--only` accepts for it. */
const STEPS = [
  {
    names: ["lint", "static"],
    title: "Lint and format",
    run: () => node("node_modules/@biomejs/biome/bin/biome", "check", "."),
  },
  {
    names: ["types", "static"],
    title: "Types",
    run: () => node("node_modules/tsgo/bin/tsc", "--noEmit", "-p", "tsconfig.json"),
  },
  { names: ["boundaries", "static"], title: "Boundaries", run: () => node("scripts/boundaries.mjs") },
  { names: ["contrast", "static"], title: "Contrast of colours", run: contrast },
  { names: ["build", "browser"], title: "Build", run: build },
  {
    names: ["unit", "server"],
    title: "Unit, contract, simulation and API tests",
    run: (only) =>
      runVitest("unit", only === "server" ? ["server"] : ["unit", "apps", "server"], { atOnce: AT_ONCE }),
  },
  // By itself and two at once, for it measures gaps in the sound.
  { names: ["voice"], title: "Voice tests", run: () => runVitest("voice", ["voice"], { atOnce: 2 }) },
  {
    names: ["peers"],
    title: "Tests with other telephones (SIPp, baresip) and a voice (espeak-ng)",
    run: peerTests,
  },
  { names: ["browser"], title: "Browser tests", run: browserTests },
  // A minute more than the whole may take.
  { names: ["day"], title: "A day of chats", run: dayTest, isAskedFor: true },
];

/**
 * Runs everything, or with `--only NAME` one part. The last line is the count, alone.
 */
export async function run(args) {
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.on(signal, () => {
      signalChildren(signal);
      process.exit(exitCode(null, signal));
    });
  }
  const only = readOnly(args);
  const total = { passed: 0, failed: 0, skipped: 0, unmet: false };
  const lines = [];
  const failures = [];
  try {
    await withCheckoutLock(ensureInstalled);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    process.stderr.write(`${error.message}\n`);
    return finish({ ...FAILED });
  }
  for (const step of STEPS) {
    if (only === undefined ? step.isAskedFor : !step.names.includes(only)) continue;
    say(step.title);
    let counts;
    try {
      counts = await step.run(only);
    } catch (error) {
      process.stderr.write(`${error instanceof Problem ? error.message : error.stack}\n`);
      counts = FAILED;
    }
    for (const key of ["passed", "failed", "skipped"]) total[key] += counts[key];
    failures.push(...(counts.failures ?? []));
    total.unmet ||= counts.unmet === true;
    const line = `${counts.failed > 0 || counts.unmet ? "FAILED " : "ok     "} ${step.title}: ${countsInWords(counts)}`;
    lines.push(counts.problem ? `${line} (${counts.problem})` : line);
    say(lines.at(-1));
  }
  process.stdout.write(`\n${[...failures.map((one) => `FAILED  ${one}`), ...lines].join("\n")}\n\n`);
  finish(total);
}

function readOnly(args) {
  const known = [...new Set(STEPS.flatMap(({ names }) => names))];
  if (args.length === 0) return undefined;
  const [option, name] = args.flatMap((arg) => arg.split("="));
  if (option === "--only" && known.includes(name)) return name;
  process.stderr.write(`npm test takes no arguments, or -- --only ${known.join("|")}\n`);
  process.exit(1);
}

function finish(total) {
  process.exitCode = total.failed > 0 || total.unmet ? 1 : 0;
  // Last and alone, for whoever reads only one line.
  process.stdout.write(`${countsInWords(total)}\n`);
}

function countsInWords({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

async function node(script, ...args) {
  const { code } = await runChild(process.execPath, [fromRoot(script), ...args], { cwd: root });
  return code === 0 ? PASSED : FAILED;
}

async function contrast() {
  const script = "packages/look/contrast.mjs";
  return existsSync(fromRoot(script))
    ? node(script)
    : { passed: 0, failed: 0, skipped: 0, problem: "none here" };
}

async function build() {
  const { buildIfChanged } = await import("../build.mjs");
  await withCheckoutLock(() => buildIfChanged(say));
  return PASSED;
}

/** Where they cannot be had they are skipped, loudly; in continuous integration that is a failure. */
async function peerTests() {
  const { env, missing } = findPeers();
  return env !== undefined
    ? runVitest("peers", ["peers"], { env })
    : notRun("peers", "SIPp, baresip and espeak-ng", missing);
}

/** Without a browser they are skipped, loudly; in continuous integration that is a failure. */
async function browserTests() {
  const { executable, missing, unusable } = await findChromium();
  if (executable !== undefined) {
    const env = { CHROMIUM: executable };
    // How sound comes through is measured while nothing else runs.
    const sound = await runVitest("browser-sound", ["browser-sound"], { env });
    return added(sound, await runVitest("browser", ["browser"], { env, atOnce: AT_ONCE }));
  }
  // Somebody asked for this one: other browsers, or none, are not what was meant.
  if (unusable !== undefined) throw new Problem(unusable);
  return notRun("browser", "a Chromium", missing);
}

async function dayTest() {
  await build();
  const { executable, missing, unusable } = await findChromium();
  if (executable !== undefined) return runVitest("day", ["day"], { env: { CHROMIUM: executable } });
  if (unusable !== undefined) throw new Problem(unusable);
  return notRun("day", "a Chromium", missing);
}

const added = (one, other) => ({
  passed: one.passed + other.passed,
  failed: one.failed + other.failed,
  skipped: one.skipped + other.skipped,
  problem: one.problem ?? other.problem,
  failures: [...(one.failures ?? []), ...(other.failures ?? [])],
});

async function notRun(project, what, missing) {
  const skipped = Math.max(1, await listTests(project));
  process.stderr.write(`These tests need ${what}. To run them:\n  ${missing}\n`);
  return {
    passed: 0,
    failed: 0,
    skipped,
    problem: `not here: ${missing}`,
    unmet: process.env.CI === "true",
  };
}

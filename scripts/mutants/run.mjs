import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { misfits } from "./apply.mjs";
import { mutants } from "./list.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
const TESTS = {
  stories: ["packages/core/test"],
  day: ["apps/server/test/simulation/mutant-day.test.ts"],
};
/** A planted fault may also make a test go on for ever. */
const PATIENCE_MS = 150_000;

/** @returns whether the tests passed, and whether the fault was in the sources that they ran */
function runTests(name, asked) {
  return new Promise((resolve) => {
    const vitest = `${root}/node_modules/vitest/vitest.mjs`;
    const config = `${root}/scripts/mutants/vitest.config.mjs`;
    const child = spawn(process.execPath, [vitest, "run", "--config", config, ...asked], {
      cwd: root,
      env: { ...process.env, PATCHBAY_MUTANT: name },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (said += text));
    const timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve({
        passed: code === 0,
        planted: said.includes(`planted: ${name}`),
        ran: /Tests .*\d/.test(said),
        said,
      });
    });
  });
}

async function judge(mutant) {
  const startedAt = performance.now();
  const by = [];
  let broken = "";
  for (const who of mutant.caughtBy) {
    const { passed, planted, ran, said } = await runTests(mutant.name, TESTS[who] ?? [who]);
    if (!planted) broken = `the fault was not in what ${who} ran: ${said.slice(-400)}`;
    else if (passed) by.push(`${who}: NOT NOTICED`);
    else by.push(ran ? who : `${who} (could not run)`);
  }
  const survived = by.some((one) => one.endsWith("NOT NOTICED"));
  return { name: mutant.name, by, broken, survived, seconds: (performance.now() - startedAt) / 1_000 };
}

/**
 * `npm run mutants [name...]`: plants one fault after the other and fails when the tests that ought to notice it
 * do not. Nothing in the checkout is changed; see list.mjs.
 */
export async function run(wanted) {
  const problems = misfits(root);
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exit(1);

  const chosen = mutants.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  if (chosen.length === 0) {
    console.error(
      `No mutant is called ${wanted.join(" or ")}. There are:\n${mutants.map(({ name }) => `  ${name}`).join("\n")}`,
    );
    process.exit(1);
  }
  const healthy = await runTests("", [...TESTS.stories, ...TESTS.day]);
  if (!healthy.passed) {
    console.error(healthy.said);
    console.error("The tests fail without any fault planted: nothing can be learned from them.");
    process.exit(1);
  }
  const queue = [...chosen];
  const results = [];
  await Promise.all(
    Array.from({ length: Math.min(2, availableParallelism()) }, async () => {
      for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
        const result = await judge(mutant);
        results.push(result);
        const verdict = result.broken !== "" ? "BROKEN  " : result.survived ? "SURVIVED" : "caught  ";
        console.log(
          `${verdict}  ${result.name.padEnd(36)} ${result.seconds.toFixed(1).padStart(5)} s  ${result.by.join(", ")}`,
        );
        if (result.broken !== "") console.log(`          ${result.broken}`);
      }
    }),
  );
  const bad = results.filter(({ survived, broken }) => survived || broken !== "");
  console.log(`${results.length} planted, ${results.length - bad.length} caught`);
  if (bad.length > 0) process.exitCode = 1;
}

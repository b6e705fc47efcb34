import { mkdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { runChild } from "../start/child.mjs";
import { fromRoot, root } from "../start/paths.mjs";

const VITEST = fromRoot("node_modules/vitest/vitest.mjs");

/**
 * Runs vitest projects and counts from its own report.
 *
 * What never came to be a test counts as a failure too: a file that could not be loaded, an error outside of any
 * test, a run without a single test, a crash of vitest itself.
 */
export async function runVitest(name, projects, { env = {}, atOnce = 1 } = {}) {
  const report = fromRoot("node_modules", ".cache", "patchbay", `tests-${name}-${process.pid}.json`);
  await mkdir(path.dirname(report), { recursive: true });
  const { code } = await runChild(
    process.execPath,
    [
      VITEST,
      "run",
      ...projects.map((project) => `--project=${project}`),
      `--maxWorkers=${atOnce}`,
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
    ],
    { cwd: root, env: { ...process.env, ...env } },
  );
  const result = await readFile(report, "utf8")
    .then(JSON.parse)
    .catch(() => undefined);
  await rm(report, { force: true });
  return { ...countTests(result, code), failures: failuresOf(result) };
}

/** What failed, in a line or two each: whoever sees only the end of a long run is to know what it was. */
export function failuresOf(result) {
  return (result?.testResults ?? []).flatMap((file) => {
    const where = path.relative(root, file.name);
    const failed = file.assertionResults.filter((test) => test.status === "failed");
    if (failed.length === 0) return file.status === "failed" ? [`${where}\n    ${headOf(file.message)}`] : [];
    return failed.map(
      (test) => `${where} > ${test.fullName}\n    ${headOf(test.failureMessages.join("\n"))}`,
    );
  });
}

/** The message without the places in the code, which stand further up. */
const headOf = (message = "") =>
  message
    .split("\n")
    .filter((line) => !/^\s+at /.test(line) && line.trim() !== "")
    .slice(0, 6)
    .join("\n    ");

/** @param result vitest's json report, or undefined when there is none. */
export function countTests(result, exitCode) {
  if (result === undefined)
    return { passed: 0, failed: 1, skipped: 0, problem: "the test runner itself failed" };
  const passed = result.numPassedTests;
  const skipped = result.numPendingTests + result.numTodoTests;
  const unloadable = result.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  ).length;
  let failed = result.numFailedTests + unloadable;
  if (passed + failed + skipped === 0) return { passed, failed: 1, skipped, problem: "no tests were found" };
  if (failed === 0 && exitCode !== 0) {
    failed = 1;
    return { passed, failed, skipped, problem: "an error outside of any test" };
  }
  return { passed, failed, skipped };
}

/** How many tests there are, without running them. */
export async function listTests(project) {
  const { code, output } = await runChild(process.execPath, [VITEST, "list", `--project=${project}`], {
    cwd: root,
    quiet: true,
  });
  return code === 0 ? output.split("\n").filter((line) => line.includes(" > ")).length : 0;
}

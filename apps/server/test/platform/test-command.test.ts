import { execFile } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const folder = fileURLToPath(new URL("../../../../scripts/", import.meta.url));

/** Evaluates an expression beside the test command's own modules, which are plain JavaScript without types. */
function evaluate(module: string, expression: string, env: NodeJS.ProcessEnv = {}): Promise<unknown> {
  const code = `import * as m from ${JSON.stringify(`${folder}test/${module}`)};
    process.stdout.write("\\n" + JSON.stringify(await (${expression})));`;
  return new Promise((resolve, reject) => {
    const options = { env: { ...process.env, ...env } };
    execFile(process.execPath, ["--input-type=module", "-e", code], options, (error, stdout) =>
      error === null ? resolve(JSON.parse(stdout.slice(stdout.lastIndexOf("\n")))) : reject(error),
    );
  });
}

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((outcome) => ({ status: outcome })),
});
const report = (passed: number, failed: number, pending: number, testResults: unknown[]) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: pending,
  numTodoTests: 0,
  testResults,
});

test.each([
  [
    "what passed, failed and was skipped",
    report(2, 1, 1, [file("failed", "failed", "passed")]),
    1,
    [2, 1, 1],
  ],
  [
    "a file that could not be loaded as a failure",
    report(2, 0, 0, [file("passed", "passed"), file("failed")]),
    1,
    [2, 1, 0],
  ],
  ["a run without a test as a failure", report(0, 0, 0, []), 0, [0, 1, 0]],
  ["an error outside of any test as a failure", report(3, 0, 0, [file("passed", "passed")]), 1, [3, 1, 0]],
  ["a crash of the test runner as a failure", undefined, 139, [0, 1, 0]],
  ["a clean run", report(3, 0, 0, [file("passed", "passed")]), 0, [3, 0, 0]],
])("npm test counts %s", async (_, result, exitCode, [passed, failed, skipped]) => {
  const counted = await evaluate("vitest-run.mjs", `m.countTests(${JSON.stringify(result)}, ${exitCode})`);
  expect(counted).toMatchObject({ passed, failed, skipped });
});

test("npm test names at its end what failed, without the places in the code", async () => {
  const result = {
    testResults: [
      {
        name: path.resolve("e2e/one.e2e.ts"),
        status: "failed",
        assertionResults: [
          { status: "passed", fullName: "a", failureMessages: [] },
          {
            status: "failed",
            fullName: "b c",
            failureMessages: ["Error: no tone\n    at here (file.ts:1:2)"],
          },
        ],
      },
      {
        name: path.resolve("e2e/two.e2e.ts"),
        status: "failed",
        message: "no such module",
        assertionResults: [],
      },
    ],
  };
  expect(await evaluate("vitest-run.mjs", `m.failuresOf(${JSON.stringify(result)})`)).toEqual([
    "e2e/one.e2e.ts > b c\n    Error: no tone",
    "e2e/two.e2e.ts\n    no such module",
  ]);
});

test("a CHROMIUM that does not start is told, not replaced by another", async () => {
  expect(await evaluate("chromium.mjs", "m.findChromium()", { CHROMIUM: "/nowhere/chromium" })).toEqual({
    unusable: 'CHROMIUM="/nowhere/chromium": there is no such file. Name another, or leave it out.',
  });
});

test.each([
  [["--help"], 0, /--minutes +N/],
  [["--minuts", "3"], 1, /^There is no option "--minuts"\.\n.*--minutes/s],
  [["--minutes"], 1, /^--minutes takes a number\./],
  [["--seed=x"], 1, /^--seed takes a number\./],
])("npm run soak with %j starts no run and says what it takes", async (words, code, said) => {
  const ended = await new Promise<{ code: unknown; said: string }>((resolve) => {
    execFile(process.execPath, [`${folder}soak.mjs`, ...words], (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, said: stderr + stdout }),
    );
  });
  expect(ended.code).toBe(code);
  expect(ended.said).toMatch(said);
});

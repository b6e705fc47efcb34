import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { expect, test } from "vitest";

test("every planted fault of `npm run mutants` still fits the source that it is planted in", () => {
  const root = resolve(import.meta.dirname, "../../../..");
  const script = `
    const { misfits } = await import("./scripts/mutants/apply.mjs");
    const { mutants } = await import("./scripts/mutants/list.mjs");
    console.log(JSON.stringify({ count: mutants.length, problems: misfits(process.cwd()) }));`;
  const run = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: root,
    encoding: "utf8",
  });
  expect(run.stderr).toBe("");
  const { count, problems } = JSON.parse(run.stdout) as { count: number; problems: string[] };
  expect(problems).toEqual([]);
  expect(count).toBeGreaterThanOrEqual(15);
});

import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

const script = fileURLToPath(new URL("../../../../scripts/boundaries.mjs", import.meta.url));
const CLEAN = {
  "packages/core/src/index.ts": 'export { longestIdle } from "./agent/agent.js";\n',
  "packages/core/src/agent/agent.ts":
    "export interface Clock { Date: Date }\nexport const longestIdle = (at: number) => Math.max(at, 0);\n",
  "packages/protocol/src/index.ts": "export const level = 1;\n",
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "patchbay-boundaries-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Checks a small tree: the clean one with these files on top. */
async function check(files: Readonly<Record<string, string>>): Promise<{ code: number; output: string }> {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  return new Promise((resolve) => {
    execFile(process.execPath, [script, folder], (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), output: stdout + stderr }),
    );
  });
}

test("a clean tree passes", async () => {
  const { code, output } = await check(CLEAN);
  expect(output).toContain("3 modules and 2 files of the core examined, 0 problems");
  expect(code).toBe(0);
});

test("an empty tree fails: nothing was examined", async () => {
  const { code, output } = await check({});
  expect(code).toBe(1);
  expect(output).toContain("no module was examined");
  expect(output).toContain("no file of the core was examined");
});

test.each([
  ["core-no-node-builtins", { "packages/core/src/a.ts": 'import "node:fs";\n' }],
  [
    "core-imports-nothing",
    {
      "packages/core/src/a.ts": 'import type { X } from "../../protocol/src/x.js";\nexport type Y = X;\n',
      "packages/protocol/src/x.ts": "export type X = 1;\n",
    },
  ],
  [
    "protocol-imports-only-core",
    {
      "packages/protocol/src/a.ts": 'import "../../map/src/m.js";\n',
      "packages/map/src/m.ts": "export const m = 1;\n",
    },
  ],
  [
    "packages-import-no-apps",
    {
      "packages/map/src/m.ts": 'import "../../../apps/desk/src/d.js";\n',
      "apps/desk/src/d.ts": "export const d = 1;\n",
    },
  ],
  [
    "apps-import-no-other-app",
    {
      "apps/server/src/s.ts": 'import "../../desk/src/d.js";\n',
      "apps/desk/src/d.ts": "export const d = 1;\n",
    },
  ],
  [
    "packages-through-their-face",
    { "apps/server/src/s.ts": 'import "../../../packages/core/src/agent/agent.js";\n' },
  ],
  ["resolvable", { "apps/server/src/s.ts": 'import "./not-there.js";\n' }],
])("a planted violation of %s is found", async (rule, files) => {
  const { code, output } = await check({ ...CLEAN, ...files });
  expect(output).toContain(`${rule}: `);
  expect(code).toBe(1);
});

test.each([
  ["await", "export async function f(x: PromiseLike<1>) { return await x; }"],
  ["async", "export const f = async () => 1;"],
  ["Date", "export const now = () => Date.now();"],
  ["Date", "export const now = () => new Date();"],
  ["Math.random", "export const chance = () => Math.random();"],
  ["Math.random", "const { random } = Math; export const chance = random;"],
  ["crypto", "export const id = () => crypto.randomUUID();"],
  ["performance", "export const now = () => performance.now();"],
  ["setTimeout", "export const later = (f: () => void) => setTimeout(f, 1);"],
  ["process", "export const home = process.env;"],
  ["console", "export const say = () => console.log(1);"],
  ["fetch", "export const get = () => fetch('/');"],
  ["globalThis", "export const now = () => globalThis.Date.now();"],
  ["import()", "export const load = () => import('./agent.js');"],
])("in the core, %s is found: %s", async (what, code) => {
  const result = await check({
    ...CLEAN,
    "packages/core/src/agent/planted.ts": `// A comment may say Date.\n${code}\n`,
  });
  expect(result.output).toMatch(new RegExp(`planted\\.ts:2 uses ${what.replace(/[()]/g, "\\$&")}`));
  expect(result.code).toBe(1);
});

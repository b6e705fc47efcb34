import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";

const script = fileURLToPath(new URL("../../../../scripts/boundaries.mjs", import.meta.url));
const CLEAN = {
  "packages/core/src/index.ts": 'export { longestIdle } from "./agent/agent.js";\n',
  "packages/core/src/agent/agent.ts":
    "export interface Clock { Date: Date }\nexport const longestIdle = (at: number) => Math.max(at, 0);\n",
  "packages/protocol/src/index.ts": "export const level = 1;\n",
};

interface Found {
  readonly clean: boolean;
  readonly output: string;
}
type Tree = Readonly<Record<string, string>>;

/** What the command says of each of these trees, looked at in one run: most of its time is to get ready. */
async function checkAll(trees: readonly Tree[]): Promise<Found[]> {
  const place = await mkdtemp(path.join(os.tmpdir(), "patchbay-boundaries-"));
  try {
    const folders = trees.map((_, nth) => path.join(place, `tree-${nth}`));
    for (const [nth, tree] of trees.entries()) {
      await mkdir(path.join(place, `tree-${nth}`));
      for (const [name, text] of Object.entries(tree)) {
        const file = path.join(place, `tree-${nth}`, name);
        await mkdir(path.dirname(file), { recursive: true });
        await writeFile(file, text);
      }
    }
    const { code, output } = await run(...folders);
    const said = output.split(/^== /m).slice(1);
    expect(said.length, output).toBe(trees.length);
    const all = said.map((text) => ({ clean: text.includes(", 0 problems"), output: text }));
    expect(code).toBe(all.every(({ clean }) => clean) ? 0 : 1);
    return all;
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

const run = (...folders: readonly string[]): Promise<{ readonly code: number; readonly output: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [script, ...folders], (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), output: stdout + stderr }),
    );
  });

const PLANTED: readonly (readonly [rule: string, files: Tree])[] = [
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
];

const IMPURE: readonly (readonly [what: string, code: string])[] = [
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
];

let clean: Found | undefined;
let violations: readonly Found[];
let impurities: readonly Found[];
beforeAll(async () => {
  const [first, ...others] = await checkAll([
    CLEAN,
    ...PLANTED.map(([, files]) => ({ ...CLEAN, ...files })),
    ...IMPURE.map(([, code]) => ({
      ...CLEAN,
      "packages/core/src/agent/planted.ts": `// A comment may say Date.\n${code}\n`,
    })),
  ]);
  clean = first;
  violations = others.slice(0, PLANTED.length);
  impurities = others.slice(PLANTED.length);
});

test("a clean tree passes", async () => {
  expect(clean?.output).toContain("3 modules and 2 files of the core examined, 0 problems");
  const folder = await mkdtemp(path.join(os.tmpdir(), "patchbay-boundaries-"));
  try {
    const { code, output } = await run(folder);
    expect(output, "an empty tree fails: nothing was examined").toContain("no module was examined");
    expect(output).toContain("no file of the core was examined");
    expect(code).toBe(1);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test.each(PLANTED.map(([rule], nth) => [rule, nth] as const))(
  "a planted violation of %s is found",
  (rule, nth) => {
    expect(violations[nth]?.output).toContain(`${rule}: `);
    expect(violations[nth]?.clean).toBe(false);
  },
);

test.each(IMPURE.map(([what, code], nth) => [what, code, nth] as const))(
  "in the core, %s is found: %s",
  (what, _code, nth) => {
    const found = impurities[nth];
    expect(found?.output).toMatch(new RegExp(`planted\\.ts:2 uses ${what.replace(/[()]/g, "\\$&")}`));
    expect(found?.clean).toBe(false);
  },
);

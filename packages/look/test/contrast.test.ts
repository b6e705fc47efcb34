import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const script = fileURLToPath(new URL("../contrast.mjs", import.meta.url));
const tokens = readFileSync(new URL("../src/tokens.css", import.meta.url), "utf8");
const measure = (css: string): string => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), "patchbay-contrast-")), "tokens.css");
  writeFileSync(file, css);
  return execFileSync(process.execPath, [script, file], { encoding: "utf8" });
};

test("every pair of colours that the product relies on can be read", () => {
  expect(measure(tokens)).toMatch(/^\d{3} pairs pass$/m);
});

test("a pair that became too faint is found", () => {
  expect(tokens).toContain("--pb-text-3: #5e686d");
  expect(() => measure(tokens.replace("--pb-text-3: #5e686d", "--pb-text-3: #9ea8ad"))).toThrow();
});

test("measuring nothing is no success", () => {
  expect(() => measure(":root { color: red; }")).toThrow();
});

import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const here = new URL(".", import.meta.url);

test("every rule of SPEC.md has a test that cites it, and no test cites a rule that is not there", () => {
  const spec = readFileSync(new URL("../SPEC.md", here), "utf8");
  const rules = new Set([...spec.matchAll(/\*\*([A-Z]{3}-\d+)\*\*/g)].map(([, id]) => id));
  const cited = new Set<string>();
  for (const file of readdirSync(here).filter((name) => name.endsWith(".test.ts"))) {
    const text = readFileSync(new URL(file, here), "utf8");
    for (const [title] of text.matchAll(/"(\[[A-Z]{3}-\d+\][^"]*)"/g)) {
      for (const [, id] of title.matchAll(/\[([A-Z]{3}-\d+)\]/g)) cited.add(id as string);
    }
  }
  expect(rules.size).toBeGreaterThan(40);
  expect([...rules].filter((rule) => !cited.has(rule as string)).sort(), "rules without a test").toEqual([]);
  expect([...cited].filter((rule) => !rules.has(rule)).sort(), "tests of no rule").toEqual([]);
});

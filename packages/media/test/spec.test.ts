import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

it("every rule of SPEC.md has a test that cites it, and no test cites a rule that is not there", () => {
  const read = (place: string): string => readFileSync(new URL(place, import.meta.url), "utf8");
  const rules = new Set([...read("../SPEC.md").matchAll(/\*\*([A-Z]{3}-\d+)\*\*/g)].map(([, id]) => id));
  const tests = readdirSync(new URL(".", import.meta.url)).filter((name) => name.endsWith(".test.ts"));
  const texts = [...tests, "../../../e2e/media-leg.e2e.ts"].map(read);
  const cited = new Set(
    texts.flatMap((text) => [...text.matchAll(/"([A-Z]{3}-\d+)\b/g)].map(([, id]) => id)),
  );
  expect(rules.size).toBeGreaterThan(50);
  expect([...rules].filter((rule) => !cited.has(rule)).sort(), "rules without a test").toEqual([]);
  expect([...cited].filter((rule) => !rules.has(rule)).sort(), "tests of no rule").toEqual([]);
});

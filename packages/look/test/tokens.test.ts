import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const read = (name: string): string => readFileSync(new URL(`../src/${name}`, import.meta.url), "utf8");
const tokens = read("tokens.css");

/** The declarations of the block that starts with `selector`, without their indentation. */
function declarations(selector: string): string[] {
  const start = tokens.indexOf(`${selector} {`);
  expect(start, selector).toBeGreaterThan(-1);
  const body = tokens.slice(tokens.indexOf("{", start) + 1, tokens.indexOf("}", start));
  return body
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

test("the system's dark theme and the chosen one are the same", () => {
  const chosen = declarations('\n[data-theme="dark"]');
  expect(chosen.length).toBeGreaterThan(80);
  expect(declarations(":root:not([data-theme])")).toEqual(chosen);
});

test("each theme gives every colour a value", () => {
  const names = (selector: string): string[] =>
    declarations(selector)
      .map((line) => line.split(":")[0] ?? "")
      .filter((name) => name.startsWith("--pb-") && name !== "--pb-hair")
      .sort();
  expect(names('\n[data-theme="dark"]')).toEqual(names('\n[data-theme="light"]'));
  expect(names('\n[data-theme="contrast"]')).toEqual(names('\n[data-theme="light"]'));
});

test("letters and the boxes that hold them grow with the browser's letter size", () => {
  for (const name of ["tokens.css", "components.css"]) {
    const fixed = read(name)
      .split("\n")
      .filter((line) =>
        /^\s*(font-size|line-height|(min-)?height|--pb-[tl]-\w+|font):.*\b([4-9]|\d\d+)px/.test(line),
      );
    expect(fixed, name).toEqual([]);
  }
});

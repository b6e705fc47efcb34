import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const source = fileURLToPath(new URL("../../src", import.meta.url));

// A desk that speaks German in an English browser would write its dates in English, in the middle of a German sentence.
test("no date or number is written as the browser is set, but in the language that the desk shows", () => {
  const found = readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file))
    .filter((file) =>
      /\.toLocale(Date|Time)?String\((\)|\[\]|undefined)/.test(readFileSync(path.join(source, file), "utf8")),
    );
  expect(found).toEqual([]);
});

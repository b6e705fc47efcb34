import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const source = fileURLToPath(new URL("../../src", import.meta.url));

// React keeps a part that could not be fetched as broken until the page is loaded anew; `later` fetches it ahead, and again.
test("every part whose code comes in a file of its own comes by `later`, which asks again after an outage", () => {
  const lazy = readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file))
    .filter((file) => /\blazy\(/.test(readFileSync(path.join(source, file), "utf8")));
  expect(lazy).toEqual([]);
});

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { VERSION } from "../../src/composition/version.js";

test("the version that the server tells is the repository's", () => {
  const { version } = JSON.parse(
    readFileSync(new URL("../../../../package.json", import.meta.url), "utf8"),
  ) as { version: string };
  expect(VERSION).toBe(version);
});

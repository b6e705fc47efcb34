import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import {
  callFailureCatalogue,
  errorActions,
  errorCatalogue,
  errorEffects,
  messagingCatalogue,
  messagingErrors,
  phoneFaultCatalogue,
} from "../src/index.js";

/*
 * That every code has an entry, the types say: the functions that refuse take the codes of the lists, and each catalogue is
 * held against its list. That every entry's code is also said by somebody, no type can say: this looks through the sources.
 */
const root = fileURLToPath(new URL("../../..", import.meta.url));

function textBelow(folder: string, leftOut: readonly string[] = []): string {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !leftOut.some((out) => file.startsWith(path.join(root, out))))
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
}

/** Codes that no source says: `says` makes of a code what it looks like where it is said. */
const unsaid = (codes: readonly string[], text: string, says: (code: string) => string): readonly string[] =>
  codes.filter((code) => !text.includes(says(code)));
const quoted = (code: string): string => `"${code}"`;

const core = textBelow("packages/core/src", ["packages/core/src/center/messages.ts"]);
const server = textBelow("apps/server/src", ["apps/server/src/help"]);
const desk = textBelow("apps/desk/src", ["apps/desk/src/words"]);

describe("every code in the catalogue is one that somebody says", () => {
  it("rejections, refusals and what the desk finds", () => {
    // As the keys of a list of sentences they stand without quotes.
    const said = (code: string): boolean =>
      [core, server, desk].some((text) => text.includes(quoted(code))) || server.includes(`\n  ${code}: `);
    expect(Object.keys(errorCatalogue).filter((code) => !said(code))).toEqual([]);
  });

  it("what a desk finds of its phone", () => {
    const found = `${textBelow("apps/desk/src/phone")}\n${server}`;
    expect(unsaid(Object.keys(phoneFaultCatalogue), found, quoted)).toEqual([]);
  });

  it("why a call is over", () => {
    const lines = `${textBelow("apps/voice/src")}\n${textBelow("packages/sip/src")}\n${core}`;
    expect(unsaid(Object.keys(callFailureCatalogue), lines, quoted)).toEqual([]);
  });

  it("codes of the messaging API, each of which has its entry", () => {
    expect(Object.keys(messagingCatalogue).sort()).toEqual(Object.keys(messagingErrors).sort());
    expect(unsaid(Object.keys(messagingErrors), server, quoted)).toEqual([]);
  });

  it("a code that nobody says is found", () => {
    expect(unsaid(["no_such_code", "object_not_found"], `${core}${server}`, quoted)).toEqual([
      "no_such_code",
    ]);
  });
});

describe("the page of errors", () => {
  const all = [
    ...Object.entries(errorCatalogue),
    ...Object.entries(phoneFaultCatalogue),
    ...Object.entries(callFailureCatalogue),
    ...Object.entries(messagingCatalogue),
  ];

  it("has one place for each code", () => {
    const codes = all.map(([code]) => code);
    expect(codes.filter((code, at) => codes.indexOf(code) !== at)).toEqual([]);
    expect(codes.filter((code) => !/^[a-z0-9_]+$/.test(code))).toEqual([]);
  });

  it("uses every effect and every action", () => {
    const effects = new Set(all.map(([, { effect }]) => effect));
    const actions = new Set(all.map(([, { action }]) => action));
    expect(errorEffects.filter((effect) => !effects.has(effect))).toEqual([]);
    expect(errorActions.filter((action) => !actions.has(action))).toEqual([]);
  });
});

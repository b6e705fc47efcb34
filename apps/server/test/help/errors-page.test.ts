import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  callFailureCatalogue,
  type ErrorWords,
  errorActions,
  errorCatalogue,
  errorEffects,
  errorWordsSchema,
  phoneFaultCatalogue,
} from "@patchbay/protocol";
import Fastify, { type FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { languageFor } from "../../src/help/error-words.js";
import { registerHelp } from "../../src/help/index.js";

/** Words of the form that a desk's build writes, each of which says where it belongs. */
const worded = (keys: readonly string[], kind: string): Record<string, string> =>
  Object.fromEntries(
    keys.map((key) => [key, `${kind} of ${key}${/^(Sent|Fail|Why)/.test(kind) ? " since {{since}}" : ""}`]),
  );
const english: ErrorWords = {
  errors: worded(Object.keys(errorCatalogue), "Sentence"),
  help: {
    effect: worded(errorEffects, "Effect"),
    action: worded(errorActions, "Action"),
    sees: worded(["agent", "administrator", "customer", "developer"], "Seen"),
    severity: worded(["notice", "warning", "fault"], "Severity"),
    page: {
      title: "Errors",
      intro: "Intro",
      search: "Search",
      found: "shown",
      none: "None",
      did: "Did",
      todo: "To do",
      seenBy: "Seen by",
      status: "Status",
      group: worded(["desk", "phone", "call", "messaging"], "Group"),
      groupIntro: worded(["desk", "phone", "call", "messaging"], "Intro"),
      toDesk: "To the desk",
    },
    example: { since: "09:12" },
  },
  phoneStatus: worded(Object.keys(phoneFaultCatalogue), "Status"),
  phoneWhy: { ...worded(Object.keys(phoneFaultCatalogue), "Why"), elsewhere: { ok: "of no concern" } },
  callFailed: worded(Object.keys(callFailureCatalogue), "Failure"),
};

let folder: string;
let app: FastifyInstance;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "pb-help-"));
  await mkdir(path.join(folder, "words"));
  await writeFile(
    path.join(folder, "words", "errors.en.json"),
    JSON.stringify(errorWordsSchema.parse(english)),
  );
  const german = { ...english, errors: { ...english.errors, self_call: "Die <eigene> Nummer" } };
  await writeFile(path.join(folder, "words", "errors.de.json"), JSON.stringify(german));
  app = Fastify();
  registerHelp(app, folder);
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

const get = async (url: string, language = "en") =>
  app.inject({ url, headers: { "accept-language": language } });

test("each code has its place, its sentence, what happened and what to do", async () => {
  const { body } = await get("/help/errors");
  for (const code of Object.keys(errorCatalogue)) expect(body).toContain(`<article id="${code}">`);
  expect(body).toContain("Sentence of consent_missing since 09:12");
  expect(body).toContain("Action of ask_customer");
  expect(body).toContain("Status of mic_denied. Why of mic_denied");
  expect(body).toContain("Failure of busy");
  expect(body).not.toMatch(/\{\{|undefined|<dd><\/dd>|<h3><\/h3>/);
});

test("the page runs and loads nothing but its own files", async () => {
  const page = await get("/help/errors");
  const csp = String(page.headers["content-security-policy"]);
  expect(csp).toContain("default-src 'none'");
  expect(csp).not.toContain("unsafe");
  expect(page.body).not.toMatch(/\sstyle=|\son\w+=|<script>|<style/);
  for (const [, url] of page.body.matchAll(/(?:src|href)="(\/help\/[^"]+)"/g))
    expect((await get(url ?? "")).statusCode, url).toBe(200);
});

test("it speaks the browser's language, or the one that was asked for", async () => {
  expect((await get("/help/errors", "fr;q=0.9, de-CH;q=0.8, en;q=0.1")).body).toContain('<html lang="de">');
  expect((await get("/help/errors", "fr")).body).toContain('<html lang="en">');
  expect((await get("/help/errors?lang=de")).body).toContain("Die &lt;eigene&gt; Nummer");
  expect((await get("/help/errors?lang=de&lang=en")).body).toContain('<html lang="en">');
  expect((await get("/help/errors?lang=../secret")).statusCode).toBe(200);
});

test("which language is liked best", () => {
  const there = new Map([
    ["de", 1],
    ["en", 1],
  ]);
  expect(languageFor(undefined, there)).toBe("en");
  expect(languageFor("de;q=0, fr", there)).toBe("en");
  expect(languageFor("en-GB;q=0.4,de;q=0.5", there)).toBe("de");
});

test("without a built desk there is no page, and no fault", () => {
  const bare = Fastify();
  registerHelp(bare, path.join(folder, "nothing"));
  expect(bare.hasRoute({ method: "GET", url: "/help/errors" })).toBe(false);
});

import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SPEECH_TEXT_MAX } from "../../src/center/speech.js";
import { CommandSpeech, commandWords } from "../../src/speech-command/index.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "pb-speech-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** A voice of a few lines: what it does with the text on its standard input. */
const voice = (script: string, options: { withinMs?: number; bytesMax?: number; keptMax?: number } = {}) =>
  new CommandSpeech({ command: [process.execPath, "-e", script], folder, ...options });
const ECHO = `let text = ""; process.stdin.on("data", (part) => text += part).on("end", () => process.stdout.write("said:" + text));`;

test("a command line is words, and no shell's: quotes keep spaces, nothing else means anything", () => {
  expect(commandWords("espeak-ng --stdin -w /dev/stdout")).toEqual([
    "espeak-ng",
    "--stdin",
    "-w",
    "/dev/stdout",
  ]);
  expect(commandWords(`  "/opt/my voice/say" '--lang=a b' "" $(rm) ;`)).toEqual([
    "/opt/my voice/say",
    "--lang=a b",
    "",
    "$(rm)",
    ";",
  ]);
  expect(commandWords(`say "it`)).toBeUndefined();
  expect(commandWords("   ")).toBeUndefined();
});

test("the text goes to the program's input as it is, never into a shell, and the same text is said once", async () => {
  const marker = path.join(folder, "hacked");
  const text = `Grüße; $(touch ${marker}) \`touch ${marker}\` --help`;
  const counting = `require("node:fs").appendFileSync(${JSON.stringify(path.join(folder, "runs"))}, "x");${ECHO}`;
  const speech = voice(counting);
  expect((await speech.say(text)).toString()).toBe(`said:${text}`);
  expect((await speech.say(text)).toString()).toBe(`said:${text}`);
  expect((await speech.say("another")).toString()).toBe("said:another");
  expect(existsSync(marker)).toBe(false);
  expect(await readFile(path.join(folder, "runs"), "utf8"), "the first was kept").toBe("xx");
});

test("a voice that fails, hangs, says nothing, too much, or is not there is refused; nothing of it is kept", async () => {
  const before = (await readdir(folder)).length;
  await expect(voice("process.exit(3)").say("a")).rejects.toMatchObject({ code: "failed" });
  await expect(voice("").say("b")).rejects.toMatchObject({ code: "failed" });
  await expect(voice("setTimeout(() => {}, 60000)", { withinMs: 200 }).say("c")).rejects.toMatchObject({
    code: "too_slow",
  });
  await expect(voice(ECHO, { bytesMax: 10 }).say("far too long")).rejects.toMatchObject({
    code: "too_large",
  });
  await expect(voice(ECHO).say("x".repeat(SPEECH_TEXT_MAX + 1))).rejects.toMatchObject({ code: "too_large" });
  const nobody = new CommandSpeech({ command: [path.join(folder, "no-such-voice")], folder });
  await expect(nobody.say("d")).rejects.toMatchObject({ code: "failed" });
  expect((await readdir(folder)).length).toBe(before);
});

test("only so many sounds are kept, the last ones", async () => {
  const own = path.join(folder, "few");
  const speech = new CommandSpeech({ command: [process.execPath, "-e", ECHO], folder: own, keptMax: 2 });
  for (const text of ["one", "two", "three"]) await speech.say(text);
  expect(await readdir(own)).toHaveLength(2);
});

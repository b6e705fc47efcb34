import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { wavFile } from "@patchbay/media";
import { ownSoundFiles, ownSoundName } from "@patchbay/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";
import { OwnSounds } from "../src/workers/own-sounds.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "pb-own-sounds-"));
  await mkdir(path.join(folder, "larkfield"));
});
afterEach(() => rm(folder, { recursive: true }));

/** A sound of so many seconds whose samples all have one value; 64 hexadecimal digits stand for it. */
async function keep(digit: string, seconds: number, value = 7): Promise<string> {
  const name = ownSoundName("larkfield", digit.repeat(64));
  const files = ownSoundFiles(name);
  if (files === undefined) throw new Error(name);
  const samples = (rate: number) => new Int16Array(rate * seconds).fill(value);
  await writeFile(path.join(folder, ...files.wide), wavFile(samples(16_000), 16_000));
  await writeFile(
    path.join(folder, ...files.narrow),
    wavFile(
      samples(8_000).map(() => value + 1),
      8_000,
    ),
  );
  return name;
}

test("a sound is read when it is first wanted, at both rates, and is there from then on", async () => {
  const sounds = new OwnSounds(folder);
  const name = await keep("a", 1);
  expect(sounds.clip(name)).toBeUndefined();
  await sounds.ready(["goodbye", name]);
  expect(sounds.ready(["goodbye", name]), "nothing more to wait for").toBeUndefined();
  const clip = sounds.clip(name);
  expect(clip?.durationMs).toBe(1_000);
  expect([clip?.at(16_000)[100], clip?.at(8_000)[100]]).toEqual([7, 8]);
});

test("two who want it at once read it once; what is not there is passed over, and found when it comes", async () => {
  let now = 0;
  const sounds = new OwnSounds(folder, () => now);
  const name = ownSoundName("larkfield", "b".repeat(64));
  await Promise.all([sounds.ready([name]), sounds.ready([name])]);
  expect(sounds.clip(name)).toBeUndefined();
  expect(sounds.ready([name]), "not looked for at every drawing").toBeUndefined();
  await keep("b", 1);
  now += 6_000;
  await sounds.ready([name]);
  expect(sounds.clip(name)?.durationMs).toBe(1_000);
});

test("only the name of a sound becomes a path", () => {
  const sounds = new OwnSounds(folder);
  const sha = "c".repeat(64);
  for (const name of [
    `own/../${sha}`,
    `own/larkfield/../../${sha}`,
    `own/larkfield/${sha}/x`,
    `own/.hidden/${sha}`,
    `own//${sha}`,
    `own/larkfield/${"c".repeat(63)}`,
    `/own/larkfield/${sha}`,
    "goodbye",
  ]) {
    expect(ownSoundFiles(name), name).toBeUndefined();
    expect(sounds.ready([name]), name).toBeUndefined();
  }
});

test("the least recently played leaves memory first", async () => {
  const sounds = new OwnSounds(folder);
  // Each takes 24 MB at both rates: two of them fit, three do not.
  const [first = "", second = "", third = ""] = await Promise.all(
    ["1", "2", "3"].map((digit) => keep(digit, 500)),
  );
  await sounds.ready([first]);
  await sounds.ready([second]);
  sounds.clip(first);
  await sounds.ready([third]);
  expect([first, second, third].map((name) => sounds.clip(name) !== undefined)).toEqual([true, false, true]);
});

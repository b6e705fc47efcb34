import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { clipFromUpload } from "@patchbay/media";
import { expect, test } from "vitest";
import { CommandSpeech } from "../../src/speech-command/index.js";

test("espeak-ng says a text, and what it says is taken as a prompt", async () => {
  const program = process.env["ESPEAK_NG"];
  if (program === undefined) throw new Error("ESPEAK_NG names no program: run npm test -- --only peers");
  const folder = await mkdtemp(path.join(tmpdir(), "pb-espeak-"));
  try {
    const speech = new CommandSpeech({ command: [program, "--stdin", "--stdout"], folder });
    const taken = await clipFromUpload(
      await speech.say("Welcome to Larkfield. Please hold the line."),
      60_000,
    );
    if ("rejected" in taken) throw new Error(taken.rejected.code);
    expect(taken.clip.durationMs).toBeGreaterThan(1_500);
    expect(taken.clip.samples.some((sample) => Math.abs(sample) > 2_000)).toBe(true);
  } finally {
    await rm(folder, { recursive: true });
  }
});

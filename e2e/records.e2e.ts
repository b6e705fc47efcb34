import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { unzipSync } from "fflate";
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { VERIFY_COMMANDS } from "../apps/server/src/signatures/verify-text.js";
import { SipPhone } from "../apps/voice/test/support/sip-phone.js";
import { readWav, toneAmplitude, wavFile } from "../packages/media/src/index.js";
import { expectAccessible } from "./support/axe.js";
import { eventually } from "./support/eventually.js";
import { story } from "./support/house.js";
import { TELEPHONY } from "./support/ports.js";

const MARIA = "Maria Gutiérrez";
/** What the caller says all the time, in Hz. */
const CALLER = 440;

/** What the recorded message sounds like, in Hz. */
const MESSAGE = 1_500;

/** What the browser's player gets, as the server gives it. */
async function recordingOf(page: Page): Promise<{ readonly said: Int16Array; readonly heard: Int16Array }> {
  const recordingId = await page.locator("[data-recording]").first().getAttribute("data-recording");
  const bytes = await page.evaluate(async (id) => {
    const response = await fetch(`/api/recordings/${id}/audio?seat=1`);
    return [...new Uint8Array(await response.arrayBuffer())];
  }, recordingId);
  const [said, heard] = readWav(Uint8Array.from(bytes))?.channels ?? [];
  if (said === undefined || heard === undefined) throw new Error("no WAV of two channels came");
  return { said, heard };
}

/** Loudness of the caller's tone in each half second. */
const toneBy = (samples: Int16Array): number[] =>
  Array.from({ length: Math.floor(samples.length / 4_000) }, (_, at) =>
    toneAmplitude(samples.subarray(at * 4_000, at * 4_000 + 4_000), 8_000, CALLER),
  );

story(
  "A call is recorded with a pause and a voice signature, found in the records, played, and its listening is known",
  "light",
  async (house) => {
    const office = await house.office();
    const sofia = await office.seat(1);
    const { page } = sofia;
    await sofia.ready("agent1");
    await page.getByRole("button", { name: "Ready for calls. Open phone", exact: true }).waitFor();
    await hasMessages(page);

    const caller = await SipPhone.open(TELEPHONY.sip, TELEPHONY.trunk);
    house.whenClosed(() => caller.close());
    caller.rtp.say(CALLER);
    await caller.connect("8000");
    await eventually("the menu takes the key", async () => {
      caller.rtp.press("1");
      await page.getByRole("region", { name: `Incoming call from ${MARIA}` }).waitFor({ timeout: 2_500 });
    });
    await page.keyboard.press("F2");
    const facts = page.getByRole("region", { name: "About this call" });
    await facts.getByText("Talking", { exact: true }).waitFor();

    await page.keyboard.press("Alt+b");
    await facts.getByText(/^Recording \d:\d\d$/).waitFor();
    await expectAccessible("a desk that records", page);
    await page.waitForTimeout(1_500);
    await page.keyboard.press("Alt+b");
    await facts.getByText(/^Recording paused, goes on in [12]:\d\d$/).waitFor();
    await page.waitForTimeout(1_500);
    await page.keyboard.press("Alt+b");
    await facts.getByText(/^Recording \d:\d\d$/).waitFor();
    await page.waitForTimeout(1_500);
    await playsMessage(page, caller);
    await page.getByRole("button", { name: "Report bad sound", exact: true }).click();
    await page.getByRole("menuitemradio", { name: "Choppy", exact: true }).click();
    await page.getByRole("button", { name: "Reported: Choppy", exact: true }).waitFor();
    await eventually("a first sample of the sound is over", async () => {
      expect(await facts.getByText(/^Call 0:(0[89]|[1-5]\d)$/).count()).toBe(1);
    });
    await signs(page);
    await facts.getByRole("button", { name: "Consent given" }).waitFor();
    caller.bye();
    await page.getByRole("list", { name: "Active communications" }).getByText("Wrap-up").waitFor();

    await page.keyboard.press("Alt+3");
    const records = page.getByRole("main");
    await records.getByRole("textbox", { name: "Search in records" }).fill("503 555 0142");
    const found = records.getByRole("button", { name: new RegExp(`^Open ${MARIA}, Incoming call, Today`) });
    await found.waitFor();
    await records.getByRole("button", { name: /^Filters/ }).click();
    await records
      .getByRole("combobox", { name: "Recording", exact: true })
      .selectOption({ label: "Recorded" });
    await records.getByText("1 found", { exact: true }).waitFor();
    await found.focus();
    await page.keyboard.press("Enter");
    const player = page.getByRole("group", { name: /^Player: / }).first();
    await player.waitFor();
    await records.getByText("Signed", { exact: true }).waitFor();
    await records.getByText("Not accepted", { exact: true }).waitFor();
    await eventually("the waveform is drawn", async () => {
      expect(await player.locator(".wave-done path").count()).toBe(2);
      expect(await player.locator(".wave-band.paused").count()).toBe(1);
    });
    await expectAccessible("a record with its player", page);

    const place = player.getByRole("slider", { name: "Position in the recording" });
    const seconds = async (): Promise<number> => Number(await place.getAttribute("aria-valuenow"));
    await plays(player, place);
    await place.press("End");
    await eventually("it is at its end", async () => expect(await seconds()).toBeGreaterThan(3));
    await place.press("Home");
    expect(await seconds()).toBe(0);
    await player.getByRole("button", { name: `Mute ${MARIA}` }).click();
    expect(await player.getByRole("button", { name: `Mute ${MARIA}` }).getAttribute("aria-pressed")).toBe(
      "true",
    );
    // An agent hears its own; a copy is another right.
    expect(await player.getByRole("link", { name: "Download" }).count()).toBe(0);

    const { said, heard } = await recordingOf(page);
    const tone = toneBy(heard);
    expect(tone[1]).toBeGreaterThan(2_000);
    expect(tone.at(-2)).toBeGreaterThan(2_000);
    expect(Math.min(...tone)).toBe(0);
    expect(Math.max(...toneBy(said))).toBeLessThan(1_000);

    const anna = await office.seat(2);
    await anna.signIn("supervisor1");
    await anna.state("Supervising").waitFor();
    await anna.page.keyboard.press("Alt+3");
    await anna.page.getByRole("button", { name: new RegExp(`^Open ${MARIA}, Incoming call, Today`) }).click();
    await anna.page.getByRole("link", { name: "Download" }).first().waitFor();
    await anna.page.getByRole("button", { name: "More about this recording" }).first().click();
    await anna.page.getByRole("menuitem", { name: "Who has heard it" }).click();
    await anna.page.getByText("Sofia Lindqvist listened", { exact: true }).waitFor();
    await anna.page.getByText("Sofia Lindqvist reported bad sound: choppy.", { exact: true }).waitFor();
    await anna.page.getByRole("region", { name: `Sound of ${MARIA}` }).waitFor();
    await isEvidence(anna.page);
    await anna.page.getByRole("button", { name: "Close this record" }).click();
    await anna.page.getByRole("button", { name: "Sound", exact: true }).click();
    await anna.page.getByRole("button", { name: "Device", exact: true }).click();
    await anna.page.getByRole("button", { name: /^Fake / }).click();
    await anna.page.getByRole("button", { name: /^Open Sofia Lindqvist, Today/ }).waitFor();
    await expectAccessible("how calls sounded", anna.page);
  },
  { voice: true },
);

/** A first take is not taken, a second one is. */
async function signs(page: Page): Promise<void> {
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: /^Signature/ }).click();
  const signature = page.getByRole("region", { name: "Voice signature", exact: true });
  await signature.getByText(/Do you accept this settlement\?/).waitFor();
  await expectAccessible("a text that is read for a signature", page);
  for (const verdict of ["Redo", "Accept"]) {
    await signature.getByRole("button", { name: "Start recording", exact: true }).click();
    if (verdict === "Redo") {
      const question = page.getByRole("dialog", { name: "Did the customer agree to being recorded?" });
      await question.getByRole("button", { name: "Yes Y" }).waitFor();
      await expectAccessible("the question for the consent", page);
      await page.keyboard.press("y");
    }
    await signature.getByText(/^Recording the signature 0:0\d$/).waitFor();
    await page.waitForTimeout(1_000);
    await signature.getByRole("button", { name: "Stop", exact: true }).click();
    await signature.getByRole("button", { name: "Play", exact: true }).click();
    await signature.getByRole("button", { name: "Pause", exact: true }).waitFor();
    if (verdict === "Accept") await expectAccessible("a signature to be judged", page);
    await signature.getByRole("button", { name: verdict, exact: true }).click();
  }
  await signature.getByText("Take 2 is accepted.", { exact: true }).waitFor();
  await signature.getByRole("button", { name: "Close the voice signature" }).click();
}

/** What a supervisor takes away is proven without us. */
async function isEvidence(page: Page): Promise<void> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Evidence package" }).click(),
  ]);
  const folder = await mkdtemp(path.join(tmpdir(), "pb-evidence-"));
  try {
    for (const [name, bytes] of Object.entries(unzipSync(await readFile(await download.path()))))
      await writeFile(path.join(folder, path.basename(name)), bytes);
    for (const command of VERIFY_COMMANDS) await promisify(execFile)("sh", ["-c", command], { cwd: folder });
    const { channels } = readWav(await readFile(path.join(folder, "audio.wav"))) ?? { channels: [] };
    expect(Math.max(...toneBy(channels[1] ?? new Int16Array()))).toBeGreaterThan(2_000);
    const script = await readFile(path.join(folder, "script.txt"), "utf8");
    expect(script).toContain("Do you accept this settlement?");
    const known = JSON.parse(await readFile(path.join(folder, "signature.json"), "utf8")) as object;
    expect(known).toMatchObject({ consentToRecording: { agreed: true, by: { name: "Sofia Lindqvist" } } });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** It goes on by itself while it plays, and stands still when it is paused. */
async function plays(player: Locator, place: Locator): Promise<void> {
  const at = async (): Promise<string> => place.evaluate((wave) => wave.style.getPropertyValue("--at"));
  await player.getByRole("button", { name: "Play", exact: true }).click();
  await player.getByRole("button", { name: "Pause", exact: true }).waitFor();
  await eventually("the place moves", async () => expect(Number.parseFloat(await at())).toBeGreaterThan(10));
  await player.getByRole("button", { name: "Pause", exact: true }).click();
  await player.getByRole("button", { name: "Play", exact: true }).waitFor();
  const stands = await at();
  await player.page().waitForTimeout(300);
  expect(await at()).toBe(stands);
}

/** One message of the agent's own voice, which it deletes again, and one from a file. */
async function hasMessages(page: Page): Promise<void> {
  await page.keyboard.press("Alt+p");
  await page.getByRole("button", { name: "My messages", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "My messages" });
  await dialog.getByRole("button", { name: "Record a message", exact: true }).click();
  const recorder = dialog.getByRole("group", { name: "Recorder" });
  await recorder.getByRole("button", { name: "Record", exact: true }).click();
  await recorder.getByText(/^0:02 /).waitFor();
  await recorder.getByRole("button", { name: "Stop", exact: true }).click();
  // A slow machine stops it a second later.
  await recorder.getByText(/^Recorded: 0:0[2-9]$/).waitFor();
  await recorder.getByRole("button", { name: "Listen", exact: true }).click();
  await recorder.getByRole("button", { name: "Stop listening", exact: true }).click();
  await expectAccessible("a recorded message", page);
  await recorder.getByRole("button", { name: "Keep", exact: true }).click();
  await dialog.getByRole("textbox", { name: "Name of the message" }).fill("My own voice");
  await page.keyboard.press("Enter");
  await dialog.getByRole("button", { name: "Delete My own voice" }).click();
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  await dialog.getByText("You have no messages yet.").waitFor();

  const samples = Int16Array.from({ length: 12 * 8_000 }, (_, at) =>
    Math.round(12_000 * Math.sin((2 * Math.PI * MESSAGE * at) / 8_000)),
  );
  await dialog
    .locator("input[type=file]")
    .setInputFiles({ name: "Notice.wav", mimeType: "audio/wav", buffer: wavFile(samples, 8_000) });
  await dialog.getByRole("textbox", { name: "Name of the message" }).press("Escape");
  await dialog.getByRole("button", { name: "Listen to Notice" }).waitFor();
  await dialog.getByRole("button", { name: "Close messages" }).click();
}

/** SPEC MSG-1, from the keyboard: the caller hears the message, sees to it that it stops, and hears it no more. */
async function playsMessage(page: Page, caller: SipPhone): Promise<void> {
  await page.keyboard.press("Alt+x");
  const panel = page.getByRole("region", { name: "Play a message" });
  await panel.getByRole("button", { name: "Play Notice", exact: true }).waitFor();
  await expectAccessible("messages to be played", page);
  await panel.getByRole("button", { name: "Play Notice", exact: true }).press("Enter");
  await page.getByText("Playing “Notice”.").waitFor();
  await eventually("the caller hears the message", () => {
    expect(caller.rtp.amplitude(MESSAGE, 300)).toBeGreaterThan(2_000);
  });
  await page.keyboard.press("Alt+x");
  await page.getByText("Playing “Notice”.").waitFor({ state: "hidden" });
  await eventually("the caller hears it no more", () => {
    expect(caller.rtp.amplitude(MESSAGE, 300)).toBeLessThan(200);
  });
}

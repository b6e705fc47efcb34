import { randomBytes } from "node:crypto";
import { expect } from "vitest";
import { expectAccessibleInEachTheme } from "./support/axe.js";
import { type CustomerApp, expectLoaded } from "./support/customer-app.js";
import { eventually } from "./support/eventually.js";
import { type House, story } from "./support/house.js";
import { type ChosenFile, photo } from "./support/photo.js";

const MARIA = "Maria Gutiérrez";
/** Bytes a second: the large photo below takes about ten seconds, its reload comes in the middle. */
const SLOW = 150_000;

story("The app on a bad day: no position, no adviser, a slow line", "light", badDay);

async function badDay(house: House): Promise<void> {
  const maria = await house.phone("1", { position: "refused" });
  await withoutPosition(maria);
  await nobodyThere(maria);
  await uploadThroughReload(maria);
  await refusedFile(maria);

  const office = await house.office();
  const sofia = await office.seat(1);
  await sofia.signIn("agent1");
  await sofia.state("Not ready").waitFor();
  await sofia.pick("Ready");
  await sofia.offerFrom(MARIA).getByRole("button", { name: "Accept" }).click();
  await maria.heading("Sofia").waitFor();
  // Her photo arrived once, although its upload began twice.
  const tiles = sofia.log(MARIA).getByRole("button", { name: /^Open picture / });
  await expectLoaded(tiles.locator("img"), 1);
  await endByHerself(maria);
}

/** Refused, then a sample place; the report begins on one card that names the right town. */
async function withoutPosition(maria: CustomerApp): Promise<void> {
  const { page } = maria;
  await maria.button("Report an accident").click();
  await maria.button("Use my position").click();
  await page.getByText(/^Your phone did not share its position/).waitFor();
  await expectAccessibleInEachTheme("a refused position", page);
  await page.getByRole("button", { name: /^Portland/ }).click();
  await page.getByText("490 m SE of Portland, United States").waitFor();
  await page.reload();
  await page.getByText("490 m SE of Portland, United States").waitFor();
  await maria.button("Next: what happened").click();
  await maria.button("Next: photos").click();
  await page.getByRole("alert").getByText("Choose what fits best, or write a sentence.").waitFor();
  await expectAccessibleInEachTheme("a question without an answer", page);
  await page.getByRole("radio", { name: "Collision" }).check({ force: true });
  await page.reload();
  expect(await page.getByRole("radio", { name: "Collision" }).isChecked()).toBe(true);
  await maria.button("Next: photos").click();
  await page.getByText(/^Our advisers are not here now/).waitFor();
}

async function nobodyThere(maria: CustomerApp): Promise<void> {
  await maria.button("Send report without photos").click();
  await maria.page.getByText(/^Nobody is logged in right now/).waitFor();
  await maria.heading("Your report").waitFor();
  await maria.heard("Collision");
  const cards = maria.log.getByRole("figure", { name: "Your position" });
  expect(await cards.count(), "cards of the one position").toBe(1);
  const map = cards.getByRole("img", { name: /^Your position/ });
  await eventually("the small map names the town", async () => {
    expect(await map.locator("text.pb-map-name").allTextContents()).toContain("Portland");
  });
  expect(await map.locator(".pb-map-chip").count(), "signposts on a map that has no room for them").toBe(0);
  await maria.button("Update my position").click();
  await maria.page.getByText(/^Your phone did not share its position/).waitFor();
  await expectAccessibleInEachTheme("a position that was refused later", maria.page);
  await maria.page.getByRole("status").getByRole("button", { name: "Close" }).click();
}

/** The bytes are on the phone: what a reload cut off goes on by itself. */
async function uploadThroughReload(maria: CustomerApp): Promise<void> {
  const { page } = maria;
  const line = await page.context().newCDPSession(page);
  await line.send("Network.enable");
  await line.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 50,
    downloadThroughput: -1,
    uploadThroughput: SLOW,
  });
  await page.getByTestId("chat-files").setInputFiles(heavyPhoto());
  const progress = page.getByRole("progressbar", { name: /^Uploading crash\.png, [1-9]/ });
  await progress.waitFor();
  await expectAccessibleInEachTheme("an upload on its way", page);
  await page.reload();
  await progress.waitFor();
  await line.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: -1,
  });
  await line.detach();
  await page.getByRole("progressbar").waitFor({ state: "hidden" });
  await maria.expectPictures(1);
}

async function refusedFile(maria: CustomerApp): Promise<void> {
  const { page } = maria;
  const program = {
    name: "photo.exe",
    mimeType: "application/x-msdownload",
    buffer: Buffer.from("MZ\x90\0"),
  };
  await page.getByTestId("chat-files").setInputFiles(program);
  const why = maria.log.getByText("Not sent. We cannot take this kind of file.");
  await why.waitFor();
  await expectAccessibleInEachTheme("a refused file", page);
  await maria.log.getByRole("button", { name: "Try again" }).click();
  await why.waitFor();
  await maria.log.getByRole("button", { name: "Remove" }).click();
  await why.waitFor({ state: "hidden" });
  expect(await maria.log.getByText("photo.exe").count()).toBe(0);
}

async function endByHerself(maria: CustomerApp): Promise<void> {
  await maria.button("More").click();
  await maria.page.getByRole("button", { name: /^End chat/ }).click();
  await maria.button("End chat").click();
  await maria.heading("This chat has ended").waitFor();
  await maria.page.getByText(/^You ended it at \d/).waitFor();
  await maria.page.getByText("1 message, 1 photo").waitFor();
  await maria.button("Back to home").click();
  await maria.page.getByRole("button", { name: /^Your last report/ }).click();
  await maria.heard("Collision");
}

/** A picture with so many bytes behind its last one as a camera's would have. */
function heavyPhoto(): ChosenFile {
  const small = photo("crash.png", [120, 40, 40]);
  return { ...small, buffer: Buffer.concat([small.buffer, randomBytes(1_500_000)]) };
}

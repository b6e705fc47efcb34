import { expect } from "vitest";
import { expectAccessibleInEachTheme } from "./support/axe.js";
import type { CustomerApp } from "./support/customer-app.js";
import { expectLoaded } from "./support/customer-app.js";
import type { Desk } from "./support/desk.js";
import { eventually } from "./support/eventually.js";
import { type House, story } from "./support/house.js";
import { photo } from "./support/photo.js";

const MARIA = "Maria Gutiérrez";
const BEN = "Ben Ortega";
/** What a new position may take from the tap to the desk's map. */
const POSITION_MS_MAX = 1_000;

story("The main job, from the accident to the history", "light", mainJob);

async function mainJob(house: House): Promise<void> {
  const office = await house.office();
  const sofia = await office.seat(1);
  await expectAccessibleInEachTheme("the sign-in page", sofia.page);
  await sofia.ready("agent1");
  const ben = await office.seat(2);
  await ben.signIn("agent2");
  await ben.state("Not ready").waitFor();
  await expectAccessibleInEachTheme("an empty desk", sofia.page);
  await ownWays(sofia);

  const maria = await house.phone();
  await maria.heading("Hello, Maria").waitFor();
  await expectAccessibleInEachTheme("the app's first page", maria.page);
  await maria.report("Someone hit me from behind at the lights.", (what) =>
    expectAccessibleInEachTheme(what, maria.page),
  );

  await offerWithItsMap(sofia);
  await sofia.offerFrom(MARIA).getByRole("button", { name: "Accept" }).click();
  await maria.heading("Sofia").waitFor();
  await maria.log.getByText(/^Sofia joined at /).waitFor();
  await converse(sofia, maria);
  await followHer(sofia, maria);
  await powerCut(house, sofia, maria);
  await handOver(sofia, ben, maria);
  await end(ben, maria);
  await wrapUp(ben);
  await expectHistory(ben, maria);
}

/** The palette finds My settings, whose sections can be used by everybody; the focus comes back to where it was. */
async function ownWays({ page }: Desk): Promise<void> {
  await page.getByRole("button", { name: /Change state/ }).focus();
  for (const section of ["Profile", "Appearance", "My responses", "Attention", "Keys"]) {
    await page.keyboard.press("Control+k");
    await page.keyboard.type(`settings ${section}`);
    await page.getByRole("option", { name: `My settings: ${section}` }).waitFor();
    if (section === "Keys") await expectAccessibleInEachTheme("the palette", page);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: section, level: 1 }).waitFor();
    await expectAccessibleInEachTheme(`My settings, ${section}`, page);
  }
  expect(await page.evaluate(() => document.activeElement?.className)).toBe("state-now");
  expect(await page.getByRole("menu").count(), "Enter pressed nothing but what was chosen").toBe(0);
  await page.keyboard.press("Alt+1");
}

/** It rings with countdown and first words, and the place is on the map before anybody has accepted. */
async function offerWithItsMap(sofia: Desk): Promise<void> {
  const offer = sofia.offerFrom(MARIA);
  await offer.waitFor();
  await offer.getByText("Someone hit me from behind at the lights.").waitFor();
  const countdown = offer.getByRole("timer", { name: /^\d+ seconds? left$/ });
  // No number as long as the core has not said since when it rings.
  await countdown.filter({ hasText: /^\s*\d+\s*$/ }).waitFor();
  const first = Number.parseInt((await countdown.innerText()).trim(), 10);
  await eventually("the countdown goes down", async () => {
    expect(Number.parseInt((await countdown.innerText()).trim(), 10)).toBeLessThan(first);
  });
  await sofia.map.getByText("Alder Street at 4th Avenue").waitFor();
  await sofia.coordinates("45.52014, -122.67310").waitFor();
  await sofia.map.getByText("within 8 m").waitFor();
  await sofia.map.getByRole("application", { name: "Map of the customer's position" }).waitFor();
  await sofia.map.getByRole("img", { name: "The customer" }).waitFor();
  await sofia.context.getByText("Škoda Octavia 2021").waitFor();
  await expectAccessibleInEachTheme("the desk with an offer", sofia.page);
}

/** Words, pictures, typing signs and receipts, both ways. */
async function converse(sofia: Desk, maria: CustomerApp): Promise<void> {
  await sofia.heard(MARIA, "Someone hit me from behind at the lights.");
  const tiles = sofia.log(MARIA).getByRole("button", { name: /^Open picture / });
  await expectLoaded(tiles.locator("img"), 2);
  await tiles.first().click();
  const large = sofia.page.getByRole("dialog", { name: /^Picture 1 of 2: / });
  await expectLoaded(large.locator("img"), 1);
  await expectAccessibleInEachTheme("the desk's lightbox", sofia.page);
  await sofia.page.keyboard.press("ArrowRight");
  await sofia.page.getByRole("dialog", { name: /^Picture 2 of 2: / }).waitFor();
  await sofia.page.keyboard.press("Escape");
  await large.waitFor({ state: "hidden" });
  await maria.log
    .getByText(/^Read \d/)
    .first()
    .waitFor();

  await sofia.composer(MARIA).pressSequentially("Are you");
  await maria.log.getByText("Sofia is typing").waitFor();
  await sofia.say(MARIA, "Are you safe where you stand?");
  await maria.heard("Are you safe where you stand?");
  await maria.log.getByText("Sofia is typing").waitFor({ state: "hidden" });
  await lastState(sofia, "Read");

  await maria.composer("Sofia").pressSequentially("Yes, on the");
  await sofia.page.getByText("Maria is typing").waitFor();
  await maria.say("Sofia", "Yes, on the pavement.");
  await sofia.heard(MARIA, "Yes, on the pavement.");
  await sofia.page.getByText("Maria is typing").waitFor({ state: "hidden" });
  await eventually("her newest line is read", async () => {
    expect((await maria.words()).trim()).toMatch(/Yes, on the pavement\.\s+Read \d+:\d\d( [AP]M)?$/);
  });

  // Away from the chat her phone has the words, but she has not read them.
  await maria.button("Back").click();
  await maria.heading("Hello, Maria").waitFor();
  await sofia.say(MARIA, "Stay there, please.");
  await lastState(sofia, "Delivered");
  await maria.page.getByRole("button", { name: /^Continue with Sofia/ }).click();
  await maria.heard("Stay there, please.");
  await lastState(sofia, "Read");

  await sofia.page.locator("input[type=file]").setInputFiles(photo("garage.png", [11, 96, 116]));
  await expectLoaded(maria.log.getByRole("button", { name: "Open photo: garage.png" }).locator("img"), 1);
  await maria.button("Open photo: garage.png").click();
  const shown = maria.page.getByRole("dialog", { name: "Photo: garage.png" });
  await expectLoaded(shown.locator("img"), 1);
  await maria.button("Close photo").click();
  await maria.page.getByTestId("chat-files").setInputFiles(photo("plate.png", [180, 80, 20]));
  await expectLoaded(tiles.locator("img"), 4);
  await expectAccessibleInEachTheme("the desk in a conversation", sofia.page);
  await expectAccessibleInEachTheme("the app in a conversation", maria.page);
}

/** The state that stands under the agent's newest own line. */
async function lastState(desk: Desk, state: "Sent" | "Delivered" | "Read"): Promise<void> {
  await eventually(`the newest own line is ${state}`, async () => {
    expect(await desk.log(MARIA).locator(".msg.out .conv-state").last().innerText()).toContain(state);
  });
}

async function followHer(sofia: Desk, maria: CustomerApp): Promise<void> {
  await maria.moveTo(45.52201, -122.67502);
  const shown = await sofia.whenShown("45.52201, -122.67502");
  const tappedAt = Date.now();
  await maria.button("Update my position").click();
  const took = (await shown.at) - tappedAt;
  expect(took, "milliseconds from the tap to the desk's map").toBeLessThan(POSITION_MS_MAX);
  await sofia.map.getByText("1 earlier position").waitFor();
}

/** The server dies while both write. Both go on; when it is back, everything is there, and once. */
async function powerCut(house: House, sofia: Desk, maria: CustomerApp): Promise<void> {
  await sofia.composer(MARIA).fill("A tow truck is on its way");
  await maria.composer("Sofia").fill("The other driver");
  await house.center.kill();
  await sofia.composer(MARIA).press("Enter");
  await maria.composer("Sofia").press("Enter");
  await sofia.composer(MARIA).fill("It should be with you");
  await maria.composer("Sofia").fill("I have his");
  await sofia.page.getByText("1 message waits here and goes out by itself.").waitFor();
  await maria.page.getByText("No connection. 1 unsent, kept on this phone.").waitFor();
  await expectAccessibleInEachTheme("the desk without a server", sofia.page);
  await expectAccessibleInEachTheme("the app without a server", maria.page);

  await house.center.startAgain();
  await maria.heard("A tow truck is on its way");
  await sofia.heard(MARIA, "The other driver");
  expect(await sofia.composer(MARIA).inputValue()).toBe("It should be with you");
  expect(await maria.composer("Sofia").inputValue()).toBe("I have his");
  await sofia.composer(MARIA).press("Enter");
  await maria.composer("Sofia").press("Enter");
  await maria.heard("It should be with you");
  await sofia.heard(MARIA, "I have his");
  await sofia.page.getByText("Reconnecting.").waitFor({ state: "hidden" });
  await maria.page.getByText(/^No connection/).waitFor({ state: "hidden" });
  await sofia.state("Busy").waitFor();
  for (const text of [
    "A tow truck is on its way",
    "The other driver",
    "It should be with you",
    "I have his",
  ]) {
    expect(await sofia.log(MARIA).getByText(text, { exact: true }).count(), `"${text}" at the desk`).toBe(1);
    expect(await maria.log.getByText(text, { exact: true }).count(), `"${text}" in the app`).toBe(1);
  }
}

async function handOver(sofia: Desk, ben: Desk, maria: CustomerApp): Promise<void> {
  await ben.choose("Ready");
  await sofia.button("Transfer").click();
  const panel = sofia.page.getByRole("dialog", { name: `Transfer the chat with ${MARIA}` });
  await panel.getByRole("radio", { name: BEN }).check({ force: true });
  await panel
    .getByRole("textbox", { name: "Note for your colleague" })
    .fill("Tow truck is ordered, photos are in.");
  await expectAccessibleInEachTheme("the transfer panel", sofia.page);
  await panel.getByRole("button", { name: `Transfer to ${BEN}` }).click();
  const offer = ben.offerFrom(MARIA);
  await offer.getByText("Tow truck is ordered, photos are in.").waitFor();
  await offer.getByText("Transfer from Sofia Lindqvist").waitFor();
  await ben.coordinates("45.52201, -122.67502").waitFor();
  await expectAccessibleInEachTheme("a desk that is handed a chat", ben.page);
  await offer.getByRole("button", { name: "Accept" }).click();
  await ben.composer(MARIA).waitFor();
  await sofia.list.waitFor({ state: "hidden" });
  await sofia.state("Ready").waitFor();
  await maria.heading("Ben").waitFor();
  await maria.log.getByText("Sofia left").waitFor();
  await ben.say(MARIA, "Ben here, I take over from Sofia.");
  await maria.heard("Ben here, I take over from Sofia.");
  await maria.say("Ben", "Thank you both.");
  await ben.heard(MARIA, "Thank you both.");
}

async function end(ben: Desk, maria: CustomerApp): Promise<void> {
  await ben.button("End chat").click();
  await ben.button("Undo").click();
  await ben.composer(MARIA).waitFor();
  await ben.say(MARIA, "One more thing: keep the papers.");
  await maria.heard("One more thing: keep the papers.");
  await ben.button("End chat").click();
  await ben.button("Undo").waitFor();
  await maria.heading("This chat has ended").waitFor();
  await expectAccessibleInEachTheme("the app after the end", maria.page);
}

async function wrapUp(ben: Desk): Promise<void> {
  await ben.state("After-call work").waitFor();
  await expectAccessibleInEachTheme("the desk in wrap-up", ben.page);
  const { context } = ben;
  await context.getByRole("button", { name: "Complete" }).click();
  await context.getByText("Choose a result before finishing.").waitFor();
  await context.getByRole("combobox", { name: /^Result/ }).selectOption("Claim opened");
  await context.getByRole("textbox", { name: "Notes" }).fill("Claim 4711 opened, tow truck paid by us.");
  await context.getByRole("button", { name: "Complete" }).click();
  await ben.state("Ready").waitFor();
  await ben.list.waitFor({ state: "hidden" });
}

/** She comes back, and whoever is asked next sees what was before: all of it, once. */
async function expectHistory(ben: Desk, maria: CustomerApp): Promise<void> {
  await maria.button("Start again").click();
  await maria.heading("Where did it happen?").waitFor();
  await maria.button("Continue without a position").click();
  await maria.page.getByRole("radio", { name: "Something else" }).check({ force: true });
  await maria.button("Next: photos").click();
  await maria.button("Send report without photos").click();
  await ben.offerFrom(MARIA).waitFor();
  await ben.tab("History").click();
  const entry = ben.context.getByRole("article").filter({ hasText: "Claim 4711 opened" });
  await entry.getByText("Claim opened", { exact: true }).waitFor();
  await entry.getByText("With Sofia Lindqvist, Ben Ortega").waitFor();
  await entry.getByRole("button").click();
  const told = entry.getByRole("list", { name: /^Conversation of / });
  await told.waitFor();
  const words = await told.innerText();
  for (const said of [
    "Someone hit me from behind at the lights.",
    "Are you safe where you stand?",
    "Yes, on the pavement.",
    "A tow truck is on its way",
    "The other driver",
    "It should be with you",
    "I have his",
    "Ben here, I take over from Sofia.",
    "Thank you both.",
    "One more thing: keep the papers.",
  ]) {
    expect(words.split(said).length - 1, `"${said}" in the history`).toBe(1);
  }
  await expectLoaded(told.getByRole("img", { name: /^Picture / }), 4);
  await expectAccessibleInEachTheme("the history", ben.page);
}

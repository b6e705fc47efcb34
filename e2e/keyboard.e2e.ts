import { expect } from "vitest";
import { DEMO_PASSWORD } from "./support/center-process.js";
import { type CustomerApp, expectLoaded } from "./support/customer-app.js";
import type { Desk } from "./support/desk.js";
import { eventually } from "./support/eventually.js";
import { story } from "./support/house.js";
import { hasFocus, tabTo } from "./support/keyboard.js";
import { photo } from "./support/photo.js";

const MARIA = "Maria Gutiérrez";

// The desk's pages get key presses and nothing else; the customer uses a thumb.
story("The main job at desks without a mouse", "light", async (house) => {
  const office = await house.office();
  const sofia = await office.seat(1);
  await signIn(sofia, "agent1");
  await becomeReady(sofia);
  const ben = await office.seat(2);
  await signIn(ben, "agent2");

  const maria = await house.phone();
  await maria.report("Someone hit me from behind at the lights.");
  await lookAndAccept(sofia);
  await maria.heading("Sofia").waitFor();
  await converse(sofia, maria);
  await becomeReady(ben);
  await handOver(sofia, ben);
  await maria.heading("Ben").waitFor();
  await endAndUndo(ben, maria);
  await wrapUp(ben);
});

async function signIn({ page }: Desk, username: string): Promise<void> {
  // The page has one purpose: the first field has the focus already.
  await eventually("the first field has the focus", async () => {
    expect(await hasFocus(page.getByRole("textbox", { name: "User name" }))).toBe(true);
  });
  await page.keyboard.type(username);
  await page.keyboard.press("Tab");
  await page.keyboard.type(DEMO_PASSWORD);
  await page.keyboard.press("Enter");
  await page.getByRole("region", { name: "Your state" }).waitFor();
}

async function becomeReady(desk: Desk): Promise<void> {
  await desk.state("Not ready").waitFor();
  await desk.page.keyboard.press("Alt+s");
  const ready = desk.page.getByRole("menuitem", { name: "Ready", exact: true });
  await ready.waitFor();
  for (let step = 0; step < 8 && !(await hasFocus(ready)); step++)
    await desk.page.keyboard.press("ArrowDown");
  expect(await hasFocus(ready), "the arrow keys lead to Ready").toBe(true);
  await desk.page.keyboard.press("Enter");
  await desk.state("Ready").waitFor();
  await eventually("the focus is back where the menu was opened", async () => {
    expect(await hasFocus(desk.state("Ready"))).toBe(true);
  });
}

async function lookAndAccept(sofia: Desk): Promise<void> {
  const offer = sofia.offerFrom(MARIA);
  await offer.waitFor();
  await sofia.coordinates("45.52014, -122.67310").waitFor();
  // F2 accepts wherever the focus is, also inside a menu; that closes, and the next key is the answer's first.
  await sofia.page.keyboard.press("Alt+s");
  const menu = sofia.page.getByRole("menu");
  await menu.waitFor();
  await sofia.page.keyboard.press("F2");
  await sofia.composer(MARIA).waitFor();
  await menu.waitFor({ state: "hidden" });
  await eventually("the answer can be typed", async () => {
    expect(await hasFocus(sofia.composer(MARIA))).toBe(true);
  });
}

async function converse(sofia: Desk, maria: CustomerApp): Promise<void> {
  const { page } = sofia;
  await page.keyboard.press("Alt+c");
  await eventually("Alt+C leads to the composer", async () => {
    expect(await hasFocus(sofia.composer(MARIA))).toBe(true);
  });
  await page.keyboard.type("Are you safe where you stand?");
  await page.keyboard.press("Enter");
  await maria.heard("Are you safe where you stand?");
  await maria.say("Sofia", "Yes, on the pavement.");
  await sofia.heard(MARIA, "Yes, on the pavement.");

  const tile = sofia.log(MARIA).getByRole("button", { name: "Open picture damage.jpg" });
  await tabTo(page, tile, true);
  await page.keyboard.press("Enter");
  const large = page.getByRole("dialog", { name: /^Picture 1 of 2: / });
  await expectLoaded(large.locator("img"), 1);
  await page.keyboard.press("ArrowRight");
  await page.getByRole("dialog", { name: /^Picture 2 of 2: / }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog", { name: /^Picture / }).waitFor({ state: "hidden" });
  expect(await hasFocus(tile), "the focus is back where it was").toBe(true);

  const attach = page.getByRole("button", { name: "Attach files" });
  const chooser = page.waitForEvent("filechooser");
  await tabTo(page, attach);
  await page.keyboard.press("Enter");
  await (await chooser).setFiles(photo("garage.png", [11, 96, 116]));
  await maria.button("Open photo: garage.png").waitFor();

  await findInChat(sofia);

  // The map's picture can be walked to, and its marker's place is in words.
  const map = sofia.map.getByRole("application", { name: "Map of the customer's position" });
  await tabTo(page, map);
}

async function findInChat(sofia: Desk): Promise<void> {
  const { page } = sofia;
  await page.keyboard.press("Alt+c");
  await page.keyboard.press("Control+f");
  const bar = page.getByRole("search", { name: `Search in the chat with ${MARIA}` });
  const field = bar.getByRole("textbox");
  await eventually("the search has the focus", async () => expect(await hasFocus(field)).toBe(true));
  await page.keyboard.type("PÄVEMENT");
  await bar.getByText("1 of 1").waitFor();
  const marked = (): Promise<string> =>
    page.evaluate(() =>
      [...(CSS.highlights.get("conv-find-now") ?? [])].map((range) => range.toString()).join("|"),
    );
  expect(await marked()).toBe("pavement");
  await field.fill("s");
  await bar.getByText(/^\d+ of [2-9]$/).waitFor();
  const told = bar.getByRole("status");
  const before = await told.textContent();
  await page.keyboard.press("Enter");
  await eventually("the next place is another one", async () => {
    expect(await told.textContent()).not.toBe(before);
  });
  await page.keyboard.press("Shift+Enter");
  await bar.getByText(before ?? "", { exact: true }).waitFor();
  await page.keyboard.press("Escape");
  await bar.waitFor({ state: "hidden" });
  expect(await hasFocus(sofia.composer(MARIA)), "the focus is back in the composer").toBe(true);
  expect(await marked()).toBe("");
}

async function handOver(sofia: Desk, ben: Desk): Promise<void> {
  const { page } = sofia;
  await page.keyboard.press("Alt+t");
  const panel = page.getByRole("dialog", { name: `Transfer the chat with ${MARIA}` });
  await eventually("the panel's search has the focus", async () => {
    expect(await hasFocus(panel.getByRole("searchbox"))).toBe(true);
  });
  await page.keyboard.type("ben");
  await tabTo(page, panel.getByRole("radio", { name: "Ben Ortega" }));
  await page.keyboard.press("Space");
  await tabTo(page, panel.getByRole("textbox", { name: "Note for your colleague" }));
  await page.keyboard.type("Tow truck is ordered.");
  await tabTo(page, panel.getByRole("button", { name: "Transfer to Ben Ortega" }));
  await page.keyboard.press("Enter");
  await ben.offerFrom(MARIA).getByText("Tow truck is ordered.").waitFor();
  await ben.page.keyboard.press("F2");
  await ben.composer(MARIA).waitFor();
  await sofia.list.waitFor({ state: "hidden" });
}

async function endAndUndo(ben: Desk, maria: CustomerApp): Promise<void> {
  const { page } = ben;
  await page.keyboard.press("Alt+e");
  await tabTo(page, ben.button("Undo"));
  await page.keyboard.press("Enter");
  await ben.composer(MARIA).waitFor();
  await eventually("the focus is where the chat goes on", async () => {
    expect(await hasFocus(ben.composer(MARIA))).toBe(true);
  });
  await page.keyboard.type("Keep the papers.");
  await page.keyboard.press("Enter");
  await maria.heard("Keep the papers.");
  await page.keyboard.press("Alt+e");
  await maria.heading("This chat has ended").waitFor();
  // The time for Undo runs out under the focus: it is with what is left of the chat, and at no time nowhere.
  await ben.state("After-call work").waitFor();
  expect(await hasFocus(page.getByRole("region", { name: "Reply" })), "the focus stays with the chat").toBe(
    true,
  );
}

async function wrapUp(ben: Desk): Promise<void> {
  const { page, context } = ben;
  await ben.state("After-call work").waitFor();
  await page.keyboard.press("Alt+r");
  const result = context.getByRole("combobox", { name: /^Result/ });
  await eventually("Alt+R leads to the result", async () => expect(await hasFocus(result)).toBe(true));
  await page.keyboard.type("Claim");
  await eventually("typing chooses a result", async () => {
    expect(await result.locator("option:checked").innerText()).toBe("Claim opened");
  });
  await tabTo(page, context.getByRole("textbox", { name: "Notes" }));
  await page.keyboard.type("Done without a mouse.");
  await page.keyboard.press("Control+Enter");
  await ben.state("Ready").waitFor();
  await ben.list.waitFor({ state: "hidden" });
}

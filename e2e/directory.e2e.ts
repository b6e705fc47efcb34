import type { Locator } from "playwright-core";
import { expect } from "vitest";
import { expectAccessible } from "./support/axe.js";
import type { Desk } from "./support/desk.js";
import { eventually } from "./support/eventually.js";
import { type House, story } from "./support/house.js";
import { keepPeers } from "./support/peers.js";

const SOFIA = "Sofia Lindqvist";

const tab = (desk: Desk, name: string): Locator =>
  desk.page.getByRole("tab", { name: new RegExp(`^${name}`) });
const rowOf = (desk: Desk, name: string): Locator =>
  desk.page.getByRole("tabpanel").getByRole("listitem").filter({ hasText: name });

async function atPhone(house: House, username: string, seat: number): Promise<Desk> {
  const desk = await (await house.office()).seat(seat);
  await keepPeers(desk.page);
  await desk.signIn(username);
  await desk.page.getByRole("button", { name: "Ready for calls. Open phone", exact: true }).waitFor();
  return desk;
}

story(
  "A number is known while it is typed, favourites are kept, moved and brought back, contacts are found",
  "dark",
  async (house) => {
    const sofia = await atPhone(house, "agent1", 1);
    const { page } = sofia;
    await page.keyboard.press("Alt+2");
    const search = page.getByRole("searchbox", { name: "Search" });
    await search.fill("gut");
    await rowOf(sofia, "Maria Gutiérrez")
      .getByRole("button", { name: /^Add Maria/ })
      .click();
    await search.fill("0142");
    await rowOf(sofia, "Maria Gutiérrez").waitFor();

    const dial = page.getByRole("complementary", { name: "Dial" });
    const number = dial.getByLabel("Number", { exact: true });
    await number.fill("503 555 0142,,5");
    await dial.getByText("Maria Gutiérrez", { exact: true }).waitFor();
    await dial.getByText("+1 503 555 0142 · Mobile or landline · United States", { exact: true }).waitFor();
    await dial.getByText(/^Local time \d\d:\d\d/).waitFor();
    await dial.getByText("When answered: 2 s pause, 5", { exact: true }).waitFor();
    await expectAccessible("a number that is being typed", page);
    await number.fill("+1 900 555 0142");
    await dial.getByText(/^This number is blocked for you/).waitFor();
    await number.fill("1001");
    await dial.getByText(SOFIA, { exact: true }).waitFor();
    await number.press("Enter");
    await dial.getByText("That is your own extension.").waitFor();

    await search.fill("");
    await tab(sofia, "Favourites").click();
    await page.getByRole("button", { name: "New favourite" }).click();
    await page.keyboard.type("Clearview Glass");
    await page.keyboard.press("Tab");
    await page.keyboard.type("+1 503 555 0119");
    await page.keyboard.press("Enter");
    await rowOf(sofia, "Clearview Glass").waitFor();
    await expectAccessible("favourites", page);
    const names = (): Promise<string[]> => page.locator(".dir-row b").allInnerTexts();
    expect(await names()).toEqual(["Maria Gutiérrez", "Clearview Glass"]);
    const more = async (act: string): Promise<void> => {
      await page.getByRole("button", { name: "More about Clearview Glass" }).click();
      await page.getByRole("menuitem", { name: act }).click();
    };
    await more("Move up");
    await eventually("it has moved", async () => {
      expect(await names()).toEqual(["Clearview Glass", "Maria Gutiérrez"]);
    });
    await more("Delete");
    await rowOf(sofia, "Clearview Glass").waitFor({ state: "hidden" });
    await page.getByRole("button", { name: /^Undo/ }).click();
    await eventually("it is back in its place", async () => {
      expect(await names()).toEqual(["Clearview Glass", "Maria Gutiérrez"]);
    });
    // Kept at the server: another browser has them as well.
    await page.reload();
    await page.getByRole("button", { name: "Calls", exact: true }).click();
    await tab(sofia, "Favourites").click();
    await eventually("they are there after a reload", async () => {
      expect(await names()).toEqual(["Clearview Glass", "Maria Gutiérrez"]);
    });
  },
  { voice: true },
);

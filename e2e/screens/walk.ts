import type { Page } from "playwright-core";

/** One screen: how a person gets there from the desk's first page; `close` brings the desk back. */
export interface Screen {
  readonly name: string;
  readonly open: (page: Page) => Promise<void>;
  readonly close?: (page: Page) => Promise<void>;
}

const rail = (page: Page, name: string | RegExp) =>
  page.getByRole("navigation", { name: "Main" }).getByRole("button", { name }).first().click();
/** A stream is always open, so the network is never idle: what a screen fetches has come by then. */
const quiet = (page: Page): Promise<void> => page.waitForTimeout(500);
const shut = (page: Page): Promise<void> => page.keyboard.press("Escape");

const SETTINGS = ["Profile", "Appearance", "My responses", "Attention", "Keys"] as const;

/** What each user of the desk has, with a chat in hand where somebody works one. */
export const ofAgent: readonly Screen[] = [
  { name: "desk with a chat", open: (page) => rail(page, "Conversations") },
  ...["History", "Notes", "Result", "Contact"].map((tab) => ({
    name: `context: ${tab}`,
    open: async (page: Page) => {
      const wanted = page.getByRole("complementary", { name: "Contact and context" });
      const found = wanted.getByRole("tab", { name: new RegExp(`^${tab}`) });
      if ((await found.count()) > 0) await found.first().click();
    },
  })),
  {
    name: "palette",
    open: (page) => page.keyboard.press("Control+k"),
    close: shut,
  },
  { name: "shortcuts", open: (page) => rail(page, "Keyboard shortcuts"), close: shut },
  { name: "help", open: (page) => page.keyboard.press("F1"), close: shut },
  {
    name: "menu of the state",
    open: (page) => page.getByRole("button", { name: /Change state/ }).click(),
    close: shut,
  },
  { name: "menu of me", open: (page) => rail(page, /appearance, my settings/), close: shut },
  ...["Transfer", "Responses", "Emoji", "Ask for a form", "Help"].map((button) => ({
    name: `dialog: ${button}`,
    open: async (page: Page) => {
      const wanted = page.getByRole("button", { name: new RegExp(`^${button}`) });
      if ((await wanted.count()) > 0) await wanted.first().click();
    },
    close: shut,
  })),
  { name: "calls", open: (page) => rail(page, /^Calls/) },
  ...["Recent", "Favourites", "Follow-ups", "Voicemail", "Directory"].map((tab) => ({
    name: `calls: ${tab}`,
    open: async (page: Page) => {
      const wanted = page.getByRole("tab", { name: new RegExp(`^${tab}`) });
      if ((await wanted.count()) > 0) await wanted.first().click();
    },
  })),
  ...SETTINGS.map((section) => ({
    name: `my settings: ${section}`,
    open: async (page: Page) => {
      await page.keyboard.press("Control+k");
      await page.keyboard.type(`settings ${section}`);
      await page.getByRole("option", { name: `My settings: ${section}` }).waitFor();
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: section, level: 1 }).waitFor();
    },
  })),
  { name: "back at the chat", open: (page) => rail(page, "Conversations") },
];

/** Rooms of a supervisor, with each of their tabs. */
export async function ofSupervisor(page: Page): Promise<readonly Screen[]> {
  const rooms: Screen[] = [];
  for (const room of ["Supervise", "Records"]) {
    await rail(page, new RegExp(`^${room}`));
    await quiet(page);
    const tabs = await page.getByRole("main").getByRole("tab").allInnerTexts();
    rooms.push({ name: room, open: (at) => rail(at, new RegExp(`^${room}`)) });
    for (const tab of tabs) {
      const name = tab.split("\n")[0]?.trim() ?? "";
      if (name === "") continue;
      rooms.push({
        name: `${room}: ${name}`,
        open: async (at) => {
          await rail(at, new RegExp(`^${room}`));
          await at
            .getByRole("main")
            .getByRole("tab", { name: new RegExp(`^${name}`) })
            .first()
            .click();
        },
      });
    }
  }
  return rooms;
}

/** Every section of Set-up: its list, the form of its first row, and an empty form. */
export async function ofAdministrator(page: Page): Promise<readonly Screen[]> {
  await rail(page, /^Set-up/);
  const nav = page.getByRole("navigation", { name: "Set-up" });
  const names = await nav
    .getByRole("button")
    .evaluateAll((all) => all.map((one) => one.getAttribute("title") ?? ""));
  const section = async (at: Page, name: string): Promise<void> => {
    await rail(at, /^Set-up/);
    await nav
      .getByRole("button", { name, exact: false })
      .and(at.locator(`[title="${name}"]`))
      .click();
    // Of a form that was only looked at.
    const discard = at.getByRole("button", { name: "Discard them" });
    if (await discard.isVisible()) await discard.click();
    await quiet(at);
  };
  return names.flatMap((name) => [
    { name: `set-up: ${name}`, open: (at: Page) => section(at, name) },
    {
      name: `set-up: ${name}, first row`,
      open: async (at: Page) => {
        const row = at.getByRole("main").locator("table.setup-table tbody button").first();
        if ((await row.count()) > 0) await row.click();
      },
      close: shut,
    },
    {
      name: `set-up: ${name}, new`,
      open: async (at: Page) => {
        await section(at, name);
        const make = at
          .getByRole("main")
          .getByRole("button", { name: /^(New|Add|Make)\b/ })
          .first();
        if ((await make.count()) > 0) await make.click();
      },
      close: shut,
    },
  ]);
}

export { quiet };

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "vitest";
import { expectAccessible } from "./support/axe.js";
import { type House, story } from "./support/house.js";

/** A company's page on an origin of its own, with this in it. */
async function pageWith(house: House, tag: string): Promise<string> {
  const server = createServer((_request, response) => {
    response.setHeader("content-type", "text/html");
    response.end(
      `<!doctype html><html lang="en"><title>Tents</title><main><h1>Tents</h1></main>${tag}</html>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  house.whenClosed(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

story(
  "An administrator makes a chat entry and copies its tag; a page with the tag asks what was set, and an agent has the chat",
  "light",
  async (house) => {
    const office = await house.office();
    const admin = await office.seat(1);
    const { page } = admin;
    await admin.signIn("admin");
    await admin.state("Supervising").waitFor();
    await page.keyboard.press("Alt+u");
    await page
      .getByRole("navigation", { name: "Set-up" })
      .getByRole("button", { name: "Chat entries" })
      .click();
    await page.getByRole("button", { name: "Add a chat entry" }).click();
    await page.getByLabel("Name", { exact: true }).fill("Tent shop");
    await page.getByLabel("Service", { exact: true }).selectOption({ label: "General" });
    await page.getByLabel("Title", { exact: true }).fill("Ask about tents");
    await page.getByRole("button", { name: "Add a question" }).click();
    await page.getByLabel("Label", { exact: true }).fill("Order number");
    await page.getByLabel("Must be answered").check();
    await page.getByLabel("Colour", { exact: true }).fill("#f2c84b");
    // What was chosen cannot be read, and is mended with one press.
    await page.getByLabel(/^Black or white by itself/).uncheck();
    await page.getByLabel("Text on it").fill("#ffffff");
    await page.getByRole("button", { name: "Make it readable" }).click();
    await page.getByText("It can be read (WCAG AA).").waitFor();
    // The panel beside the form is the real one, with what nobody has saved.
    const preview = page.frameLocator('iframe[title="Preview of the chat"]');
    await preview.getByRole("heading", { name: "Ask about tents" }).waitFor();
    await preview.getByLabel("Order number").waitFor();
    await expectAccessible("the form of a chat entry", page);
    await page.getByRole("button", { name: "Save", exact: true }).click();
    const tag = (await page.locator(".entry-tag").textContent()) ?? "";
    expect(tag).toContain('data-entry="tent-shop"');

    const visitor = await house.visitor();
    await visitor.goto(await pageWith(house, tag));
    const launcher = visitor.getByRole("button", { name: "Ask about tents", exact: true });
    await launcher.waitFor();
    expect(await launcher.evaluate((one) => getComputedStyle(one).backgroundColor)).toBe("rgb(242, 200, 75)");
    await launcher.click();
    const panel = visitor.frameLocator('iframe[title="Ask about tents"]');
    await panel.getByLabel("Order number").fill("T-4711");
    // A change is there when the panel is opened the next time, and what was typed has stayed.
    await visitor.getByRole("button", { name: "Close the chat" }).first().click();
    await page.getByLabel("Greeting", { exact: true }).fill("Tents, and what goes with them.");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Nothing has changed.").waitFor();
    await launcher.click();
    await panel.getByText("Tents, and what goes with them.").waitFor();
    await panel.getByLabel("Your message").fill("Does it keep the rain out?");
    await panel.getByRole("button", { name: "Start chat" }).click();

    const marcus = await (await house.office()).seat(1);
    await marcus.signIn("agent4");
    await marcus.state("Not ready").waitFor();
    await marcus.pick("Ready");
    await marcus.state("Ringing").waitFor();
    await marcus.page.keyboard.press("F2");
    await marcus.page.getByRole("log").getByText("Does it keep the rain out?").waitFor();
    await marcus.context.getByText("T-4711", { exact: true }).waitFor();
  },
);

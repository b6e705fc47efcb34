import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { eventually } from "./eventually.js";

/** The insurer's app as a customer uses it. */
export class CustomerApp {
  readonly log: Locator;

  constructor(readonly page: Page) {
    this.log = page.getByRole("log", { name: "Conversation" });
  }

  heading(name: string): Locator {
    return this.page.getByRole("heading", { name, exact: true });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  /** The four steps of a report with the device's own position and two photos. `onScreen` is called on each screen. */
  async report(
    description: string,
    onScreen: (what: string) => Promise<void> = async () => {},
  ): Promise<void> {
    const { page } = this;
    await this.button("Report an accident").click();
    await this.heading("Where did it happen?").waitFor();
    await onScreen("the app's question where");
    await this.button("Use my position").click();
    await page.getByText("45.52014, -122.67310").waitFor();
    await page.getByRole("textbox", { name: "Street or landmark" }).fill("Alder Street at 4th Avenue");
    await onScreen("the app's map");
    await this.button("Next: what happened").click();
    await this.heading("What happened?").waitFor();
    await page.getByRole("radio", { name: "No", exact: true }).check({ force: true });
    await page.getByRole("radio", { name: "Hit from behind" }).check({ force: true });
    await page.getByRole("textbox", { name: "In your own words" }).fill(description);
    await onScreen("the app's question what");
    await this.button("Next: photos").click();
    await this.button("Use sample photos").click();
    await page.getByRole("list", { name: "Your photos" }).getByRole("img").nth(1).waitFor();
    await onScreen("the app's photos");
    await this.button("Send report with 2 photos").click();
    await this.heading("Finding you an adviser").waitFor();
  }

  composer(adviser: string): Locator {
    return this.page.getByRole("textbox", { name: `Message ${adviser}`, exact: true });
  }

  async say(adviser: string, text: string): Promise<void> {
    await this.composer(adviser).fill(text);
    await this.button("Send").click();
  }

  async heard(text: string): Promise<void> {
    await this.log.getByText(text, { exact: true }).waitFor();
  }

  /** The log's words as a person sees them, from top to bottom. */
  words(): Promise<string> {
    return this.log.innerText();
  }

  async moveTo(latitude: number, longitude: number): Promise<void> {
    await this.page.context().setGeolocation({ latitude, longitude, accuracy: 8 });
  }

  /** All pictures that are shown have really come. */
  async expectPictures(count: number): Promise<void> {
    await expectLoaded(this.log.getByRole("button", { name: /^Open photo: / }).locator("img"), count);
  }
}

/** As many pictures as expected, each with pixels in it. */
export async function expectLoaded(pictures: Locator, count: number): Promise<void> {
  await eventually(`${count} pictures are shown`, async () => {
    const widths = await pictures.evaluateAll((all) =>
      all.map((one) => (one instanceof HTMLImageElement && one.complete ? one.naturalWidth : 0)),
    );
    expect(widths.filter((width) => width > 0)).toHaveLength(count);
    expect(widths).toHaveLength(count);
  });
}

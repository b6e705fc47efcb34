import type { Locator, Page } from "playwright-core";
import { DEMO_PASSWORD } from "./center-process.js";

/** An agent's desk, by what a person sees and a screen reader says. */
export class Desk {
  readonly offers: Locator;
  readonly list: Locator;
  readonly context: Locator;
  readonly map: Locator;

  private constructor(readonly page: Page) {
    this.offers = page.getByRole("region", { name: /^Incoming chat from / });
    this.list = page.getByRole("list", { name: "Active communications" });
    this.context = page.getByRole("complementary", { name: "Contact and context" });
    this.map = this.context.getByRole("region", { name: "Position" });
  }

  static async open(page: Page, origin: string, seat: number): Promise<Desk> {
    await page.goto(`${origin}/desk/${seat === 1 ? "" : `${seat}/`}`);
    return new Desk(page);
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  async signIn(username: string): Promise<void> {
    await this.page.getByRole("textbox", { name: "User name" }).fill(username);
    await this.page.getByRole("textbox", { name: "Password" }).fill(DEMO_PASSWORD);
    await this.button("Start working").click();
  }

  /** The state control; its name begins with the state's word. */
  state(word: string): Locator {
    return this.page
      .getByRole("region", { name: "Your state" })
      .getByRole("button", { name: new RegExp(`^${word},`) });
  }

  async choose(word: string): Promise<void> {
    await this.pick(word);
    await this.state(word).waitFor();
  }

  /** Chooses a state that may give way at once: who gets ready while somebody waits is offered that chat. */
  async pick(word: string): Promise<void> {
    await this.page.getByRole("region", { name: "Your state" }).getByRole("button").first().click();
    await this.page.getByRole("menuitem", { name: word, exact: true }).click();
  }

  async ready(username: string): Promise<void> {
    await this.signIn(username);
    await this.state("Not ready").waitFor();
    await this.choose("Ready");
  }

  offerFrom(customer: string): Locator {
    return this.page.getByRole("region", { name: `Incoming chat from ${customer}`, exact: true });
  }

  card(customer: string): Locator {
    return this.list.getByRole("button", { name: customer });
  }

  log(customer: string): Locator {
    return this.page.getByRole("log", { name: `Conversation with ${customer}`, exact: true });
  }

  composer(customer: string): Locator {
    return this.page.getByRole("textbox", { name: `Message to ${customer}`, exact: true });
  }

  async say(customer: string, text: string): Promise<void> {
    await this.composer(customer).fill(text);
    await this.composer(customer).press("Enter");
  }

  async heard(customer: string, text: string): Promise<void> {
    await this.log(customer).getByText(text, { exact: true }).waitFor();
  }

  tab(name: string | RegExp): Locator {
    return this.context.getByRole("tab", { name });
  }

  /** How the customer's last coordinates are written. */
  coordinates(text: string): Locator {
    return this.map.getByText(text.replaceAll("-", "−"), { exact: true });
  }

  /**
   * When these coordinates appear on the page, by the page's own clock: without the way to this process and back.
   * Call it before they can appear.
   */
  async whenShown(text: string): Promise<{ readonly at: Promise<number> }> {
    const wanted = text.replaceAll("-", "−");
    await this.page.evaluate((coordinates) => {
      const seen = new Promise<number>((resolve) => {
        const look = (): void => {
          if (document.querySelector(".ctx-map")?.textContent?.includes(coordinates)) {
            observer.disconnect();
            resolve(Date.now());
          }
        };
        const observer = new MutationObserver(look);
        observer.observe(document.body, { childList: true, subtree: true, characterData: true });
        look();
      });
      Object.assign(globalThis, { coordinatesSeenAt: seen });
    }, wanted);
    return {
      at: this.page.evaluate(
        () => (globalThis as unknown as { coordinatesSeenAt: Promise<number> }).coordinatesSeenAt,
      ),
    };
  }
}

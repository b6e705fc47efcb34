import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { expect, test } from "vitest";
import { launchBrowser, openContext, type Theme, Troubles } from "./browser.js";
import { CenterProcess } from "./center-process.js";
import { CustomerApp } from "./customer-app.js";
import { Desk } from "./desk.js";
import { HEADSET, warblingHeadset } from "./headset.js";
import { RTP_PORTS, TELEPHONY } from "./ports.js";
import { WireCustomer } from "./wire-customer.js";

const RESULTS = path.resolve(import.meta.dirname, "../../test-results");

/** A phone that may be asked where it is, at a crossing in Portland. */
const POSITION = {
  permissions: ["geolocation"],
  geolocation: { latitude: 45.52014, longitude: -122.6731, accuracy: 8 },
};

const LINES = {
  SIP_PORT: String(TELEPHONY.sip),
  SIP_TLS_PORT: String(TELEPHONY.sipTls),
  RTP_PORTS,
  TRUNK: `127.0.0.1:${TELEPHONY.trunk}`,
  TEST_PHONE: "off",
};

export interface HouseOptions {
  /** With telephone lines, and a headset at the desks: one that beeps, or one that is heard without a pause. */
  readonly voice?: boolean | "warbling";
}

interface PhoneOptions {
  readonly position?: "told" | "refused";
  /** It may use its microphone; the house has to have voice. */
  readonly talks?: boolean;
}

/** One running center, and one browser in which people sit at desks and hold phones. */
export class House {
  readonly troubles = new Troubles();
  readonly #contexts: BrowserContext[] = [];
  readonly #wireCustomers: WireCustomer[] = [];
  readonly #ends: (() => void | Promise<void>)[] = [];

  private constructor(
    readonly center: CenterProcess,
    private readonly browser: Browser,
    private readonly theme: Theme,
  ) {}

  static async open(theme: Theme, { voice = false }: HouseOptions = {}): Promise<House> {
    const warbling = voice === "warbling" ? await warblingHeadset() : null;
    const browser = await launchBrowser(voice ? (warbling?.args ?? HEADSET) : []);
    try {
      const center = await CenterProcess.start(voice ? LINES : undefined);
      const house = new House(center, browser, theme);
      // The browser reads the file when a microphone is first opened.
      if (warbling !== null) house.whenClosed(warbling.remove);
      return house;
    } catch (error) {
      await browser.close();
      throw error;
    }
  }

  /** A person's browser at the office, which may use a microphone that is there. Its seats share cookies and storage. */
  async office(microphone = true): Promise<{ readonly seat: (number: number) => Promise<Desk> }> {
    const context = await openContext(
      this.browser,
      {
        viewport: { width: 1440, height: 900 },
        colorScheme: this.theme,
        permissions: microphone ? ["microphone"] : [],
      },
      this.troubles,
    );
    this.#contexts.push(context);
    return { seat: async (number) => Desk.open(await context.newPage(), this.center.origin, number) };
  }

  /** A customer's phone with the insurer's app. `position: "refused"`: it does not tell a page where it is. */
  async phone(seat = "1", { position = "told", talks = false }: PhoneOptions = {}): Promise<CustomerApp> {
    const told = position === "refused" ? [] : POSITION.permissions;
    const context = await openContext(
      this.browser,
      {
        viewport: { width: 390, height: 844 },
        hasTouch: true,
        colorScheme: this.theme,
        ...(position === "refused" ? {} : POSITION),
        permissions: talks ? [...told, "microphone"] : told,
      },
      this.troubles,
    );
    this.#contexts.push(context);
    const page = await context.newPage();
    await page.goto(`${this.center.origin}/app/?seat=${seat}`);
    return new CustomerApp(page);
  }

  /** Somebody's browser that has never been here. */
  async visitor(): Promise<Page> {
    const viewport = { width: 1280, height: 800 };
    const context = await openContext(this.browser, { viewport, colorScheme: this.theme }, this.troubles);
    this.#contexts.push(context);
    return context.newPage();
  }

  /** A customer whose app is only the wire: says what no app of ours would. */
  wireCustomer(name: string, appId?: string): WireCustomer {
    const customer = new WireCustomer(this.center.origin, name, appId);
    this.#wireCustomers.push(customer);
    return customer;
  }

  /** Whatever else a story has opened and must not leave open. */
  whenClosed(end: () => void | Promise<void>): void {
    this.#ends.push(end);
  }

  /** Pictures of all pages and the server's words, for whoever has to find out why. */
  async report(title: string): Promise<void> {
    await mkdir(RESULTS, { recursive: true });
    const name = title.replace(/\W+/g, "-").slice(0, 80);
    const pages = this.#contexts.flatMap((context) => context.pages());
    for (const [index, page] of pages.entries()) {
      await page
        .screenshot({ path: path.join(RESULTS, `${name}-${index + 1}.png`), timeout: 5_000 })
        .catch(() => undefined);
    }
    process.stderr.write(`\n${title}: pictures in ${RESULTS}\n${this.center.said.slice(-4_000)}\n`);
  }

  async close(): Promise<void> {
    for (const customer of this.#wireCustomers) customer.close();
    for (const end of this.#ends) await end();
    await this.browser.close();
    await this.center.close();
  }
}

/** A test with a center and a browser of its own. Whatever it is about, no page may have had trouble. */
export function story(
  title: string,
  theme: Theme,
  tell: (house: House) => Promise<void>,
  options: HouseOptions = {},
): void {
  test(title, async () => {
    const house = await House.open(theme, options);
    try {
      await tell(house);
      expect(house.troubles.list).toEqual([]);
    } catch (error) {
      await house.report(title);
      // What went wrong first is what counts.
      await house.close().catch((also: unknown) => process.stderr.write(`${title}: ${String(also)}\n`));
      throw error;
    }
    await house.close();
  });
}

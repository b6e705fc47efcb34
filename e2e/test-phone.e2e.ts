import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { interleave, wavHeader } from "../packages/media/src/source/wav.js";
import { sine } from "../packages/media/test/support/sound.js";
import { expectAccessible } from "./support/axe.js";
import { openContext, Troubles } from "./support/browser.js";
import { CenterProcess } from "./support/center-process.js";
import { Desk } from "./support/desk.js";
import { RTP_PORTS, TELEPHONY } from "./support/ports.js";

/** What the fake microphone says, and what the phone says without one, in Hz. */
const MICROPHONE = 440;
const TEST_TONE = 700;

/** Measures what the page's loudspeaker gets, from outside the page's own code. */
const LISTEN = `
  const Real = RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Real {
    constructor(...settings) {
      super(...settings);
      this.addEventListener("track", ({ track }) => {
        const context = new AudioContext();
        const analyser = context.createAnalyser();
        analyser.fftSize = 8192;
        context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
        globalThis.loudest = () => {
          const bins = new Float32Array(analyser.frequencyBinCount);
          analyser.getFloatFrequencyData(bins);
          const at = bins.indexOf(Math.max(...bins));
          return { hertz: (at * context.sampleRate) / analyser.fftSize, decibels: bins[at] };
        };
      });
    }
  };
`;

/** Keeps the pitch of each tone that the page itself makes. */
const COUNT_TONES = `
  globalThis.tones = [];
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...when) {
    globalThis.tones.push(this.frequency.value);
    return start.apply(this, when);
  };
`;

/** From now on this browser plays nothing before the page is touched, as most do. */
const HOLD_THE_RING = `
  let touched = false;
  addEventListener("pointerdown", () => { touched = true; }, true);
  Object.defineProperty(navigator, "userActivation", { value: { get hasBeenActive() { return touched; } } });
  const state = Object.getOwnPropertyDescriptor(BaseAudioContext.prototype, "state");
  Object.defineProperty(BaseAudioContext.prototype, "state", {
    get() { return touched ? state.get.call(this) : "suspended"; },
  });
`;

/** The whole product: a page as its telephone, its process, the wire, the voice process, and the core that decides. */
describe("the test phone", () => {
  let folder: string;
  let browser: Browser;
  let center: CenterProcess;
  const troubles = new Troubles();

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "test-phone-"));
    const microphone = path.join(folder, "microphone.wav");
    const body = interleave([sine(MICROPHONE, 48_000, 5_000, { amplitude: 8_000 })]);
    const header = wavHeader({ sampleRate: 48_000, channels: 1 }, body.length);
    await writeFile(microphone, Buffer.concat([header, body]));
    const executablePath = process.env["CHROMIUM"];
    if (executablePath === undefined) throw new Error("CHROMIUM must name a Chromium");
    browser = await chromium.launch({
      executablePath,
      args: [
        "--no-sandbox",
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        `--use-file-for-fake-audio-capture=${microphone}`,
        "--allow-loopback-in-peer-connection",
        "--autoplay-policy=no-user-gesture-required",
      ],
    });
    center = await CenterProcess.firstStart({
      SIP_PORT: String(TELEPHONY.sip),
      SIP_TLS_PORT: String(TELEPHONY.sipTls),
      TEST_PHONE_SIP_PORT: String(TELEPHONY.testPhone),
      RTP_PORTS,
      VOICE_WORKERS: "1",
    });
  });

  afterAll(async () => {
    await browser?.close();
    await center?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function phone(
    colorScheme: "light" | "dark",
  ): Promise<{ readonly page: Page; readonly context: BrowserContext }> {
    const context = await openContext(
      browser,
      { viewport: { width: 390, height: 844 }, colorScheme },
      troubles,
    );
    await context.addInitScript(LISTEN);
    const page = await context.newPage();
    await page.goto(`${center.origin}/phone/`);
    // The process starts together with the server.
    await expect.poll(() => page.getByRole("alert").count(), { timeout: 15_000 }).toBe(0);
    return { page, context };
  }

  const state = (page: Page) => page.getByRole("status").innerText();
  const loudest = (page: Page) =>
    page.evaluate<{ hertz: number; decibels: number }>(
      "globalThis.loudest?.() ?? { hertz: 0, decibels: -200 }",
    );
  const received = async (page: Page) =>
    Number(
      /([\d]+)\s+received/.exec(await page.getByRole("region", { name: "Sound" }).innerText())?.[1] ?? 0,
    );

  /** @param call what a person does to call. A voice process that was just started may refuse (503): then again. */
  async function reach(page: Page, number: string, call: () => Promise<void>): Promise<void> {
    const reached = `In a call with ${number}`;
    await expect
      .poll(
        async () => {
          const now = await state(page);
          if (now === "Ready to call" || now === "The call center does not answer") await call();
          return state(page);
        },
        { timeout: 20_000, interval: 600 },
      )
      .toBe(reached);
  }

  /** The page's own loudspeaker, not only the process, gets this tone. */
  const hears = (page: Page, hertz: number) =>
    expect
      .poll(
        async () => {
          const heard = await loudest(page);
          return heard.decibels > -50 ? Math.round(heard.hertz / 10) * 10 : 0;
        },
        { timeout: 25_000, interval: 50 },
      )
      .toBe(hertz);

  it("without a microphone hears its test tone back from the echo test, by keyboard alone", async () => {
    const { page, context } = await phone("light");
    await expectAccessible("the phone at rest", page);
    await page.getByLabel("Talk with a test tone").focus();
    await page.keyboard.press("Space");
    await page.locator("#number").focus();
    await page.keyboard.type("8001");
    await reach(page, "8001", () => page.keyboard.press("Enter"));
    await expect
      .poll(() => page.getByText("It hears its own tone come back.").count(), { timeout: 20_000 })
      .toBe(1);
    await hears(page, TEST_TONE);
    await expectAccessible("the phone in a call", page);
    await page.getByRole("button", { name: "Hang up" }).press("Enter");
    await expect.poll(() => state(page)).toBe("You hung up");
    await context.close();
  });

  it("with the microphone hears its voice back, and nothing when it is muted", async () => {
    const { page, context } = await phone("dark");
    await reach(page, "8001", () => page.getByRole("button", { name: "8001 Echo test" }).click());
    await hears(page, MICROPHONE);
    await expectAccessible("the dark phone in a call", page);
    await page.getByRole("button", { name: "Mute" }).click();
    await expect.poll(async () => (await loudest(page)).decibels, { timeout: 10_000 }).toBeLessThan(-80);
    await page.getByRole("button", { name: "Hang up" }).click();
    await context.close();
  });

  it("hears the menu of 8000, presses 1, and its call outlives a server that is killed", async () => {
    const { page, context } = await phone("light");
    await reach(page, "8000", () => page.getByRole("button", { name: "8000 Claims line" }).click());
    await expect.poll(async () => (await loudest(page)).decibels, { timeout: 10_000 }).toBeGreaterThan(-50);
    await page.getByRole("button", { name: "1", exact: true }).click();
    await page.getByText("Keys sent: 1").waitFor();
    await center.kill();
    await page.getByText("The telephone network is not there at the moment").waitFor();
    // Its sound needs no server.
    await expect.poll(async () => (await loudest(page)).decibels, { timeout: 5_000 }).toBeGreaterThan(-60);
    await center.startAgain();
    await expect.poll(() => page.getByRole("alert").count(), { timeout: 15_000 }).toBe(0);
    expect(await state(page)).toBe("In a call with 8000");
    const before = await received(page);
    await expect.poll(() => received(page)).toBeGreaterThan(before + 20);
    await page.reload();
    await expect.poll(() => state(page), { timeout: 10_000 }).toBe("In a call with 8000");
    await expect.poll(async () => (await loudest(page)).decibels, { timeout: 10_000 }).toBeGreaterThan(-60);
    await page.getByRole("button", { name: "Hang up" }).click();
    await expect.poll(() => state(page)).toBe("You hung up");
    await context.close();
    expect(troubles.list).toEqual([]);
  });

  it("is called by an agent: it rings aloud, says who calls, and both hear each other", async () => {
    const { page, context } = await phone("light");
    await page.evaluate(COUNT_TONES);
    await page.evaluate(HOLD_THE_RING);
    const office = await openContext(
      browser,
      { viewport: { width: 1440, height: 900 }, permissions: ["microphone"] },
      troubles,
    );
    const desk = await Desk.open(await office.newPage(), center.origin, 1);
    await desk.signIn("agent1");
    await desk.page.getByRole("button", { name: "Ready for calls. Open phone", exact: true }).waitFor();
    await desk.page.keyboard.press("Alt+d");
    await desk.page.getByRole("textbox", { name: "Number", exact: true }).fill("+1 503 555 0142");
    await desk.page.keyboard.press("Enter");
    await expect.poll(() => state(page), { timeout: 15_000 }).toBe("Incoming call from 8000");
    expect(await page.title()).toBe("Incoming call from 8000");
    await expectAccessible("the phone while it rings", page);
    // A press lets a ring be heard that was held back: what goes with that takes nothing away from under the pointer.
    await page.getByText("Your browser holds the ring back").waitFor();
    await page.getByRole("button", { name: "Answer" }).hover();
    await page.mouse.down();
    await expect.poll(() => page.getByText("Your browser holds the ring back").count()).toBe(0);
    await expect.poll(() => page.evaluate<number[]>("globalThis.tones"), { timeout: 8_000 }).toContain(440);
    await page.mouse.up();
    await expect.poll(() => state(page), { timeout: 10_000 }).toBe("In a call with 8000");
    await expect.poll(async () => (await loudest(page)).decibels, { timeout: 15_000 }).toBeGreaterThan(-50);
    const rung = (await page.evaluate<number[]>("globalThis.tones")).length;
    await desk.page.keyboard.press("Alt+e");
    await expect.poll(() => state(page), { timeout: 10_000 }).toBe("The other side hung up");
    expect((await page.evaluate<number[]>("globalThis.tones")).length, "it rings no more").toBe(rung);
    await office.close();
    await context.close();
    expect(troubles.list).toEqual([]);
  });

  it("an extension cannot be dialled from outside: it says so in words, with the numbers that there are", async () => {
    const { page, context } = await phone("dark");
    await page.getByRole("button", { name: "8001 Echo test" }).waitFor();
    await page.getByLabel("Talk with a test tone").check();
    await page.locator("#number").fill("1001");
    await page.locator("#number").press("Enter");
    await expect.poll(() => state(page), { timeout: 10_000 }).toBe("No such number");
    await page.getByText("Try 8000 (Claims line) or 8001 (Echo test).").waitFor();
    await expectAccessible("the phone after a number that is none", page);
    await context.close();
  });

  it("is for this machine and its own pages alone", async () => {
    const far = await fetch(`${center.origin}/phone/numbers`, {
      headers: { "x-forwarded-for": "203.0.113.9" },
    });
    expect(far.status).toBe(403);
    const closing = (headers: Record<string, string>) =>
      new Promise<number>((resolve) => {
        void import("ws").then(({ WebSocket }) => {
          const socket = new WebSocket(`${center.origin.replace("http", "ws")}/phone/stream`, { headers });
          socket.on("close", resolve);
        });
      });
    expect(await closing({ origin: "https://elsewhere.example" })).toBe(4403);
    expect(await closing({ "x-forwarded-for": "203.0.113.9" })).toBe(4403);
  });
});

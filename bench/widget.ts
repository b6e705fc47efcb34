/**
 * The web chat on a company's page (P16): what the page loads before anybody opens it, and how long it takes from the click until
 * the visitor can write, in a real Chromium against a real server on 127.0.0.1.
 *
 *   npm run build && CHROMIUM=/usr/bin/chromium npx tsx bench/widget.ts [--times 5] [--slow 4] [--port 18470]
 *
 * `--slow`: Chromium counts as a processor so many times slower. Each time is a new visitor with an empty cache. Bytes are as they
 * were sent (gzip). Goals: <= 40 KB before it is opened (stretch 20), usable <= 1 s after the click, no layout shift.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { House } from "./soak/house.js";

const numberOf = (name: string, usual: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at > 0 ? Number(process.argv[at + 1]) : usual;
};
const TIMES = numberOf("times", 5);
const SLOW = numberOf("slow", 4);
const PORT = numberOf("port", 18_470);
const main = path.join(fileURLToPath(new URL("..", import.meta.url)), "apps/server/dist/main.js");
if (!existsSync(main)) throw new Error("The server is not built: npm run build");
const executablePath = process.env["CHROMIUM"];
if (!executablePath) throw new Error("CHROMIUM must name a Chromium.");

const folder = mkdtempSync(path.join(tmpdir(), "patchbay-widget-"));
const dataDir = path.join(folder, "data");
mkdirSync(dataDir);
const house = new House({ main, dataDir, port: PORT, httpsPort: PORT + 1, password: "larkfield-demo" });
const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

await house.start();
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
try {
  const runs: { before: number; after: number; clickMs: number; shift: number }[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Network.enable");
    await session.send("Emulation.setCPUThrottlingRate", { rate: SLOW });
    // Only the chat's own: the page itself is the company's.
    const ours = new Map<string, string>();
    let opened = false;
    const bytes = { before: 0, after: 0 };
    session.on("Network.requestWillBeSent", ({ requestId, request }) => ours.set(requestId, request.url));
    session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      const { pathname } = new URL(ours.get(requestId) ?? "about:blank");
      if (pathname.startsWith("/web/")) return;
      bytes[opened ? "after" : "before"] += encodedDataLength;
    });
    await page.addInitScript(`
      globalThis.shifted = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) globalThis.shifted += entry.value;
      }).observe({ type: "layout-shift", buffered: true });
    `);
    await page.goto(`${house.base}/web/`);
    const launcher = page.getByRole("button", { name: "Larkfield Insurance", exact: true });
    await launcher.waitFor();
    await page.waitForLoadState("networkidle");
    opened = true;
    // By key, so that no pointer that comes near loads anything sooner.
    await launcher.focus();
    const at = performance.now();
    await page.keyboard.press("Enter");
    await page.frameLocator("iframe").locator("form.start input:focus").waitFor();
    const clickMs = performance.now() - at;
    const shift = Number(await page.evaluate("globalThis.shifted"));
    runs.push({ before: bytes.before, after: bytes.after, clickMs, shift });
    await context.close();
  }
  const of = (name: keyof (typeof runs)[number]): number => median(runs.map((run) => run[name]));
  console.log(`medians of ${TIMES}, processor ${SLOW} times slower, load ${loadavg()[0]?.toFixed(1)}`);
  console.log(`before it is opened: ${(of("before") / 1_000).toFixed(1)} KB`);
  console.log(`with the click: ${(of("after") / 1_000).toFixed(1)} KB`);
  console.log(`from the click to the cursor in the form: ${Math.round(of("clickMs"))} ms`);
  console.log(`layout shift: ${of("shift").toFixed(4)}`);
} finally {
  await browser.close();
  await house.stop();
  rmSync(folder, { recursive: true, force: true });
}

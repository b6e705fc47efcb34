import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { afterEach, expect, test, vi } from "vitest";

const boot = readFileSync(new URL("../src/theme-boot.js", import.meta.url), "utf8");

interface Browser {
  /** What was stored by an earlier visit. `"refused"` is a browser that lets nobody store anything. */
  readonly stored: string | null;
  readonly dark: boolean;
  readonly contrast: boolean;
}

function browser({ stored, dark, contrast }: Browser) {
  let kept = stored;
  const dataset: Record<string, string> = {};
  const refuse = (): never => {
    throw new Error("SecurityError");
  };
  const localStorage =
    stored === "refused"
      ? { getItem: refuse, setItem: refuse }
      : {
          getItem: () => kept,
          setItem: (_key: string, value: string) => {
            kept = value;
          },
        };
  const matchMedia = (media: string) => ({ matches: media.includes("contrast") ? contrast : dark });
  return { localStorage, matchMedia, document: { documentElement: { dataset } } };
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

const browsers: Browser[] = [
  null,
  "system",
  "light",
  "dark",
  "contrast",
  "a theme of long ago",
  "refused",
].flatMap((stored) =>
  [true, false].flatMap((dark) => [true, false].map((contrast) => ({ stored, dark, contrast }))),
);

test.each(browsers)("the first paint has the theme that the page then keeps: %o", async (kind) => {
  const world = browser(kind);
  runInNewContext(boot, world);
  for (const [name, value] of Object.entries(world)) vi.stubGlobal(name, value);
  const { currentTheme } = await import("../src/theme.js");

  const chosen = ["light", "dark", "contrast"].find((theme) => theme === kind.stored);
  const expected = chosen ?? (kind.contrast ? "contrast" : kind.dark ? "dark" : "light");
  expect(world.document.documentElement.dataset["theme"]).toBe(expected);
  expect(currentTheme()).toBe(expected);
});

test.each([null, "refused"])("a choice holds, also where nothing may be stored: %s", async (stored) => {
  const world = browser({ stored, dark: true, contrast: false });
  for (const [name, value] of Object.entries(world)) vi.stubGlobal(name, value);
  const { chooseTheme, currentTheme, themeChoice } = await import("../src/theme.js");

  chooseTheme("light");
  expect([themeChoice(), currentTheme(), world.document.documentElement.dataset["theme"]]).toEqual([
    "light",
    "light",
    "light",
  ]);
  chooseTheme("system");
  expect([themeChoice(), currentTheme(), world.document.documentElement.dataset["theme"]]).toEqual([
    "system",
    "dark",
    "dark",
  ]);
});

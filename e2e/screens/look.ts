import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

export interface Finding {
  readonly screen: string;
  /** Theme, width or text size in which it was found. */
  readonly where: string;
  readonly what: string;
}

const RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"];
const THEMES = {
  dark: { colorScheme: "dark", contrast: "no-preference" },
  contrast: { colorScheme: "light", contrast: "more" },
  light: { colorScheme: "light", contrast: "no-preference" },
} as const;
const HEIGHT = 800;
/** So many stops of Tab are looked at. */
const STOPS_MAX = 60;
export const WIDTH = 1280;

/** In a browser whose letters are twice as large, what does not fit. */
export async function lookLarge(screen: string, page: Page): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const width of [WIDTH, 1920]) {
    await page.setViewportSize({ width, height: HEIGHT });
    await settled(page);
    for (const what of await crowded(page)) found.push({ screen, where: `200 % text, ${width} px`, what });
  }
  await page.setViewportSize({ width: WIDTH, height: HEIGHT });
  return found;
}

/** Everything that is checked of one screen as it stands; the page is afterwards as it was. */
export async function look(
  screen: string,
  page: Page,
  options: { readonly widths?: readonly number[] } = {},
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const found = (where: string, what: readonly string[]): void => {
    for (const one of what) findings.push({ screen, where, what: one });
  };
  found("light", await axe(page));
  for (const theme of ["dark", "contrast", "light"] as const) {
    await page.emulateMedia(THEMES[theme]);
    await settled(page);
    if (theme !== "light") found(theme, await axe(page, RULES_OF_COLOUR));
  }
  found("focus", await withoutFocusRing(page));
  const before = page.viewportSize() ?? { width: WIDTH, height: HEIGHT };
  for (const width of options.widths ?? [1024, WIDTH, 1920, 2560]) {
    await page.setViewportSize({ width, height: before.height });
    await settled(page);
    found(`${width} px`, await crowded(page));
  }
  await page.setViewportSize(before);
  return findings;
}

const settled = async (page: Page): Promise<void> => {
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
};

async function axe(page: Page, rules?: readonly string[]): Promise<string[]> {
  const builder = new AxeBuilder({ page }).options({ resultTypes: ["violations"] });
  if (rules !== undefined) builder.withRules([...rules]);
  const { violations } = await builder.setLegacyMode(page.frames().length === 1).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary = "" }) => {
      const why = failureSummary.split("\n")[1]?.trim() ?? "";
      return `axe ${id}: ${html.slice(0, 140)} ${why.slice(0, 160)}`;
    }),
  );
}

/** What does not fit: a page that scrolls sideways, text that is cut without saying so, controls outside or under others. */
function crowded(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const told: string[] = [];
    const name = (element: Element): string => {
      const text = (element.getAttribute("aria-label") ?? element.textContent ?? "").trim().slice(0, 40);
      return `${element.tagName.toLowerCase()}.${[...element.classList].join(".")} "${text}"`;
    };
    const root = document.documentElement;
    if (root.scrollWidth > innerWidth + 1)
      told.push(`the page is ${root.scrollWidth - innerWidth} px too wide`);
    const isShown = (element: Element): boolean =>
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    /** The nearest part around it that scrolls sideways, or down. */
    const scrolls = (element: Element, way: "overflowX" | "overflowY"): boolean => {
      for (let at = element.parentElement; at !== null; at = at.parentElement)
        if (["auto", "scroll"].includes(getComputedStyle(at)[way])) return true;
      // The page itself scrolls down.
      return (
        way === "overflowY" &&
        root.scrollHeight > innerHeight &&
        getComputedStyle(document.body).overflowY === "visible"
      );
    };
    for (const element of document.body.querySelectorAll("*")) {
      if (!(element instanceof HTMLElement) || !isShown(element) || element.matches(".vh, .vh *")) continue;
      const style = getComputedStyle(element);
      const hasText = [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== "",
      );
      const hides = style.overflowX === "hidden" || style.overflowX === "clip";
      if (hasText && hides && element.clientWidth > 1 && element.scrollWidth > element.clientWidth + 1) {
        const isTold = element.closest("[title]") !== null || style.textOverflow === "ellipsis";
        if (!isTold) told.push(`cut without a sign: ${name(element)}`);
      }
      if (hasText && style.overflowY === "hidden" && element.clientHeight > 1) {
        const line = Number.parseFloat(style.lineHeight) || Number.parseFloat(style.fontSize);
        const isClamped = style.webkitLineClamp !== "none";
        if (!isClamped && element.scrollHeight > element.clientHeight + line / 2)
          told.push(`cut in its height: ${name(element)}`);
      }
      if (!element.matches("button, a[href], input, select, textarea, [tabindex='0']")) continue;
      // A skip link comes into sight with the focus.
      if (element.matches(":disabled, .vh, .vh *, .skip")) continue;
      const box = element.getBoundingClientRect();
      if (box.width < 2 || box.height < 2) continue;
      if ((box.right > innerWidth + 1 || box.left < -1) && !scrolls(element, "overflowX"))
        told.push(`outside of the window: ${name(element)}`);
      if ((box.bottom > innerHeight + 1 || box.top < -1) && !scrolls(element, "overflowY"))
        told.push(`below or above the window, where nobody gets: ${name(element)}`);
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) continue;
      if (document.querySelector("dialog[open], [aria-modal='true']") !== null) continue;
      const top = document.elementFromPoint(x, y);
      const label = element.closest("label");
      const isFree =
        top === null ||
        element.contains(top) ||
        top.contains(element) ||
        (label?.contains(top) ?? false) ||
        // What opens over the others closes again by Escape.
        top.closest("[role='dialog'], [role='menu'], [role='listbox'], .mantine-Popover-dropdown") !== null ||
        top.shadowRoot !== null;
      // What has scrolled under a head that stays is a scroll away.
      if (!isFree && !scrolls(element, "overflowY")) told.push(`${name(element)} lies under ${name(top)}`);
    }
    return [...new Set(told)];
  });
}

/** The caret in the only field of a dialog is sign enough. */
const WITHOUT_RING = ".palette-input";

/** Goes through the page with Tab and looks whether anything shows where one is: what looks the same with the focus and without. */
async function withoutFocusRing(page: Page): Promise<string[]> {
  const told = new Set<string>();
  const first = await page.evaluateHandle(() => document.activeElement);
  for (let step = 0; step < STOPS_MAX; step += 1) {
    await page.keyboard.press("Tab");
    const what = await page.evaluate((exempt) => {
      const at = document.activeElement;
      if (!(at instanceof HTMLElement) || at === document.body) return null;
      if (at instanceof HTMLIFrameElement || at.shadowRoot !== null || at.matches(exempt)) return "";
      const around = [at, at.nextElementSibling, at.parentElement, at.parentElement?.parentElement ?? null];
      const looks = (): string =>
        around
          .flatMap((one) => (one === null ? [] : [getComputedStyle(one), getComputedStyle(one, "::after")]))
          .map((style) =>
            [
              style.outlineStyle === "none" ? "" : style.outline,
              style.boxShadow,
              style.borderColor,
              style.backgroundColor,
            ].join(" "),
          )
          .join("|");
      const focused = looks();
      at.blur();
      const blurred = looks();
      at.focus({ focusVisible: true } as FocusOptions);
      if (focused !== blurred) return "";
      const text = (at.getAttribute("aria-label") ?? at.textContent ?? "").trim().slice(0, 40);
      return `${at.tagName.toLowerCase()}.${[...at.classList].join(".")} "${text}"`;
    }, WITHOUT_RING);
    if (what === null) break;
    if (what !== "") told.add(`nothing shows the focus: ${what}`);
  }
  await page.evaluate((element) => {
    if (element instanceof HTMLElement) element.focus();
  }, first);
  return [...told];
}

/**
 * Measures the WCAG 2.2 contrast of every pair of colours the product relies on, in each theme of tokens.css.
 *
 *   node contrast.mjs [tokens.css] [--md]
 *
 * Ends with 1 when a pair is below its floor, when a colour is missing, and when nothing was measured at all.
 */
import { readFileSync } from "node:fs";

/** Lowest ratio for text and for parts such as icons, bars and edges. High contrast promises the AAA figure. */
const FLOORS = {
  light: { text: 4.5, part: 3 },
  dark: { text: 4.5, part: 3 },
  contrast: { text: 7, part: 4.5 },
};

const MEANINGS = "ready notready busy acw supervising offline fine due breached danger".split(" ");
const CHANNELS = "voice chat mobile sms email internal".split(" ");

/** Each entry: the ink, then the grounds it stands on. */
const TEXT = [
  ...["text", "text-2", "text-3"].map((ink) => [ink, "surface", "canvas", "sunken", "hover"]),
  ["accent-text", "surface", "canvas", "accent-soft"],
  ["on-accent", "accent", "accent-hover"],
  ["rail-text", "rail"],
  ["rail-on", "rail-active"],
  ["text", "bubble-in"],
  ["text-2", "bubble-in"],
  ["bubble-out-text", "bubble-out"],
  ["whisper-text", "whisper"],
  ["map-label", "map-land", "map-road"],
  ...MEANINGS.flatMap((meaning) => [
    [`${meaning}-text`, `${meaning}-soft`, "surface", "canvas"],
    [`on-${meaning}`, meaning],
  ]),
];
const PARTS = [
  ...MEANINGS.map((meaning) => [meaning, "surface", "canvas", `${meaning}-soft`]),
  ...CHANNELS.map((channel) => [`ch-${channel}`, `ch-${channel}-soft`, "surface"]),
  ...["accent", "focus", "control-border", "recording"].map((ink) => [ink, "surface", "canvas"]),
  ["whisper-border", "surface"],
  ["rail-text", "rail"],
];

const file =
  process.argv.find((word) => word.endsWith(".css")) ?? new URL("./src/tokens.css", import.meta.url);
const themes = coloursByTheme(readFileSync(file, "utf8"));
const measured = Object.keys(FLOORS).flatMap((theme) => [
  ...measure(theme, "text", TEXT),
  ...measure(theme, "part", PARTS),
]);

if (process.argv.includes("--md")) printTable();
const failed = measured.filter(({ ratio, floor }) => !(ratio >= floor));
for (const { theme, kind, ink, ground, ratio, floor } of failed)
  console.log(
    `FAIL ${theme} ${kind} ${ink} on ${ground}: ${ratio?.toFixed(2) ?? "a colour is missing"}, floor ${floor}`,
  );
console.log(failed.length > 0 ? `${failed.length} pairs below their floor` : `${measured.length} pairs pass`);
if (failed.length > 0 || measured.length === 0) process.exitCode = 1;

/** @returns for each theme its colours by token name, without the prefix. */
function coloursByTheme(css) {
  const found = {};
  for (const [, selector, body] of css.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    const theme = /\[data-theme="(\w+)"\]/.exec(selector)?.[1];
    if (theme === undefined) continue;
    found[theme] ??= {};
    for (const [, name, value] of body.matchAll(/--pb-([\w-]+):\s*(#[0-9a-f]{6})\b/gi))
      found[theme][name] = value;
  }
  return found;
}

function measure(theme, kind, pairs) {
  const colours = themes[theme] ?? {};
  return pairs.flatMap(([ink, ...grounds]) =>
    grounds.map((ground) => {
      const known = colours[ink] !== undefined && colours[ground] !== undefined;
      const ratio = known ? contrast(colours[ink], colours[ground]) : undefined;
      return { theme, kind, ink, ground, ratio, floor: FLOORS[theme][kind] };
    }),
  );
}

/** WCAG 2.2, "contrast ratio": from 1 (the same colour) to 21 (black on white). */
function contrast(one, other) {
  const [lighter, darker] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

/** WCAG 2.2, "relative luminance" of an sRGB colour written as #rrggbb. */
function luminance(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The lowest pair of each group, one column per theme, for the table in the design document. */
function printTable() {
  const groups = new Map();
  for (const pair of measured) groups.set(groupOf(pair), [...(groups.get(groupOf(pair)) ?? []), pair]);
  for (const [group, pairs] of groups) {
    const cells = Object.keys(FLOORS).map((theme) => {
      const known = pairs.filter((pair) => pair.theme === theme && pair.ratio !== undefined);
      const lowest = known.sort((a, b) => a.ratio - b.ratio)[0];
      return lowest === undefined ? "" : `${lowest.ratio.toFixed(1)} (${lowest.ink} on ${lowest.ground})`;
    });
    console.log(`| ${group} | ${cells.join(" | ")} |`);
  }
}

function groupOf({ kind, ink }) {
  return `${kind} ${ink.replace(/^on-|-text$/g, "")}`;
}

// Measures WCAG 2.2 contrast of every pair the product relies on, from tokens.css.  node contrast.mjs [--md]
import { readFileSync } from "node:fs";

const css = readFileSync(
  process.argv.find((word) => word.endsWith(".css")) ?? new URL("./src/tokens.css", import.meta.url),
  "utf8",
);
const themes = {};
for (const [, selector, body] of css.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
  const name = /data-theme="(\w+)"/.exec(selector)?.[1];
  if (!name) continue;
  for (const [, key, value] of body.matchAll(/--pb-([\w-]+):\s*(#[0-9a-f]{6})\b/gi))
    (themes[name] ??= {})[key] = value;
}

const channel = (v) => ((v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
const luminance = (hex) =>
  [1, 3, 5]
    .map((i) => channel(parseInt(hex.slice(i, i + 2), 16)))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
const ratio = (a, b) => {
  const [x, y] = [luminance(a), luminance(b)].sort((m, n) => n - m);
  return (x + 0.05) / (y + 0.05);
};

const text = [],
  parts = [];
for (const ink of ["text", "text-2", "text-3"])
  for (const bg of ["surface", "canvas", "sunken", "hover"]) text.push([ink, bg]);
text.push(
  ["accent-text", "surface"],
  ["accent-text", "canvas"],
  ["accent-text", "accent-soft"],
  ["on-accent", "accent"],
  ["on-accent", "accent-hover"],
);
text.push(
  ["rail-text", "rail"],
  ["rail-on", "rail-active"],
  ["text", "bubble-in"],
  ["bubble-out-text", "bubble-out"],
  ["whisper-text", "whisper"],
  ["text-2", "bubble-in"],
  ["map-label", "map-land"],
  ["map-label", "map-road"],
);
const meanings = [
  "ready",
  "notready",
  "busy",
  "acw",
  "supervising",
  "offline",
  "fine",
  "due",
  "breached",
  "danger",
];
for (const m of meanings) {
  text.push([`${m}-text`, `${m}-soft`], [`${m}-text`, "surface"], [`${m}-text`, "canvas"], [`on-${m}`, m]);
  parts.push([m, "surface"], [m, "canvas"], [m, `${m}-soft`]);
}
for (const c of ["voice", "chat", "mobile", "sms", "email", "internal"])
  parts.push([`ch-${c}`, `ch-${c}-soft`], [`ch-${c}`, "surface"]);
parts.push(
  ["accent", "surface"],
  ["accent", "canvas"],
  ["focus", "surface"],
  ["focus", "canvas"],
  ["control-border", "surface"],
  ["control-border", "canvas"],
  ["recording", "surface"],
  ["recording", "canvas"],
  ["whisper-border", "surface"],
  ["rail-text", "rail"],
);

const need = { light: [4.5, 3], dark: [4.5, 3], contrast: [7, 4.5] };
let bad = 0;
let measured = 0;
const lowest = {};
for (const [theme, t] of Object.entries(themes)) {
  for (const [list, floor, kind] of [
    [text, need[theme][0], "text"],
    [parts, need[theme][1], "part"],
  ]) {
    for (const [a, b] of list) {
      if (!t[a] || !t[b]) {
        bad++;
        console.log(`FAIL ${theme}: no colour named ${t[a] ? b : a}`);
        continue;
      }
      measured++;
      const r = ratio(t[a], t[b]);
      const group = a.replace(/^on-|-text$/g, "");
      const key = `${kind} ${group}`;
      ((lowest[key] ??= {})[theme] ??= { r: 99 }).r > r && (lowest[key][theme] = { r, a, b });
      if (r < floor) {
        bad++;
        console.log(`FAIL ${theme} ${kind} ${a} on ${b}: ${r.toFixed(2)} < ${floor}`);
      }
    }
  }
}
if (process.argv.includes("--md"))
  for (const [key, row] of Object.entries(lowest))
    console.log(
      `| ${key} | ${["light", "dark", "contrast"].map((n) => (row[n] ? `${row[n].r.toFixed(1)} (${row[n].a} on ${row[n].b})` : "")).join(" | ")} |`,
    );
if (measured === 0) console.log("FAIL: nothing was measured");
console.log(bad ? `${bad} pairs below their floor` : `${measured} pairs pass`);
process.exitCode = bad || measured === 0 ? 1 : 0;

import { createHash } from "node:crypto";

/** Pairs of background and ink whose contrast is above 4.5 : 1. */
const COLOURS = [
  ["#d8e6ec", "#123f4f"],
  ["#e9dcc9", "#4b3312"],
  ["#dcE6d4", "#2a4620"],
  ["#eadbe6", "#532745"],
  ["#dcdff0", "#2a3168"],
  ["#f0dcd6", "#682c1c"],
] as const;

/**
 * A round letter picture for a user without a photo, always the same one for the same user. An SVG of our own making:
 * the only foreign text in it is one letter or two, and those are escaped.
 */
export function initialsPortrait(agentId: string, firstName: string, lastName: string): string {
  const pick = createHash("sha256").update(agentId).digest()[0] ?? 0;
  const [background, ink] = COLOURS[pick % COLOURS.length] ?? COLOURS[0];
  const letters = initial(firstName) + initial(lastName) || "?";
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96" width="96" height="96">` +
    `<rect width="96" height="96" fill="${background}"/>` +
    `<text x="48" y="50" fill="${ink}" font-family="system-ui, sans-serif" font-size="38" font-weight="600" ` +
    `text-anchor="middle" dominant-baseline="central">${escaped(letters)}</text></svg>`
  );
}

const initial = (name: string): string => [...name.trim()][0]?.toLocaleUpperCase("en") ?? "";

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

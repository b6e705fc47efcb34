/**
 * Draws the icons that browsers and phones ask for from the logo: node packages/look/scripts/icons.mjs
 * Run it again when the logo changes, and commit what it wrote.
 */
import { readFileSync, writeFileSync } from "node:fs";
import sharp from "sharp";

const GROUND = "#10252b";
const logo = readFileSync(new URL("../src/logo.svg", import.meta.url), "utf8");
const strokes = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(logo)?.[1];
if (strokes === undefined) throw new Error("logo.svg holds no drawing");

/** What logo.svg's strokes cover of its 26 x 26 field, with their width. */
const DRAWN = { left: 1.1, top: 1.7, width: 23.8, height: 21.9 };

/**
 * @param share how much of the icon's width the drawing takes: a maskable icon may lose all outside the middle 80 %.
 * @param radius of the corners, as a share of the width; 0 where the phone cuts the corners itself.
 */
function icon({ share, radius, weight = 2.4 }) {
  const size = 512;
  const scale = (size * share) / DRAWN.width;
  const x = size / 2 - (DRAWN.left + DRAWN.width / 2) * scale;
  const y = size / 2 - (DRAWN.top + DRAWN.height / 2) * scale;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}">
  <rect width="${size}" height="${size}" rx="${size * radius}" fill="${GROUND}"/>
  <g transform="translate(${x.toFixed(2)} ${y.toFixed(2)}) scale(${scale.toFixed(4)})" fill="none" stroke="#fff" stroke-width="${weight}" stroke-linecap="round">
    ${strokes.trim()}
  </g>
</svg>
`;
}

const to = (name) => new URL(`../icons/${name}`, import.meta.url);
const png = (drawing, size) =>
  sharp(Buffer.from(drawing), { density: 288 })
    .resize(size, size)
    .png({ palette: true, compressionLevel: 9 })
    .toBuffer();

// A favicon is shown at 16 pixels: thicker strokes, and less air around them.
writeFileSync(to("favicon.svg"), icon({ share: 0.78, radius: 0.22, weight: 2.9 }));
for (const size of [192, 512])
  writeFileSync(to(`icon-${size}.png`), await png(icon({ share: 0.6, radius: 0.22 }), size));
writeFileSync(to("icon-maskable-512.png"), await png(icon({ share: 0.5, radius: 0 }), 512));
writeFileSync(to("apple-touch-icon.png"), await png(icon({ share: 0.58, radius: 0 }), 180));

// Draws the two accident photos that the demo app offers when a visitor has no camera at hand, from our own
// vector drawings beside this script. Usage: node scripts/draw-samples.mjs
//
// The first carries a position in its EXIF data, as a phone's camera writes it: the app, the server and the
// tests then meet a picture like those that customers really send. The place is a public junction in Portland.
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import sharp from "sharp";

const from = new URL("./samples/", import.meta.url);
const to = new URL("../apps/customer/public/samples/", import.meta.url);

/** Degrees, minutes and hundredths of seconds as EXIF wants them: three fractions. */
const fractions = (degrees) => {
  const whole = Math.floor(degrees);
  const minutes = Math.floor((degrees - whole) * 60);
  const hundredths = Math.round(((degrees - whole) * 60 - minutes) * 60 * 100);
  return `${whole}/1 ${minutes}/1 ${hundredths}/100`;
};

const camera = { Make: "Larkfield", Model: "Demo camera", DateTime: "2025:06:14 10:41:00" };
const place = {
  GPSLatitudeRef: "N",
  GPSLatitude: fractions(45.5231),
  GPSLongitudeRef: "W",
  GPSLongitude: fractions(122.6765),
};

for (const [name, exif] of [
  ["damage", { IFD0: camera, IFD3: place }],
  ["street", { IFD0: camera }],
]) {
  const svg = await readFile(new URL(`${name}.svg`, from));
  const jpeg = await sharp(svg).jpeg({ quality: 78, mozjpeg: true }).withExif(exif).toBuffer();
  await writeFile(new URL(`${name}.jpg`, to), jpeg);
  console.log(`${fileURLToPath(new URL(`${name}.jpg`, to))}: ${Math.round(jpeg.length / 1024)} KB`);
}

/**
 * Every view of the map on one page: `?theme=light|dark|contrast&place=portland|…`. For looking at it, and for its browser test.
 */
import "../../look/src/tokens.css";
import "./demo.css";
import {
  type AccidentMap,
  createAccidentMap,
  describePlace,
  formatDistance,
  formatPosition,
} from "../src/index.js";

const PLACES = {
  portland: { latitude: 45.52014, longitude: -122.6731 },
  denver: { latitude: 39.7392, longitude: -104.9903 },
  cracow: { latitude: 50.0619, longitude: 19.9369 },
  lofoten: { latitude: 68.1542, longitude: 13.9956 },
  nevada: { latitude: 38.9042, longitude: -116.7511 },
  auckland: { latitude: -36.8485, longitude: 174.7633 },
} as const;

const SIZES = { card: [344, 216], phone: [390, 500] } as const;
const ZOOMS = { street: 0, city: 6, world: 15 } as const;

const query = new URLSearchParams(location.search);
document.documentElement.dataset["theme"] = query.get("theme") ?? "light";
const asked = query.get("place") ?? "portland";
const place = PLACES[asked in PLACES ? (asked as keyof typeof PLACES) : "portland"];
const main = document.querySelector("main") ?? document.body;

async function add(name: string, size: keyof typeof SIZES, out: number): Promise<AccidentMap> {
  const figure = document.createElement("figure");
  const box = document.createElement("div");
  const caption = document.createElement("figcaption");
  const [width, height] = SIZES[size];
  box.id = name;
  box.style.width = `${width}px`;
  box.style.height = `${height}px`;
  caption.textContent = name;
  figure.append(box, caption);
  main.append(figure);
  const map = await createAccidentMap(box, {
    draggable: size === "phone",
    words: { map: `Map of the accident, ${name}` },
    onMove: (to) => {
      caption.textContent = formatPosition(to);
    },
  });
  const { latitude, longitude } = place;
  const trail = [4, 3, 2, 1].map((step) => ({
    latitude: latitude - step * 0.00006,
    longitude: longitude - step * 0.0003,
    accuracy: 8,
  }));
  map.setPosition({ ...place, accuracy: 18 }, trail);
  for (let step = 0; step < out; step++) {
    map.zoomOut();
    await new Promise((resolve) => setTimeout(resolve, 320));
  }
  return map;
}

const made: Promise<AccidentMap>[] = [];
for (const size of ["card", "phone"] as const) {
  for (const [zoom, out] of Object.entries(ZOOMS)) made.push(add(`${size}-${zoom}`, size, out));
}
const maps = await Promise.all(made);
const about = await describePlace(place.latitude, place.longitude);
const words = document.createElement("p");
words.id = "words";
words.textContent = `${about.country ?? "At sea"}: ${about.nearest
  .map(
    ({ name, country, distanceMeters, bearing }) =>
      `${formatDistance(distanceMeters)} ${bearing} of ${name} (${country})`,
  )
  .join(", ")}`;
main.append(words);
Object.assign(window, { maps });
document.body.dataset["ready"] = "yes";

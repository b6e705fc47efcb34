import { expect, test } from "vitest";
import { distanceMeters, metersPerPixel } from "../src/geometry.js";
import { packPlaces } from "../src/places/pack.js";
import { nearestPlaces, unpackPlaces } from "../src/places/places.js";
import { zoomFor, zoomToTown } from "../src/view/zoom.js";

const places = unpackPlaces(packPlaces());
const card = { x: 268, y: 112 };

test("a small picture comes out as far as the nearest town, and no farther", () => {
  for (const [latitude, longitude, name] of [
    [45.52014, -122.6731, "Portland"],
    [30.26827, -97.74274, "Austin"],
    [52.52192, 13.41321, "Berlin"],
  ] as const) {
    const from = { latitude, longitude };
    const town = nearestPlaces(places, from, 1)[0]?.place;
    expect(town?.name).toBe(name);
    if (town === undefined) continue;
    const zoom = zoomToTown(card, from, places);
    const north = distanceMeters(from, { latitude: town.latitude, longitude });
    const east = distanceMeters(from, { latitude, longitude: town.longitude });
    const fits = (at: number) =>
      north / metersPerPixel(latitude, at) <= card.y / 2 - 20 &&
      east / metersPerPixel(latitude, at) <= card.x / 2 - 20;
    expect(fits(zoom), `${name} is in view at zoom ${zoom}`).toBe(true);
    expect(zoom === 16 || !fits(zoom + 2), `${name}: zoom ${zoom} is not farther than needed`).toBe(true);
  }
});

test("far from every town the picture does not come out to the whole continent", () => {
  expect(zoomToTown(card, { latitude: -25, longitude: 129 }, places)).toBeGreaterThanOrEqual(9);
  expect(zoomToTown(card, { latitude: 0, longitude: 0 }, [])).toBe(16);
});

test("a circle of accuracy that is wide asks for a wider view", () => {
  const at = (accuracy: number | null) =>
    zoomFor({ x: 344, y: 216 }, { latitude: 45.5, longitude: -122.7, accuracy });
  expect(at(8)).toBe(16);
  expect(at(null)).toBe(16);
  expect(at(2_000)).toBeLessThan(at(200));
  expect(at(500_000)).toBe(9);
});

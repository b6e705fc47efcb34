import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { distanceMeters } from "../src/geometry.js";
import { packPlaces } from "../src/places/pack.js";
import { nearestPlaces, type Place, unpackPlaces } from "../src/places/places.js";
import { places as plugin } from "../src/places/vite.js";

const packed = packPlaces();
const places = unpackPlaces(packed);

test("what a browser fetches stays below half a megabyte", () => {
  expect(gzipSync(packed).length).toBeLessThan(500_000);
  expect(places.length).toBeGreaterThan(50_000);
});

test("every place comes out of the packing with its country, position and rank", () => {
  const tokyo = places.find(({ name, code }) => name === "Tokyo" && code === "JP");
  expect(tokyo?.latitude).toBeCloseTo(35.69, 1);
  expect(tokyo?.longitude).toBeCloseTo(139.69, 1);
  expect(tokyo?.rank).toBeGreaterThanOrEqual(11);
  const far = places.filter(
    ({ latitude, longitude, rank }) =>
      !(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && rank >= 0 && rank <= 14),
  );
  expect(far).toEqual([]);
  expect(places.filter(({ name, code }) => name === "" || !/^[A-Z]{2}$/.test(code))).toEqual([]);
});

test("a damaged list is said, not shown", () => {
  expect(() => unpackPlaces("DE\t!!\tBerlin")).toThrow("damaged in DE");
});

test("the nearest places are those that measuring all of them finds", () => {
  for (const [latitude, longitude] of [
    [52.52, 13.4],
    [-17.8, 178.6],
    [-17.0, -179.9],
    [71.2, 25.8],
    [78.2, 15.6],
    [30, -40],
  ] as const) {
    const from = { latitude, longitude };
    const measured = places
      .map((place) => distanceMeters(from, place))
      .sort((a, b) => a - b)
      .slice(0, 3);
    expect(nearestPlaces(places, from, 3).map((found) => found.distanceMeters)).toEqual(measured);
  }
});

test("fewer places than asked for are all told", () => {
  const one: Place = { name: "Alert", code: "CA", rank: 0, latitude: 82.5, longitude: -62.3 };
  expect(nearestPlaces([one], { latitude: 0, longitude: 0 }, 5).map(({ place }) => place)).toEqual([one]);
  expect(nearestPlaces([], { latitude: 0, longitude: 0 }, 5)).toEqual([]);
});

test("a Vite build gets the finished list in place of the packing, and nothing else is touched", () => {
  const { load } = plugin();
  const built = load("/somewhere/packages/map/src/places/gazetteer.ts?import");
  expect(built?.code).toBe(`export const packedPlaces = ${JSON.stringify(packed)};`);
  expect(load("/somewhere/packages/map/src/places/pack.ts")).toBeUndefined();
});

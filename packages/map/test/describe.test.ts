import { beforeAll, expect, test } from "vitest";
import { describePlace } from "../src/index.js";

/** From the sources the list of places is packed first; a build did that long ago. A busy machine takes its time, ms. */
const PACKING_MS_MAX = 60_000;
beforeAll(async () => void (await describePlace(0, 0)), PACKING_MS_MAX);

test("a position is told by its country and the towns around it", async () => {
  const { country, nearest } = await describePlace(45.52014, -122.6731);
  expect(country).toBe("United States");
  expect(nearest).toHaveLength(5);
  const portland = nearest.find(({ name }) => name === "Portland");
  expect(portland?.country).toBe("United States");
  expect(portland?.distanceMeters).toBeLessThan(1_000);
  const distances = nearest.map(({ distanceMeters }) => distanceMeters);
  expect(distances).toEqual([...distances].sort((a, b) => a - b));
});

test("the bearing leads from the town to the position", async () => {
  const { nearest } = await describePlace(64.0, -21.9);
  expect(nearest.find(({ name }) => name.startsWith("Reykjav"))?.bearing).toBe("S");
});

test.each([
  ["on the German side of a border", 49.2402, 6.9969, "Germany"],
  ["on the French side", 49.1855, 6.899, "France"],
  ["a small country", 43.9424, 12.4578, "San Marino"],
  ["on an island too small for the outlines", 43.7384, 7.4246, "Monaco"],
  ["before the date line", -17.6, 178.1, "Fiji"],
  ["the part of a country beyond the date line", 66.3, -172.5, "Russia"],
  ["around the pole", -80, 20, "Antarctica"],
  ["a shore that the outlines cut off", -36.8415, 174.7687, "New Zealand"],
])("%s", async (_, latitude, longitude, expected) => {
  expect((await describePlace(latitude, longitude)).country).toBe(expected);
});

test("the open sea belongs to no country, and still has a nearest town", async () => {
  const { country, nearest } = await describePlace(30, -40);
  expect(country).toBeNull();
  expect(nearest[0]?.distanceMeters).toBeGreaterThan(1_000_000);
});

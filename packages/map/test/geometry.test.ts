import { describe, expect, test } from "vitest";
import {
  bearingDegrees,
  compassPoint,
  distanceMeters,
  formatDistance,
  formatPosition,
  metersPerPixel,
} from "../src/geometry.js";

const at = (latitude: number, longitude: number) => ({ latitude, longitude });
const BERLIN = at(52.52, 13.405);
const PARIS = at(48.8566, 2.3522);

describe("distance", () => {
  test("between two capitals is what atlases say", () => {
    expect(distanceMeters(BERLIN, PARIS) / 1000).toBeCloseTo(877.5, 0);
  });
  test("of one second of latitude is about 31 metres, and the same both ways", () => {
    const there = distanceMeters(at(45, 7), at(45 + 1 / 3600, 7));
    expect(there).toBeCloseTo(30.89, 1);
    expect(distanceMeters(at(45 + 1 / 3600, 7), at(45, 7))).toBe(there);
  });
  test("across the date line is the short way", () => {
    expect(distanceMeters(at(0, 179.9), at(0, -179.9)) / 1000).toBeCloseTo(22.24, 1);
  });
  test("to the other side of the earth is half its girth", () => {
    expect(distanceMeters(at(0, 0), at(0, 180)) / 1000).toBeCloseTo(20_015, 0);
  });
  test("to itself is nothing", () => {
    expect(distanceMeters(BERLIN, BERLIN)).toBe(0);
  });
});

describe("bearing", () => {
  test.each([
    ["north", at(1, 0), 0],
    ["east", at(0, 1), 90],
    ["south", at(-1, 0), 180],
    ["west", at(0, -1), 270],
  ])("to the %s", (_, to, expected) => {
    expect(bearingDegrees(at(0, 0), to)).toBeCloseTo(expected, 6);
  });
  test("sets out on the great circle, not along the parallel", () => {
    expect(bearingDegrees(BERLIN, PARIS)).toBeCloseTo(246.8, 0);
  });
  test("crosses the date line eastwards", () => {
    expect(bearingDegrees(at(0, 179.5), at(0, -179.5))).toBeCloseTo(90, 6);
  });
  test.each([
    [0, "N"],
    [22.4, "N"],
    [22.6, "NE"],
    [247, "SW"],
    [337.6, "N"],
    [360, "N"],
    [-45, "NW"],
  ])("%d degrees is %s", (bearing, expected) => {
    expect(compassPoint(bearing)).toBe(expected);
  });
});

describe("words", () => {
  test.each([
    [0.4, "0 m"],
    [99.4, "99 m"],
    [99.9, "100 m"],
    [644, "640 m"],
    [949, "950 m"],
    [951, "1 km"],
    [2_449, "2.4 km"],
    [9_949, "9.9 km"],
    [9_951, "10 km"],
    [1_239_600, "1,240 km"],
  ])("%d metres: %s", (meters, expected) => {
    expect(formatDistance(meters)).toBe(expected);
  });
  test.each([
    [at(45.52014, -122.6731), "45.52014, −122.67310"],
    [at(-36.8485, 174.7633), "−36.84850, 174.76330"],
    [at(-0.000001, 0), "0.00000, 0.00000"],
  ])("a position", (position, expected) => {
    expect(formatPosition(position)).toBe(expected);
  });
});

test("a pixel spans half as much at 60 degrees, and half with each zoom", () => {
  expect(metersPerPixel(0, 0)).toBeCloseTo(156_543.03, 1);
  expect(metersPerPixel(60, 0)).toBeCloseTo(78_271.52, 1);
  expect(metersPerPixel(0, 10)).toBeCloseTo(152.874, 2);
});

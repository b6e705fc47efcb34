import { describe, expect, it } from "vitest";
import {
  ageText,
  coordinatesText,
  distanceText,
  isLive,
  placeText,
  plainCoordinates,
  positionsOf,
} from "../../src/features/context/map/position.js";
import { word } from "../../src/words/words.js";

const at = Date.parse("2026-03-02T10:48:00Z");
const after = (seconds: number): string => ageText(word, at, at + seconds * 1_000);

describe("the age of a position", () => {
  it("counts in the unit that a person would use", () => {
    expect([after(0), after(4), after(40), after(59), after(60), after(3_599)]).toEqual([
      "just now",
      "just now",
      "40 s ago",
      "59 s ago",
      "1 min ago",
      "59 min ago",
    ]);
    expect([after(3_600), after(7_500), after(86_400), after(3 * 86_400)]).toEqual([
      "1 h 0 min ago",
      "2 h 5 min ago",
      "1 day ago",
      "3 days ago",
    ]);
  });
  it("is never in the future when the clocks differ", () => {
    expect(after(-30)).toBe("just now");
  });
  it("is live below a minute", () => {
    expect(isLive(at, at + 59_999)).toBe(true);
    expect(isLive(at, at + 60_000)).toBe(false);
  });
});

describe("coordinates", () => {
  const portland = { latitude: 45.520138, longitude: -122.6731 };
  it("show a minus sign, and are copied with a hyphen", () => {
    expect(coordinatesText(portland)).toBe("45.52014, −122.67310");
    expect(plainCoordinates(portland)).toBe("45.52014, -122.67310");
  });
  it("come with a distance that is short to read", () => {
    expect([7.6, 420, 1_240, 14_300].map(distanceText)).toEqual(["8 m", "420 m", "1.2 km", "14 km"]);
  });
});

describe("the nearest place", () => {
  const salem = { name: "Salem", country: "United States", distanceMeters: 4_200, bearing: "NE" };
  it("says how far and where from it", () => {
    expect(placeText(word, { country: "United States", nearest: [salem] })).toBe(
      "4.2 km northeast of Salem, United States",
    );
  });
  it("is the place itself when one is in it", () => {
    const nearest = [{ ...salem, distanceMeters: 900 }];
    expect(placeText(word, { country: "United States", nearest })).toBe("Salem, United States");
  });
  it("is the country, or nothing, far from everything", () => {
    expect(placeText(word, { country: "Iceland", nearest: [] })).toBe("Iceland");
    expect(placeText(word, { country: null, nearest: [] })).toBeNull();
  });
});

describe("positions", () => {
  const data = [
    { name: "latitude", value: "45.52" },
    { name: "longitude", value: "-122.67" },
    { name: "accuracy", value: "8" },
    { name: "address", value: "Alder Street" },
  ];
  it("are what the server tells, when it tells any", () => {
    const locations = [{ latitude: 1, longitude: 2, accuracy: null, address: null, at }];
    expect(positionsOf(locations, data, at)).toEqual(locations);
  });
  it("are told once while the phone stands still, with the newest time and the address", () => {
    const here = { latitude: 1, longitude: 2, accuracy: 8, address: "Alder Street", at };
    const still = { ...here, address: null, at: at + 9_000 };
    const moved = { ...here, latitude: 1.001, address: null, at: at + 12_000 };
    expect(positionsOf([here, still, moved], [], at)).toEqual([{ ...still, address: "Alder Street" }, moved]);
    expect(positionsOf([here, moved, here], [], at)).toHaveLength(3);
  });
  it("are read from the data otherwise", () => {
    expect(positionsOf([], data, at)).toEqual([
      { latitude: 45.52, longitude: -122.67, accuracy: 8, address: "Alder Street", at },
    ]);
  });
  it("are none for numbers that are no place", () => {
    const pair = (latitude: string, longitude: string) => [
      { name: "latitude", value: latitude },
      { name: "longitude", value: longitude },
    ];
    for (const bad of [
      pair("north", "2"),
      pair("91", "2"),
      pair("45", "-181"),
      pair("", "2"),
      pair("Infinity", "2"),
      [],
    ]) {
      expect(positionsOf([], bad, at)).toEqual([]);
    }
  });
});

import { expect, test } from "vitest";
import { emptyReport, parametersOf } from "../src/session/index.js";
import { metresBetween, tellIn } from "../src/session/live-position.js";

const here = { latitude: 45.52014, longitude: -122.6731, accuracy: 10 };
const north = (metres: number) => ({ ...here, latitude: here.latitude + metres / 111_195 });

test("a position is told when it moved by more than 15 m, and at most every 5 s", () => {
  expect(tellIn(null, here, 0)).toBe(0);
  expect(tellIn({ place: here, at: 0 }, north(14), 60_000)).toBeNull();
  expect(tellIn({ place: here, at: 0 }, north(16), 2_000)).toBe(3_000);
  expect(tellIn({ place: here, at: 0 }, north(16), 9_000)).toBe(0);
});

test("distances are right to half a percent", () => {
  // Portland to Seattle by the great circle: 233 km.
  expect(metresBetween(here, { latitude: 47.6062, longitude: -122.3321, accuracy: null }) / 1000).toBeCloseTo(
    233.4,
    0,
  );
});

test("a report becomes text parameters with the demo center's names; what is unknown is left out", () => {
  const customer = {
    firstName: "Maria",
    lastName: "Gutiérrez",
    policy: "LK-2048-7719",
    vehicle: "Škoda",
    phone: "",
  };
  const report = { ...emptyReport(customer), place: here, incident: "rear_end" } as const;
  const words = { incident: (code: string) => `<${code}>`, injured: (answer: string) => answer };
  expect(parametersOf(report, words)).toEqual({
    first_name: "Maria",
    last_name: "Gutiérrez",
    account: "LK-2048-7719",
    policy: "LK-2048-7719",
    vehicle: "Škoda",
    incident: "<rear_end>",
    latitude: "45.520140",
    longitude: "-122.673100",
    accuracy: "10",
  });
});

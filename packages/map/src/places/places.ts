import { bearingDegrees, distanceMeters, type Point } from "../geometry.js";
import { DIGITS, STEPS } from "./digits.js";

export interface Place extends Point {
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly code: string;
  /** How well known it is: 0 (a village) to 14 (a capital of more than 15 million people). */
  readonly rank: number;
}

export interface NearPlace {
  readonly place: Place;
  readonly distanceMeters: number;
  /** From the asked position towards the place. */
  readonly bearingDegrees: number;
}

/** Reads what `packPlaces` wrote. */
export function unpackPlaces(packed: string): Place[] {
  const places: Place[] = [];
  for (const line of packed.split("\n")) {
    const [code = "", positions = "", names = ""] = line.split("\t");
    let at = 0;
    let latitude = 0;
    let longitude = 0;
    const number = (): number => {
      let value = 0;
      for (let weight = 1; ; weight *= 32) {
        const digit = DIGITS.indexOf(positions.charAt(at++));
        if (digit < 0) throw new Error(`The list of places is damaged in ${code}.`);
        value += (digit % 32) * weight;
        if (digit < 32) break;
      }
      return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    };
    for (const name of names.split("|")) {
      latitude += number();
      longitude += number();
      const rank = Number.parseInt(positions.charAt(at++), 36);
      places.push({ name, code, rank, latitude: latitude / STEPS, longitude: longitude / STEPS });
    }
  }
  return places;
}

/** The `count` places nearest to a position, nearest first. */
export function nearestPlaces(places: readonly Place[], from: Point, count: number): NearPlace[] {
  const shrink = Math.cos((from.latitude * Math.PI) / 180);
  const candidates: { place: Place; square: number }[] = [];
  let worst = Number.POSITIVE_INFINITY;
  // A flat estimate chooses the candidates; twice as many as asked for, because far away it can swap neighbours.
  for (const place of places) {
    const north = place.latitude - from.latitude;
    const turn = Math.abs(place.longitude - from.longitude);
    const east = Math.min(turn, 360 - turn) * shrink;
    const square = north * north + east * east;
    if (square >= worst) continue;
    const index = candidates.findIndex((candidate) => candidate.square > square);
    candidates.splice(index < 0 ? candidates.length : index, 0, { place, square });
    if (candidates.length > count * 2) candidates.pop();
    if (candidates.length === count * 2) worst = candidates.at(-1)?.square ?? worst;
  }
  return candidates
    .map(({ place }) => ({
      place,
      distanceMeters: distanceMeters(from, place),
      bearingDegrees: bearingDegrees(from, place),
    }))
    .sort((a, b) => a.distanceMeters - b.distanceMeters)
    .slice(0, count);
}

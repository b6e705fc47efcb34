import type { FeatureCollection, MultiPolygon, Polygon, Position } from "geojson";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import type { Point } from "./geometry.js";

export interface Country {
  /** In English. */
  readonly name: string;
  readonly shape: Polygon | MultiPolygon;
  /** West, south, east, north in degrees: looks outside it need no closer look. */
  readonly box: readonly [number, number, number, number];
}

type Countries = GeometryCollection<{ name: string }>;

/** Reads world-atlas' countries (Natural Earth, 1:50 million). */
export function readCountries(atlas: unknown): Country[] {
  const topology = atlas as Topology<{ countries: Countries }>;
  const { features } = feature(topology, topology.objects.countries) as FeatureCollection<
    Polygon | MultiPolygon,
    { name: string }
  >;
  return features
    .filter(({ geometry }) => geometry !== null)
    .map(({ geometry, properties }) => ({
      name: properties.name,
      shape: geometry,
      box: boxOf(polygonsOf(geometry)),
    }));
}

/** The country whose outline a point is in; `null` at sea, as far as the coarse outline knows. */
export function countryAt(countries: readonly Country[], point: Point): Country | null {
  return countries.find((country) => contains(country, point)) ?? null;
}

export function contains({ shape, box }: Country, { latitude, longitude }: Point): boolean {
  const [west, south, east, north] = box;
  if (longitude < west || longitude > east || latitude < south || latitude > north) return false;
  return polygonsOf(shape).some(([outer, ...holes]) => {
    if (outer === undefined || !inRing(outer, longitude, latitude)) return false;
    return !holes.some((hole) => inRing(hole, longitude, latitude));
  });
}

function polygonsOf(shape: Polygon | MultiPolygon): Position[][][] {
  return shape.type === "Polygon" ? [shape.coordinates] : shape.coordinates;
}

/** Whether a ray to the east crosses the ring an odd number of times. */
function inRing(ring: readonly Position[], longitude: number, latitude: number): boolean {
  let inside = false;
  let [previousX = 0, previousY = 0] = ring.at(-1) ?? [];
  for (const [x = 0, y = 0] of ring) {
    const crosses = y > latitude !== previousY > latitude;
    if (crosses && longitude < ((previousX - x) * (latitude - y)) / (previousY - y) + x) inside = !inside;
    previousX = x;
    previousY = y;
  }
  return inside;
}

function boxOf(polygons: readonly Position[][][]): [number, number, number, number] {
  const box: [number, number, number, number] = [180, 90, -180, -90];
  for (const [outer = []] of polygons) {
    for (const [x = 0, y = 0] of outer) {
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    }
  }
  return box;
}

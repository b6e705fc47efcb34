import type { FeatureCollection, MultiPolygon, Polygon, Position } from "geojson";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import type { Point } from "./geometry.js";

/** An outer ring and its holes, as [longitude, latitude] in degrees. Across the date line it goes on past 180 or -180. */
export interface Outline {
  readonly rings: readonly (readonly Position[])[];
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

export interface Country {
  /** In English. */
  readonly name: string;
  readonly outlines: readonly Outline[];
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
    .map(({ geometry, properties }) => {
      const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
      return { name: properties.name, outlines: polygons.flatMap(outlinesOf) };
    });
}

/** The country whose outline a point is in; `null` at sea, as far as the coarse outline knows. */
export function countryAt(countries: readonly Country[], point: Point): Country | null {
  return countries.find((country) => contains(country, point)) ?? null;
}

export function contains({ outlines }: Country, { latitude, longitude }: Point): boolean {
  return [longitude, longitude - 360, longitude + 360].some((east) =>
    outlines.some((outline) => outlineContains(outline, east, latitude)),
  );
}

function outlineContains(outline: Outline, longitude: number, latitude: number): boolean {
  if (longitude < outline.west || longitude > outline.east) return false;
  if (latitude < outline.south || latitude > outline.north) return false;
  const [outer, ...holes] = outline.rings;
  if (outer === undefined || !inRing(outer, longitude, latitude)) return false;
  return !holes.some((hole) => inRing(hole, longitude, latitude));
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

function outlinesOf(polygon: readonly Position[][]): Outline[] {
  const rings = polygon.map(unwrap);
  // On a sphere, Antarctica is the hole in a ring around the pole; on a map, both are shapes of their own.
  const around = rings.some(([first, ...rest]) => rest.at(-1)?.[1] === -90 && first?.[1] !== -90);
  return around ? rings.map((ring) => outlineOf([ring])) : [outlineOf(rings)];
}

function outlineOf(rings: readonly Position[][]): Outline {
  let west = 360;
  let south = 90;
  let east = -360;
  let north = -90;
  for (const [x = 0, y = 0] of rings[0] ?? []) {
    west = Math.min(west, x);
    south = Math.min(south, y);
    east = Math.max(east, x);
    north = Math.max(north, y);
  }
  return { rings, west, south, east, north };
}

/** The source jumps from 180 to -180 where a ring crosses the date line; drawn like that, it would cut through the whole map. */
function unwrap(ring: readonly Position[]): Position[] {
  const [start] = ring;
  if (start === undefined) return [];
  let shift = 0;
  let previous = start[0] ?? 0;
  const unwrapped = ring.map(([x = 0, y = 0]): Position => {
    if (x - previous > 180) shift -= 360;
    else if (x - previous < -180) shift += 360;
    previous = x;
    return [x + shift, y];
  });
  // A ring that has gone once around is Antarctica: it closes over the pole, out of the map.
  if (shift !== 0) unwrapped.push([(start[0] ?? 0) + shift, -90], [start[0] ?? 0, -90]);
  return unwrapped;
}

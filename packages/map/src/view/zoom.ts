import { metersPerPixel, type Point } from "../geometry.js";
import { nearestPlaces, type Place } from "../places/places.js";
import type { MapPosition } from "../types.js";

/** A map's width and height in pixels. */
interface Size {
  readonly x: number;
  readonly y: number;
}

const FARTHEST = 9;
const CLOSEST = 16;
/** From a place's dot to the edge, in pixels: room for its name above or below the dot. */
const NAME_ROOM = 26;

/** As close as lets the circle of accuracy take at most half of the smaller side. */
export function zoomFor({ x, y }: Size, { latitude, accuracy }: MapPosition): number {
  const room = Math.max(60, Math.min(x, y)) / 2;
  const fits = Math.log2((metersPerPixel(latitude, 0) * room) / (2 * Math.max(25, accuracy ?? 25)));
  return clamped(fits);
}

/** As close as lets the nearest place be in view, with its name, around a position in the middle. */
export function zoomToTown({ x, y }: Size, from: Point, places: readonly Place[]): number {
  const town = nearestPlaces(places, from, 1)[0];
  if (town === undefined) return CLOSEST;
  const turn = (town.bearingDegrees * Math.PI) / 180;
  // Pixels from the middle along the way to the town until its name would be cut.
  const reach = Math.min(
    (x / 2 - NAME_ROOM) / Math.max(1e-9, Math.abs(Math.sin(turn))),
    (y / 2 - NAME_ROOM) / Math.max(1e-9, Math.abs(Math.cos(turn))),
  );
  return clamped(Math.log2((metersPerPixel(from.latitude, 0) * Math.max(20, reach)) / town.distanceMeters));
}

function clamped(zoom: number): number {
  return Math.max(FARTHEST, Math.min(CLOSEST, Math.floor(zoom)));
}

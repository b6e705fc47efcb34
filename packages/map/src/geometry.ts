/** A point on the earth, in degrees: north and east are positive. */
export interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

/** Mean radius of the earth in metres (IUGG). */
const EARTH_RADIUS = 6_371_008.8;
/** Equatorial radius in metres, which the projection of web maps takes for the whole earth. */
const WEB_RADIUS = 6_378_137;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;
const degrees = (angle: number): number => (angle * 180) / Math.PI;

/** The great-circle distance in metres (haversine: exact enough from metres up to half the earth). */
export function distanceMeters(from: Point, to: Point): number {
  const north = Math.sin(radians(to.latitude - from.latitude) / 2) ** 2;
  const east = Math.sin(radians(to.longitude - from.longitude) / 2) ** 2;
  const half = north + Math.cos(radians(from.latitude)) * Math.cos(radians(to.latitude)) * east;
  return 2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(half)));
}

/** The direction in which one sets out from `from` to reach `to`: degrees clockwise from north, 0 to below 360. */
export function bearingDegrees(from: Point, to: Point): number {
  const turn = radians(to.longitude - from.longitude);
  const start = radians(from.latitude);
  const end = radians(to.latitude);
  const east = Math.sin(turn) * Math.cos(end);
  const north = Math.cos(start) * Math.sin(end) - Math.sin(start) * Math.cos(end) * Math.cos(turn);
  return (degrees(Math.atan2(east, north)) + 360) % 360;
}

/** How many metres a pixel of a web map spans at a latitude. */
export function metersPerPixel(latitude: number, zoom: number): number {
  return (2 * Math.PI * WEB_RADIUS * Math.cos(radians(latitude))) / (256 * 2 ** zoom);
}

export const compassPoints = ["N", "NE", "E", "SE", "S", "SW", "W", "NW"] as const;
/** One of the eight principal winds. */
export type CompassPoint = (typeof compassPoints)[number];

/** The nearest of the eight winds for a bearing in degrees. */
export function compassPoint(bearing: number): CompassPoint {
  return compassPoints[Math.round((((bearing % 360) + 360) % 360) / 45) % 8] ?? "N";
}

/** A distance for people: `40 m`, `650 m`, `2.4 km`, `38 km`, `1,240 km`. */
export function formatDistance(meters: number): string {
  if (meters < 100) return `${Math.round(meters)} m`;
  if (meters < 950) return `${Math.round(meters / 10) * 10} m`;
  if (meters < 9_950) return `${(meters / 1000).toFixed(1).replace(/\.0$/, "")} km`;
  return `${Math.round(meters / 1000).toLocaleString("en")} km`;
}

/** Latitude and longitude with five decimals (about a metre) and true minus signs: `45.52014, −122.67310`. */
export function formatPosition({ latitude, longitude }: Point): string {
  const figure = (value: number): string =>
    value
      .toFixed(5)
      .replace(/^-(?!0\.00000$)/, "−")
      .replace(/^-/, "");
  return `${figure(latitude)}, ${figure(longitude)}`;
}
